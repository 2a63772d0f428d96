import path from "node:path";

import { copyOf, installFromNpm, laws, run } from "./example.mjs";

laws("Vite", () => {
  const at = copyOf("vite");
  installFromNpm(at);
  run(at, "npm", "run", "build");
  return path.join(at, "dist");
});
