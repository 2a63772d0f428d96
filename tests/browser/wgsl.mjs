// Faults in single kernels, as a driver or a compiler may make them: each is a text for the beginning of the engine's worker, which
// changes the WGSL of some kernels before the browser sees it.

/** @typedef {(code: string) => string} Fault */

/** What a kernel stores is a hundredth too large. @type {Fault} */
export function tooLarge(code) {
  const found = (/** @type {RegExp} */ pattern) => [...code.matchAll(pattern)];
  const buffers = found(/var<storage, read_write> (\w+): array<(?:vec\d<)?f32/g).map(([, name]) => name);
  const aliases = found(/let (\w+) = &(\w+);/g).filter(([, , buffer]) => buffers.includes(buffer)).map(([, name]) => name);
  const places = found(/let (\w+) = &\(\*(\w+)\)\[/g).filter(([, , alias]) => aliases.includes(alias)).map(([, name]) => name);
  return code.replace(/\*(\w+) = (\w+);/g, (all, place, value) => (places.includes(place) ? `*${place} = ${value} * 1.01;` : all));
}

/** A kernel ends before it stores anything. @type {Fault} */
export const skipped = (code) => code.replace(/@compute[^{]*\{/, "$& if (true) { return; }");

/** What a kernel reads of its sixth buffer is one. @type {Fault} */
export function ignored(code) {
  const [, buffer] = /@binding\(5\) var<storage, read> (\w+):/.exec(code) ?? [];
  const [, alias] = new RegExp(`let (\\w+) = &${buffer};`).exec(code) ?? [];
  const [, place] = new RegExp(`let (\\w+) = &\\(\\*${alias}\\)\\[`).exec(code) ?? [];
  return code.replace(`= *${place};`, "= 1.0;");
}

/**
 * Puts the fault into all kernels whose name and text are like these, and says on the console how many there were.
 * @param {Fault} fault @param {RegExp} name @param {RegExp} [text]
 */
export const spoiling = (fault, name, text = /(?:)/) => `
{
  const { createShaderModule } = GPUDevice.prototype;
  const fault = ${fault.toString()};
  GPUDevice.prototype.createShaderModule = function (descriptor) {
    const { code } = descriptor;
    const [, kernel] = /@compute[^{]*?fn (\\w+)/.exec(code) ?? [];
    if (!${name}.test(kernel) || !${text}.test(code)) return createShaderModule.call(this, descriptor);
    const spoilt = fault(code);
    if (spoilt === code) throw new Error("the fault finds no place in " + kernel);
    return createShaderModule.call(this, { ...descriptor, code: spoilt });
  };
}
`;
