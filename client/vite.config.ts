import { defineConfig } from "vite";
import { precompress } from "./precompress.ts";

export default defineConfig({
  // Under any gateway's prefix.
  base: "./",
  plugins: [precompress()],
  build: {
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // What the page begins with comes in one piece: it is smaller so, and its styles keep the order of their layers.
        codeSplitting: { groups: [{ name: "main", test: /client\/main\.tsx$/ }] },
      },
    },
  },
});
