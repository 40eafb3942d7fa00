declare module "m3u8-parser" {
  export class Parser {
    readonly manifest: object;
    push(text: string): void;
    end(): void;
  }
}
