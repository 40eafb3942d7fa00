/**
 * The thread that lists, searches and counts. Among a million songs that takes milliseconds; here it holds up nobody
 * who listens.
 */
import { parentPort, workerData } from "node:worker_threads";
import { openForReading } from "./connection.ts";
import { prepareLists } from "./lists.ts";
import { answerTo, type Call } from "./messages.ts";

if (!parentPort) throw new Error("This is a thread of the SQLite store.");
const port = parentPort;
const db = openForReading(String(workerData));
const lists = prepareLists(db);

port.on("message", (message: Call | "close") => {
  if (message === "close") {
    db.close();
    port.close();
    return;
  }
  port.postMessage(answerTo(lists, message));
});
