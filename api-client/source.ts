/** What can be uploaded. */

/** Like a Blob, in that it can be read again: an upload of it that breaks off is tried again. */
export type Rereadable = {
  stream(): AsyncIterable<Uint8Array>;
  /** Bytes. */
  readonly size?: number;
  readonly type?: string;
  readonly name?: string;
  /** Where it can be read from any place on, so can its upload. */
  readonly part?: PartReader;
};

export type Part = {
  /** What the HTTP client of the place takes: a Blob in a browser, in Node a stream that has a `size`. */
  readonly body: unknown;
  /** It is not needed any more. */
  end(): void;
};

/** Gives the bytes from one place to another; tells what reading them failed with. */
export type PartReader = (start: number, end: number, onFault: (error: unknown) => void) => Part;

/** What comes only once, as from standard input. */
export type Flow = AsyncIterable<Uint8Array>;

export type Source = Blob | Uint8Array | Rereadable | Flow | ReadableStream<Uint8Array>;

type Known = { readonly name?: string; readonly type?: string; readonly size?: number };

const isRereadable = (source: Source): source is Blob | Rereadable => "stream" in source;

/** What a source knows of itself. */
export const knownOf = (source: Source): Known => (isRereadable(source) ? source : {});

/** Undefined for what can only be read from its beginning. */
export const partReaderOf = (source: Source): PartReader | undefined => {
  if (!isRereadable(source)) return undefined;
  if (!(source instanceof Blob)) return source.part;
  return typeof XMLHttpRequest === "undefined"
    ? undefined
    : (start, end) => ({ body: source.slice(start, end), end: () => {} });
};

/** So much at a time, for the sake of progress. */
const pieceLength = 64 * 1024;

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += pieceLength)
    yield bytes.subarray(start, start + pieceLength);
}

export type Supply = {
  readonly size: number | undefined;
  /** False once bytes are gone that cannot be read again. */
  repeatable(): boolean;
  read(): AsyncIterable<Uint8Array>;
};

const once = (flow: Flow): Supply => {
  let touched = false;
  return {
    size: undefined,
    repeatable: () => !touched,
    async *read() {
      touched = true;
      yield* flow;
    },
  };
};

/** A source to be read by each attempt, as far as it can be. */
export const supplyOf = (source: Source): Supply => {
  const repeatable = (): boolean => true;
  if (source instanceof Uint8Array)
    return { size: source.length, repeatable, read: () => piecesOf(source) };
  if (isRereadable(source))
    return {
      size: source.size,
      repeatable,
      read: () => source.stream() as AsyncIterable<Uint8Array>,
    };
  return once(source as Flow);
};

/** For a sender that takes nothing else. */
export const blobOf = async (source: Source): Promise<Blob> => {
  if (source instanceof Blob) return source;
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const bytes of supplyOf(source).read()) pieces.push(new Uint8Array(bytes));
  return new Blob(pieces);
};
