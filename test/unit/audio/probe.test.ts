import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { probeStreams } from "../../../functions/core/audio/ffmpeg/probe.ts";
import { run } from "../../support/sound.ts";

const bounds = { cpuSeconds: 60, memoryBytes: 1e9 };

test("of a stream with tags, what it is told and none of its tags", async () => {
  const sound = "-v error -f lavfi -i sine=440:d=1:r=48000 -c:a libvorbis".split(" ");
  const ogg = await run("ffmpeg", [...sound, "-metadata", "title=Long", "-f", "ogg", "pipe:1"]);
  const { streams } = await probeStreams(Readable.from([ogg]), "ogg", bounds);
  const vorbis = { codec_type: "audio", codec_name: "vorbis", sample_rate: "48000", channels: 1 };
  expect(streams).toMatchObject([{ ...vorbis, disposition: { attached_pic: 0 } }]);
  expect(streams?.[0]).not.toHaveProperty("tags");
});
