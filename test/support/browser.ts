/** Debian's Chromium, driven by playwright-core. */
import { type Browser, chromium, type Page } from "playwright-core";

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-quic",
      "--no-first-run",
      "--autoplay-policy=no-user-gesture-required",
    ],
  });

export type Watched = {
  readonly page: Page;
  /** Errors of the console and of scripts so far. */
  readonly errors: readonly string[];
};

/** `script`: runs in the page before its own. */
export const openPage = async (
  browser: Browser,
  url: string,
  script?: () => void,
): Promise<Watched> => {
  const page = await browser.newPage();
  if (script) await page.addInitScript(script);
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(url);
  return { page, errors };
};

export type Heard = {
  /** Hz of the strongest part. */
  readonly frequency: number;
  /** Its level, dBFS. */
  readonly level: number;
};

/** Hangs an analyser into the sound of the page's audio element, and leaves it there. */
export const listen = async (page: Page): Promise<void> => {
  await page.evaluate(() => {
    const audio = document.querySelector("audio");
    if (!audio) throw new Error("The page has no audio element.");
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 16_384, smoothingTimeConstant: 0 });
    context.createMediaElementSource(audio).connect(analyser).connect(context.destination);
    Object.assign(globalThis, {
      heardNow: () => {
        const levels = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(levels);
        const strongest = levels.indexOf(Math.max(...levels));
        return {
          frequency: (strongest * context.sampleRate) / analyser.fftSize,
          level: levels[strongest] ?? -Infinity,
        };
      },
    });
  });
};

/** What sounds now, after `listen`. */
export const hear = (page: Page): Promise<Heard> =>
  page.evaluate(() => (globalThis as unknown as { heardNow(): Heard }).heardNow());

export type Playing = {
  readonly time: number;
  readonly duration: number;
  readonly paused: boolean;
  readonly ended: boolean;
};

export const playing = (page: Page): Promise<Playing> =>
  page.evaluate(() => {
    const { currentTime, duration, paused, ended } = document.querySelector(
      "audio",
    ) as HTMLAudioElement;
    return { time: currentTime, duration, paused, ended };
  });
