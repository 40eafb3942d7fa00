/** All styles come in one sheet, so an `import()` has nothing to fetch beside it: Vite's helper for that stays out. */
import type { Plugin } from "vite";

export const plainImports = (): Plugin => ({
  name: "plain-imports",
  enforce: "pre",
  apply: "build",
  load: {
    filter: { id: /vite\/preload-helper/ },
    handler: () => "export const __vitePreload = (load) => load();",
  },
});
