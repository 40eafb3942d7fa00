/** The store on MongoDB (wire version 9 and up: server 4.4). Single-document atomicity and plain operators only. */
import { type Db, MongoClient } from "mongodb";
import { translating, within, wrapCalls } from "./errors.ts";
import { mongoChunks } from "./mongo/chunks.ts";
import { collectionsOf } from "./mongo/collections.ts";
import { translateMongoError } from "./mongo/errors.ts";
import { mongoKeys } from "./mongo/keys.ts";
import { mongoLeases } from "./mongo/leases.ts";
import { migrate } from "./mongo/schema.ts";
import { mongoShares } from "./mongo/shares.ts";
import { mongoSongs } from "./mongo/songs.ts";
import { createRenewal } from "./mongo/renewal.ts";
import { compactIfWorthwhile, freeBytes } from "./mongo/space.ts";
import type { Store } from "./store.ts";

/** A server that is gone is noticed after this long (ms). */
const serverSelectionTimeoutMS = 3_000;
/** A connection on which nothing comes back is given up after this long (ms). */
const socketTimeoutMS = 5_000;
/** No call takes longer than this (ms), whatever the driver tries meanwhile. */
const deadline = 8_000;

const options = {
  appName: "segue",
  serverSelectionTimeoutMS,
  connectTimeoutMS: serverSelectionTimeoutMS,
  writeConcern: { w: "majority", journal: true },
  ignoreUndefined: true,
} as const;

const commandNotFound = 59;

type Hello = { readonly localTime: Date };

/** `hello`, or what it was called before MongoDB 5 and still is by servers that speak its protocol. */
const clockOf = (db: Db): (() => Promise<number>) => {
  let command: "hello" | "isMaster" = "hello";
  const ask = async (): Promise<number> => {
    const { localTime } = (await db.admin().command({ [command]: 1 })) as unknown as Hello;
    return localTime.getTime();
  };
  return async () => {
    try {
      return await ask();
    } catch (error) {
      if (command === "isMaster" || (error as { code?: number }).code !== commandNotFound)
        throw error;
      command = "isMaster";
      return ask();
    }
  };
};

const namesDatabase = (uri: string): boolean => /^mongodb(\+srv)?:\/\/[^/]+\/[^?]/.test(uri);

const databaseOf = (client: MongoClient, uri: string): Db =>
  client.db(namesDatabase(uri) ? undefined : "segue");

/**
 * Brings the database to this program's schema and makes its indexes, which may take minutes on a large library.
 * Throws StoreAway and SchemaTooNew.
 */
export const prepareMongo = async (uri: string): Promise<void> => {
  const client = new MongoClient(uri, options);
  try {
    await migrate(databaseOf(client, uri));
  } catch (error) {
    throw translateMongoError(error);
  } finally {
    await client.close();
  }
};

/** On a connection of its own, which may be silent for long. */
const giveBack = async (uri: string): Promise<void> => {
  const client = new MongoClient(uri, options);
  try {
    await compactIfWorthwhile(databaseOf(client, uri));
  } catch (error) {
    throw translateMongoError(error);
  } finally {
    await client.close();
  }
};

const connect = (uri: string) => {
  const client = new MongoClient(uri, { ...options, socketTimeoutMS });
  const db = databaseOf(client, uri);
  const { songs, chunks, keys, shares } = collectionsOf(db);
  return {
    songs: mongoSongs(songs),
    chunks: mongoChunks(chunks),
    leases: mongoLeases(songs),
    keys: mongoKeys(keys),
    shares: mongoShares(shares),
    server: { now: clockOf(db), free: () => freeBytes(db) },
    close: () => client.close(),
  };
};

type Connection = ReturnType<typeof connect>;

/** Connects on first use. The URI names the database: `segue` when it does not. */
export const openMongoStore = (uri: string): Store => {
  const { following, watch, close } = createRenewal(() => connect(uri));
  const around = (call: () => Promise<unknown>): Promise<unknown> =>
    watch(() => within(deadline)(() => translating(translateMongoError)(call)));
  const port = <T extends object>(pick: (connection: Connection) => T): T =>
    wrapCalls(following(pick), around);
  return {
    name: "MongoDB",
    songs: port(({ songs }) => songs),
    chunks: port(({ chunks }) => chunks),
    leases: port(({ leases }) => leases),
    keys: port(({ keys }) => keys),
    shares: port(({ shares }) => shares),
    ...port(({ server }) => server),
    giveBack: () => giveBack(uri),
    close,
  };
};
