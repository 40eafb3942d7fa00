import { defineConfig } from "vite";

export default defineConfig({
  // Under any gateway's prefix.
  base: "./",
  build: { target: "es2023", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
});
