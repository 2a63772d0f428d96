import path from "node:path";

import { copyOf, installFromNpm, laws, run } from "./example.mjs";

laws("VitePress", () => {
  const at = copyOf("vitepress");
  installFromNpm(at);
  run(at, "npm", "run", "build");
  return path.join(at, ".vitepress/dist");
});
