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
process.exitCode = wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject()));
