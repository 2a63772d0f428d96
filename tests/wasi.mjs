// Runs a test program that was compiled for WASI: how `cargo test --target wasm32-wasip1` finds out what the core does where an
// integer of the machine's width has 32 bits, as in the page.
//
//   node wasi.mjs PROGRAM.wasm [ARGUMENT]…

import { readFile } from "node:fs/promises";
import process from "node:process";
import { WASI } from "node:wasi";

const [program, ...words] = process.argv.slice(2);
// The tests read their data by absolute paths.
const wasi = new WASI({ version: "preview1", args: [program, ...words], env: process.env, preopens: { "/": "/" } });
const module = await WebAssembly.compile(await readFile(program));
process.exitCode = wasi.start(await WebAssembly.instantiate(module, throughScript(wasi.getImportObject())));

/**
 * The same functions behind plain ones. Called by wasm directly, Node 20 crashes at the end of a large program (seen in half of
 * the runs beside other work, with all tests passed); called by script it does not.
 * @param {WebAssembly.Imports} imports
 */
function throughScript(imports) {
  const wrapped = ([name, call]) => [name, (...words) => call(...words)];
  const module = ([name, calls]) => [name, Object.fromEntries(Object.entries(calls).map(wrapped))];
  return Object.fromEntries(Object.entries(imports).map(module));
}
