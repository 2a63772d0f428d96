/** Writing CSV. */

/** A line, without its end. @param {string[]} cells */
export const csvRow = (cells) => cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
