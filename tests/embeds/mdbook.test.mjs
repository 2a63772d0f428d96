import path from "node:path";

import { copyOf, copyPage, laws, run, TOOLS } from "./example.mjs";

laws("mdBook", () => {
  const at = copyOf("mdbook");
  copyPage(path.join(at, "src/wemem-lab"));
  run(at, path.join(TOOLS, "bin/mdbook"), "build");
  return path.join(at, "book");
});
