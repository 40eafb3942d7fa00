import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, inject } from "vitest";
import { openMongoStore, prepareMongo } from "../../functions/core/store/mongo.ts";
import { openSqliteStore } from "../../functions/core/store/sqlite.ts";
import { newId } from "../../functions/core/song/ids.ts";
import { database } from "../support/mongodb.ts";
import { chunksContract } from "./chunks.ts";
import { janitorsContract } from "./janitors.ts";
import { keysContract } from "./keys.ts";
import { sharesContract } from "./shares.ts";
import { leasesContract } from "./leases.ts";
import { listsContract } from "./lists.ts";
import { searchesContract } from "./searches.ts";
import { songsContract } from "./songs.ts";
import { spaceContract } from "./space.ts";
import type { StoreUnderTest } from "./under-test.ts";

const sqlite = async (): Promise<StoreUnderTest> => {
  const folder = await mkdtemp(join(tmpdir(), "segue-contract-"));
  return {
    open: async () => openSqliteStore(folder),
    remove: () => rm(folder, { recursive: true }),
  };
};

const mongodbUri = inject("mongodbUri");

const mongo = async (): Promise<StoreUnderTest> => {
  const uri = database(mongodbUri ?? "", `segue-contract-${newId()}`);
  await prepareMongo(uri);
  return { open: async () => openMongoStore(uri), remove: async () => {} };
};

const contracts = [
  songsContract,
  listsContract,
  searchesContract,
  chunksContract,
  leasesContract,
  keysContract,
  sharesContract,
  janitorsContract,
  spaceContract,
];

describe("SQLite", () => {
  for (const contract of contracts) contract(sqlite);
});

describe.skipIf(!mongodbUri)("MongoDB", () => {
  for (const contract of contracts) contract(mongo);
});
