import { defineConfig } from "vite";
import { plainImports } from "./plain-imports.ts";
import { precompress } from "./precompress.ts";

export default defineConfig({
  // Under any gateway's prefix.
  base: "./",
  plugins: [plainImports(), precompress()],
  build: {
    target: "es2023",
    cssCodeSplit: false,
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // What the page begins with comes in one piece: it is smaller so, and its styles keep the order of their layers.
        codeSplitting: { groups: [{ name: "main", test: /client\/main\.tsx$/ }] },
      },
    },
  },
});
