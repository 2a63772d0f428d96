import path from "node:path";

import { copyOf, copyPage, installFromPyPI, laws, run } from "./example.mjs";

laws("Sphinx", () => {
  const at = copyOf("sphinx");
  copyPage(path.join(at, "_static/wemem-lab"));
  run(at, path.join(installFromPyPI(at), "sphinx-build"), "-q", ".", "_build");
  return path.join(at, "_build");
});
