// The development server: what it serves, under which policy, and that nothing outside its folder gets out.

import assert from "node:assert/strict";
import { mkdtemp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { serve } from "../../www/tools/serve.mjs";

let folder;
let server;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "wemem-lab-serve-"));
  await mkdir(path.join(folder, "site", "wasm"), { recursive: true });
  await writeFile(path.join(folder, "secret.txt"), "secret");
  await writeFile(path.join(folder, "site", "index.html"), "<p>page</p>");
  await writeFile(path.join(folder, "site", "wasm", "a.wasm"), "\0asm");
  await symlink(path.join(folder, "secret.txt"), path.join(folder, "site", "link.txt"));
  server = await serve(path.join(folder, "site"), 0);
});

after(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

// Not fetch: it would resolve `..` before asking.
function ask(target, method = "GET") {
  return new Promise((done, fail) => {
    const options = { port: server.port, host: "127.0.0.1", path: target, method };
    const request = get(options, async (response) => {
      let body = "";
      for await (const chunk of response) body += chunk;
      done({ status: response.statusCode, reason: response.statusMessage, headers: response.headers, body });
    });
    request.on("error", fail);
  });
}

test("a folder answers with its index, under the page's content policy and uncached", async () => {
  const { status, headers, body } = await ask("/");
  assert.equal(status, 200);
  assert.equal(body, "<p>page</p>");
  assert.equal(headers["content-type"], "text/html; charset=utf-8");
  assert.equal(headers["content-security-policy"], "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob:; worker-src 'self' blob:");
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(headers["cross-origin-embedder-policy"], undefined);
});

test("wasm has the type that streaming compilation asks for", async () => {
  assert.equal((await ask("/wasm/a.wasm?v=1")).headers["content-type"], "application/wasm");
});

test("nothing outside the folder is served, whatever the name", async () => {
  for (const target of ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/wasm/..%5c..%2f..%2fsecret.txt", "/link.txt"]) {
    const { status, body } = await ask(target);
    assert.equal(status, 404, target);
    assert.doesNotMatch(body, /secret/, target);
  }
});

test("malformed and missing names are not found rather than fatal", async () => {
  for (const target of ["/%", "/%00", "/missing.js", "/wasm"]) assert.equal((await ask(target)).status, 404, target);
  assert.equal((await ask("/")).status, 200);
});

test("the server only reads", async () => {
  assert.equal((await ask("/", "POST")).status, 405);
});

test("a taken port gives way to the next", async () => {
  const second = await serve(path.join(folder, "site"), server.port);
  assert.ok(second.port > server.port);
  await second.close();
});

test("what is still being built says so in the status line, which the page shows", async () => {
  const { status, reason } = await ask("/wasm/engine-gpu/wemem_lab_bg.wasm");
  assert.deepEqual([status, reason], [503, "still being built: run again in some minutes"]);
});
