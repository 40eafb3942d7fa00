import {
  MongoClientClosedError,
  MongoError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoOperationTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
} from "mongodb";
import { StoreAway, StoreFull } from "../errors.ts";

const duplicateKey = 11_000;
const outOfDiskSpace = 14_031;
const spaceQuotaOfAtlas = 8_000;

/** MaxTimeMSExpired, WriteConcernTimeout, NotWritablePrimary, and a server that steps down or ends. */
const passing = new Set([50, 64, 89, 91, 189, 7, 6, 9001, 10107, 11600, 11602, 13435, 13436]);

export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === duplicateKey;

const isFull = (error: MongoServerError): boolean =>
  error.code === outOfDiskSpace ||
  (error.code === spaceQuotaOfAtlas && /space quota/i.test(error.message));

/** A driver's error in the store's words; any other as it is. */
export const translateMongoError = (error: unknown): unknown => {
  if (!(error instanceof MongoError)) return error;
  if (error instanceof MongoServerError && isFull(error))
    return new StoreFull("MongoDB has no room left.", { cause: error });
  const away =
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    error instanceof MongoOperationTimeoutError ||
    error instanceof MongoNotConnectedError ||
    error instanceof MongoTopologyClosedError ||
    error instanceof MongoClientClosedError ||
    (error instanceof MongoServerError && passing.has(Number(error.code)));
  return away ? new StoreAway("MongoDB does not answer.", { cause: error }) : error;
};
