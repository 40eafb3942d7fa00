/**
 * The thread that counts what is found. Of a common word among a million songs that takes 10 to 30 ms; here it holds up
 * nobody who listens.
 */
import { parentPort, workerData } from "node:worker_threads";
import { openForReading } from "./connection.ts";
import { prepareCounts } from "./counts.ts";
import { answerTo, type Call } from "./messages.ts";

if (!parentPort) throw new Error("This is a thread of the SQLite store.");
const port = parentPort;
const db = openForReading(String(workerData));
const counts = prepareCounts(db);

port.on("message", (message: Call | "close") => {
  if (message === "close") {
    db.close();
    port.close();
    return;
  }
  port.postMessage(answerTo(counts, message));
});
