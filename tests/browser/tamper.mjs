// A server that spoils single files on the way, as hosts, proxies and networks do. The rules can be changed while it runs.

import assert from "node:assert/strict";
import { createServer } from "node:http";

import { serve } from "../../www/tools/serve.mjs";

/** What hosts with a fallback page and captive portals answer, with status 200. */
export const HTML = "<!doctype html><title>Welcome</title><p>Please sign in.</p>";

/**
 * `change` gets and gives the bytes; `hang` never answers; `drop` breaks the connection off; `wait` is in milliseconds.
 * @typedef {{ status?: number, change?: (body: Buffer) => Buffer | string, type?: string, hang?: boolean, drop?: boolean,
 *   wait?: number }} Rule
 */

/** The answer of a host that knows no such file. @type {Rule} */
export const html = { change: () => HTML, type: "text/html" };

/** A download that was cut off and yet looks whole. @type {Rule} */
export const cut = { change: (body) => body.subarray(0, body.length / 2) };

/** Something else in a script, which must have it. @param {string} from @param {string} to @returns {Rule} */
export const instead = (from, to) => ({
  change: (body) => {
    assert.ok(body.includes(from), `the script has ${from}`);
    return String(body).replace(from, to);
  },
});

/** Section of a wasm module that says how large its memory may grow. */
const MEMORY = 5;

/** @param {number} value @returns {number[]} LEB128 */
const packed = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...packed(value >>> 7)]);

/** A wasm module whose memory may not grow beyond so many pages of 64 KB over what it begins with. @param {number} pages @returns {Rule} */
export const cramped = (pages) => ({
  change: (body) => {
    let at = 8; // after magic and version
    const number = () => {
      let [value, shift, byte] = [0, 0, 0];
      do {
        byte = body[at++];
        value += (byte & 127) * 2 ** shift;
        shift += 7;
      } while (byte > 127);
      return value;
    };
    for (;;) {
      const [from, id, length] = [at, body[at++], number()];
      const content = at;
      if (id !== MEMORY) {
        at = content + length;
        continue;
      }
      at += 2; // one memory, and whether it has a limit
      const first = number();
      const limited = [1, 1, ...packed(first), ...packed(first + pages)];
      return Buffer.concat([body.subarray(0, from), Buffer.from([MEMORY, ...packed(limited.length), ...limited]), body.subarray(content + length)]);
    }
  },
});

/**
 * A lab worker that keeps the answers to some commands until it is next asked for the address (`query-of`).
 * @param {string} which an expression over `command`
 */
export const late = (which) => ({
  change: (/** @type {Buffer} */ body) => `${body}
const [obeyed, say, held] = [onmessage, postMessage.bind(globalThis), new Map()];
onmessage = (event) => {
  const command = event.data;
  if (command.kind === "query-of") for (const [id, answer] of held) answer && say(answer), held.delete(id);
  if (${which}) held.set(command.id, undefined);
  return obeyed(event);
};
globalThis.postMessage = (event, options) => (held.has(event.id) ? held.set(event.id, event) : say(event, options));
`,
});

/**
 * A server for `laboratory`. Keys of `rules` are paths without a leading slash; what has no rule is served as it is.
 * @param {Map<string, Rule>} rules
 */
export const tampering = (rules) => async (/** @type {string} */ folder) => {
  const inner = await serve(folder, 0);
  const server = createServer(async (request, response) => {
    const rule = rules.get(new URL(request.url ?? "/", inner.url).pathname.slice(1)) ?? {};
    if (rule.hang) return;
    if (rule.drop) return response.destroy();
    if (rule.wait) await new Promise((done) => setTimeout(done, rule.wait));
    const answer = await fetch(new URL(request.url ?? "/", inner.url));
    const body = Buffer.from(await answer.arrayBuffer());
    const { status = answer.status, change = (same) => same, type } = rule;
    const changed = Buffer.from(change(body));
    const headers = { ...Object.fromEntries(answer.headers), "content-length": changed.length, ...(type && { "content-type": type }) };
    response.writeHead(status, headers).end(changed);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const close = async () => {
    const closed = new Promise((done) => server.close(() => done(undefined)));
    server.closeAllConnections();
    await closed;
    await inner.close();
  };
  return { url: `http://127.0.0.1:${port}/`, port, close };
};
