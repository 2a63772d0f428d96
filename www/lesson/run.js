/** A run as the lesson sees it: the recorded one, or the visitor's own. */

/**
 * @typedef {object} RunView
 * @property {boolean} isRecorded
 * @property {number} seed
 * @property {string} source id of the records' source
 * @property {string[]} names of the classes
 * @property {{ members: number[], non_members: number[], ranking: number[] }} records
 * @property {(arm: string) => number} rounds how many there are
 * @property {(arm: string, round?: number) => import("./line.js").Points | undefined} crowd of the last round unless given
 * @property {(arm: string, round: number) => { sparsity: number, auc: number | undefined }} state
 *
 * @typedef {{ target: string, shadows: string, sparsity: number, auc: number | undefined }} Round
 */

/** @param {string} text base64, a byte a record: (byte − 128) / 8, as `LogOdds` in src/report/arm.rs */
const logOdds = (text) => Float32Array.from(atob(text), (letter) => (letter.charCodeAt(0) - 128) / 8);

/** @param {{ seed: number, records: RunView["records"], names: string[], arms: Record<string, Round[]> }} recorded @returns {RunView} */
export const recordedRun = ({ seed, records, names, arms }) =>
  view({ isRecorded: true, seed, source: "fashion", names, records }, arms);

/** @param {import("../types.js").Report} report @returns {RunView} */
export function ownRun({ config, data, records, arms }) {
  const rounds = arms.map(({ id, rounds }) => {
    const states = rounds.flatMap(({ log_odds, sparsity, attacks }) => {
      const auc = attacks.find(({ attack, adaptive }) => attack === "rmia" && adaptive)?.auc;
      return log_odds ? [{ ...log_odds, sparsity, auc }] : [];
    });
    return [id, states];
  });
  const { members, non_members, ranking = [] } = records;
  const about = { isRecorded: false, seed: config.seed, source: config.data.source, names: data.class_names ?? [] };
  return view({ ...about, records: { members, non_members, ranking } }, Object.fromEntries(rounds));
}

/** @param {Pick<RunView, "isRecorded" | "seed" | "source" | "names" | "records">} about @param {Record<string, Round[]>} arms @returns {RunView} */
function view(about, arms) {
  /** @type {Map<Round, import("./line.js").Points>} */
  const made = new Map();
  const points = (/** @type {Round} */ round) => {
    const known = made.get(round);
    if (known) return known;
    const found = { x: logOdds(round.shadows), y: logOdds(round.target), members: about.records.members.length };
    made.set(round, found);
    return found;
  };
  return {
    ...about,
    rounds: (arm) => arms[arm]?.length ?? 0,
    crowd: (arm, round = -1) => {
      const found = arms[arm]?.at(round);
      return found && points(found);
    },
    state: (arm, round) => arms[arm][round],
  };
}
