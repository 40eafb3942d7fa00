/**
 * The thread that writes. Flushing to a disk takes milliseconds to seconds; here it holds up nobody who listens.
 * Calls that wait together are committed together, so that they share one flush.
 */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { openForWriting } from "./connection.ts";
import { type Answer, answerTo, type Call, failureOf, resultOf } from "./messages.ts";
import { prepareWrites } from "./writes.ts";

const mostTogether = 64;

if (!parentPort) throw new Error("This is a thread of the SQLite store.");
const port = parentPort;
const path = String(workerData);
const db = openForWriting(path);
const writes = prepareWrites(db, path);

const runOne = (call: Call): Answer => {
  const { id } = call;
  db.exec("SAVEPOINT one");
  try {
    const result = resultOf(writes, call);
    db.exec("RELEASE one");
    return { id, result };
  } catch (error) {
    // A full disk may have ended the whole transaction: then all who share it fail.
    if (!db.isTransaction) throw error;
    db.exec("ROLLBACK TO one; RELEASE one");
    return { id, failure: failureOf(error) };
  }
};

const runTogether = (calls: readonly Call[]): Answer[] => {
  try {
    db.exec("BEGIN IMMEDIATE");
    const answers = calls.map(runOne);
    db.exec("COMMIT");
    return answers;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    return calls.map(({ id }) => ({ id, failure: failureOf(error) }));
  }
};

const run = (calls: readonly Call[]): Answer[] => {
  // Copying the log is no part of a transaction.
  const [alone, together] = [true, false].map((is) =>
    calls.filter(({ name }) => (name === "giveBack") === is),
  ) as [Call[], Call[]];
  return [
    ...(together.length > 0 ? runTogether(together) : []),
    ...alone.map((call) => answerTo(writes, call)),
  ];
};

const waiting = (first: Call): Call[] => {
  const calls = [first];
  while (calls.length < mostTogether) {
    const next = receiveMessageOnPort(port);
    if (!next) break;
    calls.push(next.message);
  }
  return calls;
};

port.on("message", (message: Call | "close") => {
  if (message === "close") {
    db.close();
    port.close();
    return;
  }
  for (const answer of run(waiting(message))) port.postMessage(answer);
});
