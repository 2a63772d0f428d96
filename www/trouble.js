/**
 * An error as plain data, for crossing a worker's border.
 * @param {unknown} error
 * @returns {import("./protocol.js").Trouble}
 */
export function troubleOf(error) {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, code, field } = /** @type {Error & { code?: string, field?: string }} */ (error);
  return { name, message, code, field };
}

/**
 * The error again, on the other side.
 * @param {import("./protocol.js").Trouble} trouble
 */
export function errorOf(trouble) {
  const { name, message, code, field } = trouble;
  return Object.assign(new Error(message), { name, code, field });
}
