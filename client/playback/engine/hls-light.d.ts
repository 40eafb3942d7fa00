/** The build without video, subtitles and DRM ships no types of its own; what it has is a part of the full one. */
declare module "hls.js/light" {
  export * from "hls.js";
  export { default } from "hls.js";
}
