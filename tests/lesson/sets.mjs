// The settings that the lesson speaks of, and what of their reports it uses. Pages read them from `www/lesson/recorded/seeds.json`.

const NAMED = ["rmia", "lira", "conf"];
const CONTROLS = "base,rsw-low-to-high,rmr,swmr-low-to-high,fine-tune-only,random-window,early-stopped,one-shot-equal,dp,keep-low,random-risk";

/** Queries by the names that steps use. @type {Record<string, string>} */
export const SETS = {
  quick: `arms=${CONTROLS}`,
  sparsity: "preset=sparsity",
  "early-stopping": "preset=sparsity-early-stopping",
  "long-dense": "preset=sparsity-long-dense",
  memorability: "preset=memorability&arms=base,rsw-low-to-high,rmr",
  ...Object.fromEntries([1, 21].map((epochs) => [`epochs-${epochs}`, `prune.epochs=${epochs}&arms=base,rsw-low-to-high,fine-tune-only`])),
  ...Object.fromEntries([[2, 14], [14, 2]].map(([rounds, epochs]) => [`${rounds}x${epochs}`, `prune.rounds=${rounds}&prune.epochs=${epochs}&arms=base`])),
  ...Object.fromEntries([0.3, 0.45, 0.8, 1].map((share) => [`coverage-${share}`, `defense.window_coverage=${share}&arms=rsw-low-to-high`])),
};

/** What a page loads of them: what its steps and pictures can use. @param {string} set @param {string} key */
export function isKept(set, key) {
  const [arm, measure] = key.split(" ");
  if (["accuracy", "rmia"].includes(measure)) return true;
  if (set === "memorability") return ["canary", "ordinary"].includes(measure);
  if (set !== "quick") return false;
  if (measure.startsWith("round-")) return ["base", "fine-tune-only"].includes(arm);
  if (measure.startsWith("gap-")) return ["dense", "base"].includes(arm);
  if (measure === "never") return arm === "rsw-low-to-high";
  return ["dense", "base", "rsw-low-to-high"].includes(arm);
}

/**
 * Every number of a report by its name in the lesson: `base rmia`, `base round-2`, `rsw-low-to-high never`.
 * @param {any} report @returns {Record<string, number>}
 */
export function measures(report) {
  /** @type {Record<string, number>} */
  const found = {};
  for (const arm of report.arms) {
    const last = arm.rounds.at(-1);
    const say = (/** @type {string} */ name, /** @type {number | undefined | null} */ value) => {
      if (value !== undefined && value !== null) found[`${arm.id} ${name}`] = value;
    };
    say("accuracy", last.test_accuracy);
    say("epochs", arm.rounds.reduce((/** @type {number} */ sum, /** @type {any} */ { epochs }) => sum + epochs, 0));
    for (const id of NAMED) {
      const attack = attackOf(last, id);
      say(id, attack.auc);
      say(`${id}-tpr`, attack.tpr_at_fpr[0].tpr);
    }
    say("found", attackOf(last, "rmia").called?.members.value);
    say("accused", attackOf(last, "rmia").called?.non_members.value);
    say("right", attackOf(last, "rmia").balanced_accuracy);
    arm.rounds.forEach((/** @type {any} */ round, /** @type {number} */ at) => say(`round-${at}`, attackOf(round, "rmia").auc));
    say("never", arm.detail?.deciles.at(-1)?.never_used);
    for (const [at, { confidence }] of (arm.detail?.divergence?.classes ?? []).entries()) say(`gap-${report.data.class_names[at]}`, confidence?.value);
    const { noisy, clean } = arm.detail?.calls.find((/** @type {any} */ { attack }) => attack === "rmia") ?? {};
    if (noisy?.non_members) say("canary", noisy.members.value - noisy.non_members.value);
    if (noisy?.non_members) say("ordinary", clean.members.value - clean.non_members.value);
  }
  return found;
}

/** @param {any} round @param {string} id */
const attackOf = (round, id) => round.attacks.find((/** @type {any} */ { attack, adaptive }) => attack === id && adaptive);
