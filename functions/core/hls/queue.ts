/** Bytes that come at one end and go at the other, in memory that is used again: new buffers would wait for the collector. */
export type ByteQueue = {
  /** All of them, good until others are added. */
  readonly bytes: Uint8Array;
  add(bytes: Uint8Array): void;
  /** Gives up the first ones. */
  drop(count: number): void;
};

export const createQueue = (): ByteQueue => {
  let memory = new Uint8Array();
  let start = 0;
  let end = 0;

  const makeRoom = (length: number): void => {
    if (end + length <= memory.length) return;
    const held = memory.subarray(start, end);
    if (held.length + length > memory.length) memory = new Uint8Array(2 * (held.length + length));
    memory.set(held);
    [start, end] = [0, held.length];
  };

  return {
    get bytes() {
      return memory.subarray(start, end);
    },
    add(bytes) {
      makeRoom(bytes.length);
      memory.set(bytes, end);
      end += bytes.length;
    },
    drop(count) {
      start += count;
    },
  };
};
