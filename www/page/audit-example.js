/** A made-up audit of three classes, small enough to be read: a model that is surer of its members, and a shadow. */

const HEADER = "member,label,p0,p1,p2";

const TARGET = [
  "1,0,0.97,0.02,0.01",
  "1,1,0.05,0.92,0.03",
  "1,2,0.01,0.01,0.98",
  "1,0,0.88,0.07,0.05",
  "1,1,0.20,0.71,0.09",
  "1,2,0.12,0.33,0.55",
  "0,0,0.90,0.06,0.04",
  "0,1,0.34,0.60,0.06",
  "0,2,0.08,0.15,0.77",
  "0,0,0.41,0.38,0.21",
  "0,1,0.52,0.29,0.19",
  "0,2,0.10,0.66,0.24",
];

const SHADOW = [
  "1,0,0.95,0.03,0.02",
  "1,1,0.04,0.94,0.02",
  "1,2,0.03,0.06,0.91",
  "1,0,0.79,0.11,0.10",
  "0,0,0.62,0.27,0.11",
  "0,1,0.07,0.85,0.08",
  "0,2,0.31,0.22,0.47",
  "0,1,0.58,0.35,0.07",
];

/** @param {string[]} rows */
const text = (rows) => [HEADER, ...rows, ""].join("\n");

/** The first lines, to be shown. */
export const exampleLines = [HEADER, ...TARGET.slice(0, 2), ...TARGET.slice(6, 8)].join("\n");

/** As if they had been chosen. */
export const exampleFiles = () => [new File([text(TARGET)], "target.csv"), new File([text(SHADOW)], "shadow1.csv")];
