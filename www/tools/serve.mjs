// Serves the assembled page on this machine only, under the very content policy that it must live with.
//
//   node serve.mjs FOLDER [PORT]
//
// No caching, so that a rebuilt page is seen at once; neither COOP nor COEP, because the page must not need them. Where a compressed
// file lies beside a file, as in a published page, it is sent to whoever takes it.

import { createReadStream, existsSync, realpathSync } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";

const HOST = "127.0.0.1";
const PORTS_TO_TRY = 20;
/** What `build.sh` builds while the page is served already. */
const LAST_BUILT = "/wasm/engine-gpu/";

const COMMON_HEADERS = {
  "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob:; worker-src 'self' blob:",
  "Cache-Control": "no-store",
  // There is nothing here that one origin may read and another not: a tag or a frame of any page can show it.
  "Access-Control-Allow-Origin": "*",
  "X-Content-Type-Options": "nosniff",
};

const TYPES = {
  ".bin": "application/octet-stream",
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * Serves `root` until `close` is called.
 * @param {string} root folder
 * @param {number} port first port to try; 0 takes any free one
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 * @throws if the folder does not exist, or no port is free
 */
export async function serve(root, port = 8080) {
  const folder = await realpath(root);
  const server = createServer((request, response) => {
    answer(folder, request, response).catch((error) => refuse(response, 500, String(error)));
  });
  await listen(server, port);
  const taken = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
  const close = () => new Promise((done) => (server.close(() => done()), server.closeAllConnections()));
  return { url: `http://${HOST}:${taken}/`, port: taken, close };
}

async function listen(server, first) {
  for (let port = first; ; port += 1) {
    const error = await tryPort(server, port);
    if (!error) return;
    if (error.code !== "EADDRINUSE" || port === first + PORTS_TO_TRY) throw error;
  }
}

function tryPort(server, port) {
  return new Promise((done) => {
    const failed = (error) => done(error);
    server.once("error", failed);
    server.listen(port, HOST, () => (server.off("error", failed), done(undefined)));
  });
}

async function answer(folder, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405, "only GET and HEAD");
  const file = await locate(folder, request.url);
  if (!file && request.url.startsWith(LAST_BUILT)) return refuse(response, 503, "still being built: run again in some minutes");
  if (!file) return refuse(response, 404, "not found");
  const { encoding, ...sent } = await smallest(file, String(request.headers["accept-encoding"] ?? ""));
  response.writeHead(200, {
    ...COMMON_HEADERS,
    "Content-Type": TYPES[path.extname(file.name)] ?? "application/octet-stream",
    "Content-Length": sent.size,
    ...(encoding ? { "Content-Encoding": encoding, Vary: "Accept-Encoding" } : {}),
  });
  if (request.method === "HEAD") return response.end();
  createReadStream(sent.name).on("error", () => response.destroy()).pipe(response);
}

/** The file as it is, or the first compressed one beside it that is accepted. @returns {Promise<{ name: string, size: number, encoding?: string }>} */
async function smallest(file, accepted) {
  for (const [encoding, ending] of [["br", ".br"], ["gzip", ".gz"]]) {
    const found = accepted.includes(encoding) ? await stat(file.name + ending).catch(() => undefined) : undefined;
    if (found?.isFile()) return { name: file.name + ending, size: found.size, encoding };
  }
  return file;
}

/** The page shows the reason where it may stand in a status line. */
function refuse(response, status, reason) {
  if (response.headersSent) return response.destroy();
  const phrase = /^[ -~]*$/.test(reason) ? reason : "error";
  response.writeHead(status, phrase, { ...COMMON_HEADERS, "Content-Type": "text/plain; charset=utf-8" });
  response.end(`${status} ${reason}\n`);
}

/** The file that a URL names, or nothing: also where the name leads out of the folder, through `..` or a link. */
async function locate(folder, url) {
  try {
    const name = decodeURIComponent(new URL(url, `http://${HOST}`).pathname);
    const file = await realpath(path.join(folder, name.endsWith("/") ? `${name}index.html` : name));
    const found = await stat(file);
    return file.startsWith(folder + path.sep) && found.isFile() ? { name: file, size: found.size } : undefined;
  } catch {
    return undefined; // no such file, or a name that no file can have
  }
}

/** True where this file is the program and not a part of another one. */
function isProgram() {
  const program = process.argv[1] ?? "";
  return existsSync(program) && realpathSync(program) === fileURLToPath(import.meta.url);
}

if (isProgram()) {
  const [folder, port] = process.argv.slice(2);
  const { url } = await serve(folder, Number(port ?? 8080));
  console.log(`wemem-lab is at ${url}  (Ctrl+C ends it)`);
}
