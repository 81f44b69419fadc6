import { copyFileSync } from "node:fs";
import { defineConfig } from "vite";

const STATIC = "../src/montjoie/serve/static";

export default defineConfig({
  base: "/static/",
  build: {
    outDir: STATIC,
    emptyOutDir: false,
    target: "es2022",
    modulePreload: false,
    rollupOptions: {
      input: { pages: "src/pages.ts", map: "src/map.ts" },
      output: { entryFileNames: "[name].js", chunkFileNames: "[name].js", assetFileNames: "[name][extname]" },
    },
  },
  worker: { format: "es", rollupOptions: { output: { entryFileNames: "[name].js" } } },
  plugins: [
    { name: "htmx", closeBundle: () => copyFileSync("node_modules/htmx.org/dist/htmx.min.js", `${STATIC}/htmx.min.js`) },
  ],
});
