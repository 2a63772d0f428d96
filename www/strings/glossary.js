/**
 * What the words of the field mean here: two lines each, shown where a word stands and all together at the foot of the page.
 * Methods and attacks that lack an entry are explained by the laboratory's own sentence on them.
 */

/** @type {Record<string, { name: string, text: string }>} */
export const glossary = {
  target: {
    name: "Target",
    text: "The network under attack. Whoever attacks it may only ask it: a record goes in, its answer comes out.",
  },
  shadow: {
    name: "Shadow",
    text: "A network that the attacker trains like the target, on records of their own. Of a shadow they know the members, and so learn what betrays one.",
  },
  member: {
    name: "Member",
    text: "A record that the target was trained on; a non-member is one of the same kind that it never saw.",
  },
  posterior: {
    name: "Posterior",
    text: "The answer of a network to a record: a probability for each class, together 1. Most attacks read nothing else.",
  },
  dense: {
    name: "Dense",
    text: "The network before pruning, with all of its weights. Every method begins with it.",
  },
  base: {
    name: "Base",
    text: "Pruning in rounds without any defense. All other methods are compared with it.",
  },
  sparsity: {
    name: "Sparsity",
    text: "The share of the weights that pruning has removed: at 60 %, four weights in ten are left.",
  },
  mask: {
    name: "Mask",
    text: "Which weights are kept and which stay at zero. Each round may only take more away.",
  },
  round: {
    name: "Round",
    text: "One turn of pruning: remove some weights, then train the rest for some epochs. The first round removes nothing.",
  },
  epoch: {
    name: "Epoch",
    text: "One pass over the records in use. Each epoch shows them to the network once more.",
  },
  "mem-score": {
    name: "Mem-score",
    text: "How much a network had to memorize a record instead of learning its kind. Defenses rank the members by it.",
  },
  coverage: {
    name: "Coverage",
    text: "How much of each class the sliding window has shown by the end of a round. What it never reaches is not trained on again.",
  },
  tenth: {
    name: "Tenth",
    text: "Records in order, cut into ten equal parts: the last tenth holds the hardest, or the most memorized.",
  },
  auc: {
    name: "AUC",
    text: "The chance that the attack scores a member higher than a non-member: 0.5 is guessing, 1 is certainty.",
  },
  found: {
    name: "Found (TPR)",
    text: "The share of the members that the attack calls members, at the threshold fitted on the shadows. Who accuses everybody finds everybody: read it beside accused.",
  },
  accused: {
    name: "Accused (FPR)",
    text: "The share of the non-members that the attack calls members, wrongly, at the same threshold.",
  },
  tpr: {
    name: "TPR at an FPR",
    text: "The share of the members found while only so many non-members are accused, at the threshold that is best in hindsight.",
  },
  balanced: {
    name: "Balanced accuracy",
    text: "How often the attack is right, members and non-members counting alike: 50 % is guessing.",
  },
  interval: {
    name: "Interval",
    text: "The small numbers: where the true value lies with 95 % certainty, given these records. Another seed may differ by more.",
  },
  seeds: {
    name: "Mean ± deviation",
    text: "Over the seeds, and below it the 95 % interval of the mean. Each seed draws other records, networks and shadows.",
  },
  strongest: {
    name: "Strongest attack",
    text: "The attack that leaks most, chosen on one half of the records and read on the other; else the luckiest of many would count.",
  },
  conf: {
    name: "Conf",
    text: "Calls a record a member if the network is unusually sure of its label, with a threshold for each class.",
  },
  lira: {
    name: "LiRA",
    text: "Asks how unlikely the target's sureness would be for networks that never saw the record (Carlini and others, 2022).",
  },
  rmia: {
    name: "RMIA",
    text: "Asks how much surer of a record the target is than the shadows, and for how many other records that ratio is smaller (Zarifzadeh and others, 2024).",
  },
  epsilon: {
    name: "ε",
    text: "The promise of differential privacy: one record more or less changes no outcome's chance by more than the factor e^ε, but for a chance of δ. Smaller promises more.",
  },
  test: {
    name: "Test accuracy",
    text: "How many records that it never saw the target labels rightly. It is what privacy costs.",
  },
  train: {
    name: "Train accuracy",
    text: "How many of its members the target answers as they were labelled. Far above the test accuracy, it has learnt them by heart.",
  },
  seconds: {
    name: "Seconds",
    text: "Computing time of all networks of the method, target and shadows. It differs from machine to machine.",
  },
  step: {
    name: "Step",
    text: "Computes until one method has finished its next round, then pauses. Run goes to the end.",
  },
};

/** Terms of what the bar says is being done, by the laboratory's name for it. @type {Record<string, string>} */
export const stageTerms = {
  "": "step",
  dense: "dense target shadow",
  memory: "mem-score",
  trials: "mem-score coverage",
  arms: "round epoch",
};

/** Terms of the figures, by id. @type {Record<string, string>} */
export const figureTerms = {
  "leak-by-round": "auc round dense",
  sparsity: "sparsity auc dense",
  roc: "found accused",
  histogram: "posterior member",
  attacks: "auc strongest",
  canaries: "found accused",
  divergence: "posterior member",
  masks: "mask sparsity",
  exposures: "tenth mem-score epoch",
  deciles: "tenth member",
  "dense-against-defended": "dense auc",
};
