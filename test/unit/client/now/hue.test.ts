import { expect, test } from "vitest";
import { hueOf, stageHue } from "../../../../client/now/hue.ts";
import { song } from "../playback/stand-in.ts";

test.each([
  ["#ff0000", 29],
  ["#00ff00", 142],
  ["#0000FF", 264],
])("%s has the hue that oklch gives it", (color, hue) => {
  expect(hueOf(color)).toBeCloseTo(hue, -0.5);
});

test("a grey has none, and neither has what is no colour", () => {
  expect([hueOf("#808080"), hueOf("#000000"), hueOf("teal")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("the stage has the hue of the art, and without any that of the made cover", () => {
  const urls = { 96: "a", 320: "b", 1024: "c" };
  const plain = song("a");
  expect(stageHue({ ...plain, cover: { color: "#ff0000", urls } })).toBeCloseTo(29.2, 0);
  expect(stageHue({ ...plain, cover: { color: "#808080", urls } })).toBe(stageHue(plain));
});
