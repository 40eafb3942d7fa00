import { defineConfig } from "vite";

export default defineConfig({
  // Under any gateway's prefix.
  base: "./",
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
