/** One segment's requests per second, against bare node:http, and beside nginx where there is one. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nginx, startNginx } from "../support/nginx.ts";
import { type Load, load } from "./load.ts";
import type { Material } from "./material.ts";
import { type Figure, median, processorTime, takeTurns } from "./measure.ts";
import { startAlone, startBare } from "./streaming/processes.ts";
import { fillWithSegments, segmentPath } from "./streaming/segment.ts";

const connections = 32;
/** Short and many: what else the machine does then hits all alike. */
const seconds = 0.3;
const rounds = 25;
const warmUp = 2;

/** What Node and every server add by themselves. */
const ownHeaders = new Set(["connection", "date", "keep-alive"]);

/** Body and head of ours, for others to send the same. */
const answerOf = async (url: string) => {
  const response = await fetch(url);
  const body = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries(
    [...response.headers].filter(([name]) => !ownHeaders.has(name) && name !== "x-call-id"),
  );
  return { body, headers };
};

export const segmentRequests = async ({ folder }: Material): Promise<Figure[]> => {
  const server = await startAlone(await fillWithSegments(folder, 1));
  const url = `${server.url}${segmentPath(0)}`;
  const { body, headers } = await answerOf(url);
  const file = join(folder, "1.m4s");
  await writeFile(file, body);
  const { "content-type": type = "", "content-length": length = "" } = headers;
  const bare = await startBare(file, headers);
  const shortest = await startBare(file, { "Content-Type": type, "Content-Length": length });
  const other = nginx === undefined ? undefined : await startNginx(nginx, { "1.m4s": body });
  const at = (address: string) => (): Promise<Load> => load(address, connections, seconds);
  for (const address of [url, bare.url, shortest.url]) await load(address, connections, warmUp);
  const spent = [server, bare].map(({ pid }) => processorTime(pid));
  const found = await takeTurns(rounds, {
    ours: at(url),
    bare: at(bare.url),
    shortest: at(shortest.url),
    nginx: other && at(`${other.url}1.m4s`),
  });
  const [oursSpent = NaN, bareSpent = NaN] = [server, bare].map(
    ({ pid }, n) => processorTime(pid) - (spent[n] ?? NaN),
  );
  for (const one of [server, bare, shortest, other]) await one?.stop();

  const ratioTo = (baseline: readonly Load[]): number =>
    median(found.ours.map(({ rate }, round) => rate / (baseline[round]?.rate ?? NaN)));
  const answers = (loads: readonly Load[]): number =>
    loads.reduce((sum, { rate }) => sum + rate * seconds, 0);
  const text = (loads: readonly Load[]): string =>
    `${Math.round(median(loads.map(({ rate }) => rate)))}/s (p99 ${median(loads.map(({ p99 }) => p99)).toFixed(1)} ms)`;
  return [
    {
      name: "Segment requests per second, against bare node:http with the same head and body",
      value: ratioTo(found.bare),
      unit: "of the baseline",
      goal: { least: 0.85 },
      detail: `${text(found.ours)} against ${text(found.bare)} of ${length} bytes, ${connections} connections; ${ratioTo(found.shortest).toFixed(2)} of ${text(found.shortest)} without the headers that pages and caches need`,
    },
    {
      name: "Processor time of a segment: bare node:http's in terms of ours",
      value: bareSpent / answers(found.bare) / (oursSpent / answers(found.ours)),
      unit: "of ours",
      goal: { least: 0.85 },
      detail: `${((oursSpent / answers(found.ours)) * 1e6).toFixed(0)} µs against ${((bareSpent / answers(found.bare)) * 1e6).toFixed(0)}: what others do on this machine matters less here`,
    },
    {
      name: "Segment requests per second, against nginx",
      value: ratioTo(found.nginx),
      unit: "of nginx",
      detail: other
        ? `nginx: ${text(found.nginx)}, one process, sendfile, its own head`
        : "There is no nginx here: apt-get install nginx-light.",
    },
  ];
};
