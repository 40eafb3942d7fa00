/** `GET /doctor`: whether the server has what it needs, for whoever looks after it. */
import { Router } from "express";
import type { Doctor } from "../../api-client/contract.ts";
import { ffmpegVersion } from "../core/audio/ffmpeg/program.ts";
import { accessOf } from "../core/http/auth.ts";
import { onlyMethods } from "../core/http/problems.ts";
import { StoreAway } from "../core/store/errors.ts";
import type { Store } from "../core/store/store.ts";
import { type CrudDoors, unkept } from "./routes.ts";
import { streamingBase } from "./wire.ts";

const storeTime = async (store: Store): Promise<string | undefined> => {
  try {
    return new Date(await store.now()).toISOString();
  } catch (error) {
    if (error instanceof StoreAway) return undefined;
    throw error;
  }
};

export const doctorRoutes = ({ store, config, guards }: CrudDoors): Router => {
  const router = Router();
  router.get("/doctor", guards.isKnown, async (_request, response) => {
    const [time, ffmpeg] = await Promise.all([storeTime(store), ffmpegVersion()]);
    const doctor: Doctor = {
      time: new Date().toISOString(),
      store: { name: store.name, ...(time !== undefined && { time }) },
      ...(ffmpeg !== undefined && { ffmpeg }),
      streaming: streamingBase(config.streamingUrl),
      access: accessOf(response),
    };
    response.set(unkept).json(doctor);
  });
  router.all("/doctor", onlyMethods("GET", "HEAD"));
  return router;
};
