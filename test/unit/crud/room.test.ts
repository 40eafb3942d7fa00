import { expect, test } from "vitest";
import { createRoomGuard } from "../../../functions/crud/room.ts";

/** A library with room for 1,000 bytes that says how often its songs were counted. */
const library = () => {
  const state = { stored: 0, promised: 0, counted: 0 };
  const songs = {
    stored: async () => (state.counted++, state.stored),
    promised: async () => state.promised,
  };
  const store = { songs, free: async () => undefined };
  return { state, room: createRoomGuard(store as never, { quota: 1_000, leastFree: 0 }) };
};

const refused = { slug: "quota-reached" };

test("many small uploads are let in by one count", async () => {
  const { state, room } = library();
  for (let n = 0; n < 10; n++) await room.check(100);
  expect(state.counted).toBe(1);
});

test("what was let in counts before it can be seen, and once", async () => {
  const { state, room } = library();
  await room.check(600);
  state.promised = 600;
  await expect(room.check(600)).rejects.toMatchObject(refused);
  await room.check(300);
  state.stored = 900;
  state.promised = 0;
  await expect(room.check(200)).rejects.toMatchObject(refused);
  await room.check(100);
});

test("nobody is refused for what is gone by now, or never came", async () => {
  const { state, room } = library();
  await room.check(900);
  await room.check(900);
  state.stored = 900;
  await expect(room.check(900)).rejects.toMatchObject(refused);
  state.stored = 0;
  await room.check(900);
});

test("a body that does not say how long it is counts as it comes", async () => {
  const { state, room } = library();
  await room.check(0);
  const MiB = 1024 * 1024;
  async function* endless() {
    for (;;) {
      state.stored += MiB;
      yield new Uint8Array(MiB);
    }
  }
  const all = async (): Promise<void> => {
    for await (const _bytes of room.watch(endless(), true));
  };
  await expect(all()).rejects.toMatchObject(refused);
});
