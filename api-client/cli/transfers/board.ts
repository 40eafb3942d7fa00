/** How far a number of transfers are, one by one and together. */
import { clean } from "../terminal/text.ts";
import { left, percent, size } from "../terminal/figures.ts";
import { createMeter, type Meter } from "./meter.ts";

export type Transfer = {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** What is done before bytes go. */
  step: string | undefined;
  sent: number;
  /** Bytes that had gone before: it goes on from there. */
  start: number;
  readonly meter: Meter;
};

export type Board = {
  begin(name: string, bytes: number): Transfer;
  /** Undefined where it turned out that nothing had to go. */
  end(transfer: Transfer, sent: number | undefined): void;
  readonly running: ReadonlySet<Transfer>;
  /** "Uploading 3 of 12 · 45% · 2.3 MB/s · 12 s left" */
  headline(now: number): string;
};

const separator = " · ";

const pace = (rate: number | undefined, rest: number): readonly string[] =>
  rate === undefined || rate <= 0
    ? []
    : [`${size(rate)}/s`, ...(rest > 0 ? [`${left(rest / rate)} left`] : [])];

/** "song.flac · 38% · 1.1 MB/s · 5 s left" */
export const lineOf = (transfer: Transfer, now: number): string => {
  const { step, sent, size: total, meter } = transfer;
  const name = clean(transfer.name);
  if (step !== undefined) return [name, step].join(separator);
  meter.note(now, sent - transfer.start);
  const share = total > 0 ? percent(sent / total) : "";
  return [name, share, ...pace(meter.rate(), total - sent)].filter(Boolean).join(separator);
};

export const createBoard = (verb: string, count: number, bytes: number): Board => {
  const running = new Set<Transfer>();
  const meter = createMeter();
  let total = bytes;
  let ended = 0;
  let gone = 0;
  let before = 0;
  return {
    running,
    begin(name, expected) {
      const begun = {
        name,
        size: expected,
        step: undefined,
        sent: 0,
        start: 0,
        meter: createMeter(),
      };
      running.add(begun);
      return begun;
    },
    end(transfer, sent) {
      running.delete(transfer);
      ended++;
      gone += sent ?? 0;
      before += sent === undefined ? 0 : transfer.start;
      total += (sent ?? 0) - transfer.size;
    },
    headline(now) {
      const sent = [...running].reduce((sum, transfer) => sum + transfer.sent, gone);
      const had = [...running].reduce((sum, { start }) => sum + start, before);
      meter.note(now, sent - had);
      const share = total > 0 ? percent(Math.min(1, sent / total)) : percent(ended / count);
      const parts = [`${verb} ${Math.min(count, ended + 1)} of ${count}`, share];
      return [...parts, ...pace(meter.rate(), total - sent)].join(separator);
    },
  };
};
