// Made from the Rust types by a test (`src/tests.rs`): never edited, renewed with UPDATE_GOLDEN=1.

/**
 * Whether the attacker knows of the defense.
 */
export type Adaptive = "adaptive" | "both";

/**
 * One target minus another, on the same records.
 */
export type Against = { 
/**
 * Name of the second target's file.
 */
file: string, 
/**
 * Of the accuracies on members: paired, see [`crate::metric::paired`].
 */
train_accuracy: Difference, 
/**
 * Of those on non-members.
 */
test_accuracy: Difference, 
/**
 * Of the AUCs of attacks that need nothing but a target's answers: DeLong's covariance of the two curves.
 */
attacks: Array<AttackDifference>, 
/**
 * The second target by itself; none in an older report.
 */
second?: Second, };

/**
 * What the comparison found.
 */
export type Agreement = { 
/**
 * True if a result of the second device may be believed.
 */
agrees: boolean, 
/**
 * Largest |a − b| / (1 + |a|); none where one of them is no number.
 */
difference: number | null, 
/**
 * Largest difference that is accepted.
 */
tolerance: number, };

/**
 * A report's answer.
 */
export type Answer = { 
/**
 * In a few words; none without the dense network, Base and fine-tuning alone.
 */
headline?: string, 
/**
 * Whether the network leaks that was pruned without a defense.
 */
leaks: string, 
/**
 * The defenses that are shown to lower the leak of Base, in the order of the report; none where none was run.
 */
protects?: string, 
/**
 * What each of those does to the accuracy.
 */
costs?: string, 
/**
 * Settings, seeds and device that it belongs to.
 */
about: string, };

/**
 * An arm after its last round.
 */
export type ArmRepeats = { 
/**
 * Id.
 */
id: string, 
/**
 * Of the target on its non-members, against the clean labels.
 */
test_accuracy: Repeated, 
/**
 * AUC of the strongest attack of each seed: see [`super::Strongest`].
 */
strongest_auc: Repeated, 
/**
 * One entry an attack that ran with any seed, in the order of the registry.
 */
attacks: Array<AttackRepeats>, };

/**
 * One arm of the comparison.
 */
export type ArmReport = { 
/**
 * Id, as in the configuration; `dense` for the unpruned networks.
 */
id: string, 
/**
 * Defense or control without its order.
 */
defense: string, 
/**
 * Order of the window, where there is one.
 */
order?: Order, 
/**
 * Strength of the defense, where the run tries several; the id then ends in `@value`.
 */
strength?: Strength, 
/**
 * Compute time of all its networks.
 */
seconds: number, 
/**
 * Rounds that it will have.
 */
rounds_planned: number, 
/**
 * One entry a round; more are added while the run goes on.
 */
rounds: Array<RoundReport>, 
/**
 * Why the arm has no more rounds, if it failed.
 */
failure?: string, 
/**
 * Attacks that should have been run on the last round but were not.
 */
not_run?: Array<NotRun>, 
/**
 * The setting that an arm which sets itself took, in words.
 */
chosen?: string, 
/**
 * What it tried, Base first.
 */
trials?: Array<TrialReport>, 
/**
 * What the trainer can see of the target after its last round so far, to choose a strength by.
 */
development?: Development, 
/**
 * Development records of the target that the defense trains its own attacker on, if it needs any: data that the other
 * arms do without.
 */
reference_records?: number, 
/**
 * What private gradients guarantee for the fine-tuning so far.
 */
privacy?: Privacy, 
/**
 * The target of the last round, looked at closely.
 */
detail?: Detail, };

/**
 * What the attacker can do.
 */
export type AttackConfig = { 
/**
 * Shadow networks, each pruned and defended like the target.
 */
shadows: number, 
/**
 * Attacks that train a network on the shadows: after the dense stage and after the last round of each arm.
 */
learned: LearnedSize, 
/**
 * Whether the attacker knows of the defense.
 */
adaptive: Adaptive, 
/**
 * What the attacker takes for a record's label.
 */
label: Label, 
/**
 * How the attacker's networks are pruned.
 */
shadow_method: ShadowMethod, 
/**
 * Share of the weights that the attacker's networks lose; 0 takes the target's.
 */
shadow_sparsity: number, 
/**
 * Share of the features that the attacker's records lack.
 */
shadow_shift: number, 
/**
 * Whether the attacker also has the dense network of the target.
 */
dense_too: boolean, 
/**
 * Whether the attacker knows that members are treated by their mem-scores.
 */
mem_aware: boolean, };

/**
 * The AUC of one attack on one arm minus that on another.
 */
export type AttackDifference = { 
/**
 * Id of the attack.
 */
attack: string, 
/**
 * Of the AUCs.
 */
auc: Difference, };

/**
 * A row of the registry of attacks: an attack, whole.
 */
export type AttackInfo = { 
/**
 * The attack.
 */
attack: string, 
/**
 * Id of the report and the URL.
 */
id: string, 
/**
 * Short name for figures and tables.
 */
name: string, 
/**
 * One sentence for a newcomer.
 */
help: string, 
/**
 * Score of a record: p posterior, y label, c classes.
 */
formula: string, 
/**
 * Where the attack is defined, and where we differ.
 */
source: string, 
/**
 * True if each class has a threshold of its own.
 */
class_wise: boolean, };

/**
 * One attack on one arm.
 */
export type AttackRepeats = { 
/**
 * Id.
 */
attack: string, 
/**
 * Area under its ROC.
 */
auc: Repeated, 
/**
 * At the threshold fitted on the shadows.
 */
balanced_accuracy: Repeated, 
/**
 * P1 by this attack.
 */
p1: Repeated, };

/**
 * One attack on one target.
 */
export type AttackReport = { 
/**
 * Id, as `conf`.
 */
attack: string, 
/**
 * True if the shadows were defended like the target, false if they are those of Base.
 */
adaptive: boolean, 
/**
 * AUC on the shadows: the mean over shadows of the AUC there; of a learned attack the AUC on the shadows' records
 * that were held out, all together. None without shadows to try it on. Nothing is chosen by it: shadows and the networks
 * that they are compared with share records, which flatters LiRA and RMIA there.
 */
shadow_auc?: number, 
/**
 * P(member's score > non-member's) + ½ P(equal).
 */
auc: number, 
/**
 * DeLong's variance, normal on the logit scale.
 */
auc_interval: [number, number], 
/**
 * ½ (TPR + TNR) at the threshold that was fitted on the shadows; none if there was nothing to fit it on.
 */
balanced_accuracy?: number, 
/**
 * From the Clopper–Pearson intervals of TPR and TNR, squared and added.
 */
balanced_accuracy_interval?: [number, number], 
/**
 * Whom the attacker really calls a member, at that threshold; none if there is none.
 */
called?: Called, 
/**
 * Accuracy and privacy in one number, by this attack; none without a threshold or in an audit.
 */
p1?: P1, 
/**
 * At 10 %, 1 % and 0.1 % false positives, at the threshold that is best in hindsight.
 */
tpr_at_fpr: Array<TprAtFpr>, 
/**
 * Records of the target that it could not judge, because every network to compare with was trained on them.
 */
left_out?: number, };

/**
 * A file that was read.
 */
export type AuditFile = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it was given as.
 */
role: FileRole, 
/**
 * Records.
 */
records: number, 
/**
 * Records that its network was trained on.
 */
members: number, };

/**
 * The whole result.
 */
export type AuditReport = { 
/**
 * Version of this format: [`VERSION`].
 */
version: number, 
/**
 * Version of attacks and statistics: [`crate::report::STATISTICS`].
 */
statistics: number, 
/**
 * Version of the crate that computed it.
 */
software: string, 
/**
 * Classes; none for scores alone.
 */
classes?: number, 
/**
 * What was read, the target first, then a second one.
 */
files: Array<AuditFile>, 
/**
 * Share of the target's members that it predicts as labelled; none for scores alone.
 */
train_accuracy?: number, 
/**
 * The same of its non-members.
 */
test_accuracy?: number, 
/**
 * The strongest attack, chosen on one half of the target's records and read on the other; none of scores alone.
 */
strongest?: Strongest, 
/**
 * The verdict in words, first things first.
 */
sentences: Array<AuditSentence>, 
/**
 * The rows that an attacker is surest of; none in an older report.
 */
most_exposed?: Exposed, 
/**
 * The target against a second one on the same records, if there is one.
 */
against?: Against, 
/**
 * One entry an attack that ran.
 */
attacks: Array<AttackReport>, 
/**
 * One entry an attack that could not run.
 */
not_run: Array<NotRun>, 
/**
 * ROC of each attack that ran.
 */
roc: Array<RocCurve>, 
/**
 * Scores of one attack with a single threshold.
 */
histogram: Histogram, 
/**
 * What a reader should know about the files, in words.
 */
remarks: Array<string>, };

/**
 * A sentence of the verdict.
 */
export type AuditSentence = { 
/**
 * What it is about, as `leak`.
 */
kind: string, 
/**
 * For people.
 */
text: string, };

/**
 * Who of some records is called a member. One share without the other says nothing.
 */
export type Called = { 
/**
 * Of the members: TPR.
 */
members: Share, 
/**
 * Of the non-members: FPR; none if there are none.
 */
non_members?: Share, };

/**
 * Whom a named attack calls a member, at the threshold that was fitted on the shadows.
 */
export type Calls = { 
/**
 * Id of the attack.
 */
attack: string, 
/**
 * Of all records.
 */
all: Called, 
/**
 * Of records with wrong labels: canaries, which a network can fit only by heart. None without such members.
 */
noisy?: Called, 
/**
 * Of records with right labels; none without such members.
 */
clean?: Called, };

/**
 * One of a few values.
 */
export type Choice = { 
/**
 * Id, as in the configuration.
 */
id: string, 
/**
 * Name in a form.
 */
name: string, 
/**
 * One sentence for a newcomer.
 */
help: string, };

/**
 * A class and its records.
 */
export type Class = { 
/**
 * As the file writes it.
 */
name: string, 
/**
 * How many.
 */
records: number, };

/**
 * A column of the file.
 */
export type Column = { 
/**
 * Counted from 1.
 */
number: number, 
/**
 * Its name; empty without a header.
 */
name: string, };

/**
 * One arm minus another, both after their last round, on the same records of the target.
 */
export type Comparison = { 
/**
 * Id of the first.
 */
arm: string, 
/**
 * Id of the second.
 */
against: string, 
/**
 * Of the test accuracies: paired, see [`crate::metric::paired`].
 */
test_accuracy?: Difference, 
/**
 * One entry a named attack that ran on both, in the order of [`NAMED`](super::NAMED): DeLong's covariance of the two curves.
 */
attacks: Array<AttackDifference>, };

/**
 * The whole choice. JSON: `{"version":1,"seed":7,"data":{…},…}`; what is missing has its default.
 */
export type Config = { 
/**
 * Version of this format.
 */
version: number, 
/**
 * Seed of every random stream.
 */
seed: number, 
/**
 * Where to compute.
 */
device: Device, 
/**
 * Records, labels and how they are split.
 */
data: DataConfig, 
/**
 * Shape of every network.
 */
network: NetworkConfig, 
/**
 * How networks are trained, dense and pruned alike.
 */
train: TrainConfig, 
/**
 * Iterative pruning.
 */
prune: PruneConfig, 
/**
 * Memorization scores.
 */
memory: MemoryConfig, 
/**
 * Strength of the defenses.
 */
defense: Record<string, number | string | boolean>, 
/**
 * What the attacker can do.
 */
attack: AttackConfig, 
/**
 * The methods to compare, in display order. The dense network is always reported.
 */
arms: string[], };

/**
 * Where records of the user's own file go that are there more than once.
 */
export type Copies = "as-they-come" | "keep-together";

/**
 * Records, labels and how they are split.
 */
export type DataConfig = { 
/**
 * Which records.
 */
source: Source, 
/**
 * Members of each network; 0 takes as many as the pool allows.
 */
members: number, 
/**
 * Share of the pool whose label is replaced by another class before any split.
 */
label_noise: number, 
/**
 * How the pool is divided.
 */
split: SplitRule, 
/**
 * Of the user's own file: whether the first row names the columns.
 */
header: Header, 
/**
 * The column of the labels, by name or number; empty where it is to be guessed.
 */
label: string, 
/**
 * Columns that are no features, by name or number, as a row of CSV.
 */
leave_out: string, 
/**
 * What becomes of classes with too few records for members in every network.
 */
rare_classes: RareClasses, 
/**
 * Where records go that are there more than once.
 */
copies: Copies, 
/**
 * Whether each feature of the user's own file is scaled to 0..=1 by its smallest and largest value.
 */
scaled: boolean, };

/**
 * What the data were.
 */
export type DataSummary = { 
/**
 * Human name of the source.
 */
name: string, 
/**
 * Features of a record.
 */
features: number, 
/**
 * Classes.
 */
classes: number, 
/**
 * Members of the target.
 */
members: number, 
/**
 * Development records of the target.
 */
development: number, 
/**
 * Non-members of the target.
 */
non_members: number, 
/**
 * Accuracy of always naming the class that is most frequent among the target's non-members.
 */
chance: number, 
/**
 * Width and height, where records are pictures.
 */
image: [number, number] | null, 
/**
 * The classes as the source calls them; empty where they are numbers only.
 */
class_names?: Array<string>, 
/**
 * How the user's own file was read.
 */
reading?: Reading, 
/**
 * What makes a run with these records doubtful, in words.
 */
remarks?: Array<string>, };

/**
 * A tenth of the members, by mem-score.
 */
export type Decile = { 
/**
 * Members in it.
 */
records: number, 
/**
 * Mean number of steps that used a record, over all rounds.
 */
exposures: number, 
/**
 * Share of its records that no fine-tuning step ever used.
 */
never_used: number, 
/**
 * Mean of φ = log p_y − log(1 − p_y) under the target minus the mean φ under the shadows, which never saw the records:
 * memorization, on a scale that keeps what is left of it where p_y is near 0.
 */
memorization: number, 
/**
 * Normal 95 % interval of that mean over the records of the decile; none with a single record.
 */
memorization_interval?: [number, number], };

/**
 * The target of an arm's last round, looked at closely.
 */
export type Detail = { 
/**
 * ROC of each attack, thinned to what a picture can show.
 */
roc: Array<RocCurve>, 
/**
 * Scores of one attack with a single threshold.
 */
histogram: Histogram, 
/**
 * Members by tenths of the target's mem-score ranking, least memorized first.
 */
deciles: Array<Decile>, 
/**
 * Members and non-members by tenths of difficulty, easiest first.
 */
difficulty: Array<Difficulty>, 
/**
 * The target's pruned layers.
 */
masks: Array<LayerMask>, 
/**
 * The members that the attack is surest about, most exposed first.
 */
most_exposed: Array<ExposedRecord>, 
/**
 * How differently the target answers about members and non-members.
 */
divergence?: Divergence, 
/**
 * Whom each named attack that has a threshold calls a member, in the order of [`NAMED`].
 */
calls: Array<Calls>, };

/**
 * What a trainer can see of a network without touching its non-members.
 */
export type Development = { 
/**
 * Accuracy on the development records.
 */
accuracy: number, 
/**
 * Largest AUC of Conf, Entr and Mentr between members and development records.
 */
own_auc: number, };

/**
 * Where to compute.
 */
export type Device = "auto" | "cpu" | "webgpu";

/**
 * A difference with its 95 % interval.
 */
export type Difference = { 
/**
 * The first minus the second.
 */
value: number, 
/**
 * Over the records.
 */
interval: [number, number], };

/**
 * Records of the target that the shadows, which never saw them, find about equally hard.
 *
 * A tenth by the mean φ of the shadows: members alone would not do, because an attack that calls every easy record a member
 * finds all easy members.
 */
export type Difficulty = { 
/**
 * Members in it.
 */
members: number, 
/**
 * Non-members in it.
 */
non_members: number, 
/**
 * Mean φ of the shadows over all of them.
 */
shadows: number, 
/**
 * φ under the target minus that under the shadows: mean over its members; none without any.
 */
memorization?: Difference, 
/**
 * The same over its non-members: what of it is not memorization.
 */
drift?: Difference, 
/**
 * Whom each attack of [`Detail::calls`] calls a member, in its order; none in a tenth without members.
 */
called: Array<Called | null>, };

/**
 * Prediction divergence (Yuan & Zhang, USENIX Security 2022): what pruning changes for members and non-members, and
 * unevenly over the classes. By the labels that the network saw.
 */
export type Divergence = { 
/**
 * Over all records.
 */
overall: Gaps, 
/**
 * One entry a class.
 */
classes: Array<Gaps>, };

/**
 * Whether there is more to come.
 */
export type Ended = "running" | "finished" | "stopped" | "failed";

/**
 * The members that an attack is surest of.
 */
export type Exposed = { 
/**
 * Id of the attack: see [`AuditReport::named`].
 */
attack: string, 
/**
 * True if they are among those that it calls members, false if it has no threshold.
 */
among_called: boolean, 
/**
 * Members from which they are taken.
 */
of: number, 
/**
 * The surest first.
 */
rows: Array<ExposedRow>, };

/**
 * A member and how surely it was found.
 */
export type ExposedRecord = { 
/**
 * Index into the pool.
 */
record: number, 
/**
 * Label that the network saw.
 */
label: number, 
/**
 * Label before noise.
 */
clean_label: number, 
/**
 * p_y under the target.
 */
target: number, 
/**
 * Mean p_y under the shadows.
 */
shadows: number, 
/**
 * p_y under each shadow; none in an older report.
 */
each_shadow?: Array<number>, };

/**
 * A member and how surely it was found.
 */
export type ExposedRow = { 
/**
 * Line of the target's file, counted from 1.
 */
row: number, 
/**
 * Its name, where the file has any.
 */
id?: string, 
/**
 * None for scores alone.
 */
label?: number, 
/**
 * p_y under the target; none for scores alone.
 */
confidence?: number, 
/**
 * The attack's.
 */
score: number, };

/**
 * Why a file, or a setting with it, is refused.
 */
export type Fault = { 
/**
 * `config` or `data`.
 */
code: string, 
/**
 * The setting, or the place in the file.
 */
field: string, 
/**
 * In words.
 */
message: string, };

/**
 * One value of the configuration.
 */
export type Field = { 
/**
 * Dotted key, as in `prune.sparsity`.
 */
key: string, 
/**
 * Heading under which a form shows it.
 */
group: string, 
/**
 * Name in a form.
 */
label: string, 
/**
 * Unit, or nothing.
 */
unit: string, 
/**
 * One sentence for a newcomer.
 */
help: string, 
/**
 * Type and range.
 */
kind: FieldKind, };

/**
 * Type and range of a value; bounds are included.
 */
export type FieldKind = { "integer": { 
/**
 * Smallest.
 */
min: number, 
/**
 * Largest.
 */
max: number, 
/**
 * What one press of a form's button adds; any whole number is allowed.
 */
step: number, } } | { "real": { 
/**
 * Smallest.
 */
min: number, 
/**
 * Largest.
 */
max: number, 
/**
 * What one press of a form's button adds; any number is allowed.
 */
step: number, } } | "boolean" | { "choice": Array<Choice> } | "text";

/**
 * A row of the registry of figures: a figure, whole.
 */
export type FigureInfo = { 
/**
 * The figure.
 */
figure: string, 
/**
 * Id for the page and the URL.
 */
id: string, 
/**
 * Short name for a tab.
 */
name: string, 
/**
 * One sentence for a newcomer.
 */
help: string, 
/**
 * Where the page shows it.
 */
panel: Place, };

/**
 * What a file was given as.
 */
export type FileRole = "target" | "shadow" | "reference" | "population";

/**
 * Pareto front of test accuracy and the AUC of one named attack, after each arm's last round: see
 * [`crate::metric::front`]. Of arms that came to their end, the dense network included: not to prune is a choice too.
 */
export type Front = { 
/**
 * Id of the named attack.
 */
attack: string, 
/**
 * Accuracy of always naming the largest class, with an AUC of 1 the reference of every hypervolume.
 */
chance: number, 
/**
 * Ids of the arms on the front, by ascending accuracy.
 */
arms: Array<string>, 
/**
 * Every arm with the share of resamples of the target's records in which it is on the front: near 1 is sure.
 */
certainty: Array<[string, number]>, 
/**
 * Area over accuracy × 2 (1 − AUC) that all arms beat together.
 */
hypervolume: number, 
/**
 * Bootstrap over the target's records, 95 %.
 */
hypervolume_interval: [number, number], 
/**
 * The same of each arm that was run with several strengths.
 */
swept?: Array<Sweep>, };

/**
 * Gaps between the target's members and its non-members. None with a single record on either side.
 */
export type Gaps = { 
/**
 * Members.
 */
members: number, 
/**
 * Non-members.
 */
non_members: number, 
/**
 * Confidence gap: mean p_y of members minus that of non-members.
 */
confidence?: Difference, 
/**
 * Sensitivity gap: mean S_y of non-members minus that of members, S_y per unit of length of a move of the input.
 * Only where learned attacks were asked for, which measure it.
 */
sensitivity?: Difference, };

/**
 * Whether the first row of the user's own file names the columns.
 */
export type Header = "auto" | "yes" | "no";

/**
 * Scores of members and non-members in shared bins.
 */
export type Histogram = { 
/**
 * Id of the attack: one with a single, global threshold.
 */
attack: string, 
/**
 * What is on the axis, in words.
 */
axis: string, 
/**
 * Bin edges, one more than bins.
 */
edges: Array<number>, 
/**
 * Members a bin.
 */
members: Array<number>, 
/**
 * Non-members a bin.
 */
non_members: Array<number>, 
/**
 * Records below the first edge, which stand in the first bin.
 */
below: number, 
/**
 * Records above the last edge, which stand in the last bin.
 */
above: number, 
/**
 * Score from which the attack says "member"; none if there was nothing to fit it on.
 */
threshold?: number, };

/**
 * A look at the user's own file before anything runs.
 */
export type Inspection = { 
/**
 * The settings, fitted to the file as far as they could be.
 */
config: Config, 
/**
 * The first rows; none of a file that is no table.
 */
preview: Preview | null, 
/**
 * What was decided, in sentences.
 */
decisions: Array<string>, 
/**
 * What was changed in the settings.
 */
notices: Array<string>, 
/**
 * What a run would be; none where the file is refused.
 */
summary: DataSummary | null, 
/**
 * The refusal.
 */
fault: Fault | null, };

/**
 * What the attacker takes for a record's label.
 */
export type Label = "known" | "predicted";

/**
 * Which weights of a layer remain.
 */
export type LayerMask = { 
/**
 * Inputs.
 */
inputs: number, 
/**
 * Outputs.
 */
outputs: number, 
/**
 * Share of each input's weights that remain: a picture where inputs are pixels.
 */
kept_by_input: Array<number>, 
/**
 * Share of each output's weights that remain.
 */
kept_by_output: Array<number>, };

/**
 * How large the networks are that learned attacks train.
 */
export type LearnedSize = "off" | "small" | "paper";

/**
 * A column that is no feature.
 */
export type LeftOut = { 
/**
 * Which.
 */
column: Column, 
/**
 * Why.
 */
why: Why, };

/**
 * How sure networks are of the label of every record of the target, members first, in the order of
 * [`Records`](super::Records). One byte a record in base64: φ = log p_y − log(1 − p_y) = (byte − 128) / 8, held at −16 and
 * 15.9: at the former p_y is a ten-millionth.
 */
export type LogOdds = { 
/**
 * Under the target.
 */
target: string, 
/**
 * Mean of the φ under the shadows, which never saw the records.
 */
shadows: string, };

/**
 * Memorization scores: how each network ranks its own members.
 */
export type MemoryConfig = { 
/**
 * Which estimate.
 */
score: MemoryScore, 
/**
 * First dense epochs that `early-loss` averages.
 */
epochs: number, 
/**
 * Epochs of each sub-model; 0 trains it as long as its owner in all, and long enough to learn its records by heart
 * ([`crate::memory::submodel_epochs`]).
 */
submodel_epochs: number, 
/**
 * Sub-models a network: random halves or disjoint folds.
 */
submodels: number, };

/**
 * Which estimate of memorization.
 */
export type MemoryScore = "early-loss" | "half-splits" | "k-fold";

/**
 * A method, whole. The catalog shows all of it but how it fine-tunes.
 */
export type MethodInfo = { 
/**
 * Id of the report and the address.
 */
id: string, 
/**
 * Defense or control without its order, as in the report.
 */
family: string, 
/**
 * Order of the window, where there is one.
 */
order: Order | null, 
/**
 * Short name for figures and tables.
 */
name: string, 
/**
 * True for what stands beside a claim rather than making one.
 */
control: boolean, 
/**
 * The value that makes it stronger or weaker, where there is one.
 */
sweep: MethodSweep | null, 
/**
 * One sentence for a newcomer.
 */
help: string, 
/**
 * Where it is defined, and where we differ.
 */
source: string, };

/**
 * The value that makes a method remove, protect or spare more or less.
 */
export type MethodSweep = { 
/**
 * Key of the configuration.
 */
key: string, 
/**
 * What a run tries, in ascending order; of strengths as many for every defense.
 */
values: Array<number>, 
/**
 * What makes a run try them.
 */
switch: Switch, };

/**
 * Shape of every network: ReLU, dropout after each hidden dense layer, batch norm after each convolution.
 */
export type NetworkConfig = { 
/**
 * Which network.
 */
kind: NetworkKind, 
/**
 * Width of the first hidden layer of `fc`.
 */
hidden1: number, 
/**
 * Width of the second hidden layer of `fc`, and of the dense hidden layer of `cnn`.
 */
hidden2: number, 
/**
 * Channels of the first convolution of `cnn` and `resnet8`; later ones have up to two and four times as many.
 */
channels: number, 
/**
 * Share of activations dropped in training.
 */
dropout: number, };

/**
 * Which network. What each is made of stands above.
 */
export type NetworkKind = "fc" | "cnn" | "resnet8";

/**
 * An attack without a result.
 */
export type NotRun = { 
/**
 * Id of the attack.
 */
attack: string, 
/**
 * Why, in words.
 */
reason: string, };

/**
 * Direction in which a window visits the members of a class, sorted by mem-score.
 */
export type Order = "low-to-high" | "high-to-low";

/**
 * Harmonic mean of test accuracy and 1 − advantage: see [`crate::metric::p1`].
 */
export type P1 = { 
/**
 * 2 · balanced accuracy − 1 of the attack, within 0..=1.
 */
advantage: number, 
/**
 * In 0..=1, larger is better.
 */
value: number, 
/**
 * 95 % interval over the records.
 */
interval: [number, number], };

/**
 * A figure for eye, ear and spreadsheet.
 */
export type Picture = { 
/**
 * The SVG element, as wide as its container.
 */
svg: string, 
/**
 * Two or three sentences that say what is seen, with its numbers.
 */
alt: string, 
/**
 * What the picture shows, in numbers.
 */
table: Table, 
/**
 * What its marks stand for; a figure of curves or of areas has none.
 */
marks: Array<Told>, };

/**
 * A place on the page.
 */
export type Place = "stage" | "attacker" | "network";

/**
 * The first rows of a file, and what its columns could be, before anything is decided.
 */
export type Preview = { 
/**
 * The first row names the columns.
 */
header: boolean, 
/**
 * Columns of the file; the rows show at most 200 of them.
 */
columns: number, 
/**
 * Their names; empty without a header.
 */
names: Array<string>, 
/**
 * The first records.
 */
rows: Array<Array<string>>, };

/**
 * (ε, δ)-differential privacy of the fine-tuning alone. The dense network was trained on the same members without noise and
 * the masks depend on its weights, so what is published as a whole is not private.
 */
export type Privacy = { 
/**
 * ε; none without noise.
 */
epsilon: number | null, 
/**
 * True if the accountant's best order is the first or the last that it tries, so that ε is at most this.
 */
at_most: boolean, 
/**
 * δ.
 */
delta: number, 
/**
 * Clipping norm.
 */
clip: number, 
/**
 * Noise multiplier.
 */
noise: number, 
/**
 * Probability with which a step uses a member.
 */
sampling_rate: number, 
/**
 * Steps so far.
 */
steps: number, };

/**
 * Iterative pruning without rewinding.
 */
export type PruneConfig = { 
/**
 * What is removed, and by which score.
 */
method: PruneMethod, 
/**
 * Whether layers are compared.
 */
scope: Scope, 
/**
 * Strength of the L1 penalty on the scales of batch norms that slimming trains with.
 */
slimming_penalty: number, 
/**
 * Share of the weights of the pruned layers (structured: of the units that can go) removed at the end.
 */
sparsity: number, 
/**
 * Whether Base and the one-shot controls are also pruned to the other sparsities of their sweep.
 */
sweep: boolean, 
/**
 * Rounds; the first fine-tunes the dense network under a mask of ones.
 */
rounds: number, 
/**
 * Fine-tuning epochs a round (the most, with early stopping).
 */
epochs: number, };

/**
 * What pruning removes, and by which score.
 */
export type PruneMethod = "l1-unstructured" | "l1-structured" | "l2-structured" | "slimming" | "random";

/**
 * What becomes of classes of the user's own file with too few records for members in every network.
 */
export type RareClasses = "keep" | "leave-out";

/**
 * How a file was read.
 */
export type Reading = { 
/**
 * What the file was unpacked from, from outside to inside: `gzip`, `tar`.
 */
wrappings: Array<string>, 
/**
 * Its encoding.
 */
encoding: string, 
/**
 * What parts its cells, in words.
 */
delimiter: string, 
/**
 * Numbers have a comma for the decimal sign.
 */
decimal_comma: boolean, 
/**
 * Comments and blank lines before the first row.
 */
skipped_lines: number, 
/**
 * The first row names the columns.
 */
header: boolean, 
/**
 * Columns of the file.
 */
columns: number, 
/**
 * Records that are used.
 */
records: number, 
/**
 * The column of the labels.
 */
label: Column, 
/**
 * True if nobody named it.
 */
label_guessed: boolean, 
/**
 * Classes in order, each with its records.
 */
classes: Array<Class>, 
/**
 * Classes that were left out because they have too few records.
 */
left_out_classes: Array<Class>, 
/**
 * Columns that are no features.
 */
left_out: Array<LeftOut>, 
/**
 * Features.
 */
features: number, 
/**
 * How many of them are scaled to 0..=1 by their smallest and largest value: all or none.
 */
scaled: number, 
/**
 * Features that are the same everywhere, the first ones.
 */
constant: Array<Column>, 
/**
 * How many there are.
 */
constants: number, 
/**
 * Features whose range a handful of rows sets, the first ones.
 */
stretched: Array<Stretched>, 
/**
 * How many there are.
 */
stretched_count: number, 
/**
 * Records that repeat an earlier one, label and all.
 */
repeated: number, 
/**
 * The first that does, and the one that it repeats: lines of the file.
 */
first_repeat: [number, number] | null, };

/**
 * Indices into the pool of the target's records, in the order of every list in this report that has one entry a record.
 */
export type Records = { 
/**
 * Members.
 */
members: Array<number>, 
/**
 * Non-members.
 */
non_members: Array<number>, 
/**
 * Positions in `members` from the lowest mem-score of the target up: the order that defenses follow, class by class.
 * Empty until the mem-scores are known, and in an older report.
 */
ranking?: Array<number>, };

/**
 * One number over the seeds.
 */
export type Repeated = { 
/**
 * One value a seed; none where the arm ended early or the attack did not run.
 */
values: Array<number | null>, 
/**
 * Of those that there are; none without any.
 */
over?: Spread, 
/**
 * Of the differences to Base within a seed, over the seeds that have both; none for Base itself.
 */
minus_base?: Spread, };

/**
 * What several seeds say together.
 */
export type Repeats = { 
/**
 * One seed a report, in their order.
 */
seeds: Array<number>, 
/**
 * One entry an arm, in the order of the report.
 */
arms: Array<ArmRepeats>, 
/**
 * Wall time of all runs.
 */
seconds: number, };

/**
 * The whole result.
 */
export type Report = { 
/**
 * Version of this format: [`VERSION`].
 */
version: number, 
/**
 * Version of attacks and statistics: [`STATISTICS`].
 */
statistics: number, 
/**
 * Version of the crate that computed it.
 */
software: string, 
/**
 * Whether there is more to come.
 */
ended: Ended, 
/**
 * When the run began, in UTC, as `2026-11-25T21:40:45Z`; none where nobody has told.
 */
begun?: string, 
/**
 * The address of the settings: the preset, and what differs from it.
 */
settings?: string, 
/**
 * The configuration, complete.
 */
config: Config, 
/**
 * `cpu` or `webgpu`.
 */
device: string, 
/**
 * How far a GPU agreed with the processor, by its last self-check; none where no GPU was asked. One that did not agree computed
 * nothing of this report.
 */
self_check?: Agreement, 
/**
 * What the data were.
 */
data: DataSummary, 
/**
 * Which records the target's are.
 */
records: Records, 
/**
 * Dense stage first, then the arms in the configuration's order.
 */
arms: Array<ArmReport>, 
/**
 * Mean training loss of the target's first dense steps, at most 20: to compare devices.
 */
first_losses: Array<number>, 
/**
 * Wall time of the whole run.
 */
seconds: number, 
/**
 * Arms against each other, on the records of the target; of arms that came to their end.
 */
comparisons?: Array<Comparison>, 
/**
 * Which networks no other beats, by each named attack that ran; none before the run has ended.
 */
fronts?: Array<Front>, 
/**
 * This configuration with other seeds as well: the report itself is that of the first one from the command, of
 * the last one from the page.
 */
repeats?: Repeats, };

/**
 * ROC of one attack.
 */
export type RocCurve = { 
/**
 * Id of the attack.
 */
attack: string, 
/**
 * False and true positive rate, ascending, from (0,0) to (1,1).
 */
points: Array<[number, number]>, };

/**
 * One arm after one round.
 */
export type RoundReport = { 
/**
 * 0-based.
 */
round: number, 
/**
 * The share that pruning has removed, as `prune.sparsity` counts it: where single weights go, of the weights of the
 * pruned layers; where units go, of those that can go.
 */
sparsity: number, 
/**
 * What pruning has made of the target; none before pruning.
 */
size?: Size, 
/**
 * Fine-tuning epochs that the target ran in this round.
 */
epochs: number, 
/**
 * Gradient steps of the target in this round.
 */
steps: number, 
/**
 * Target on its members, against the labels that it saw.
 */
train_accuracy: number, 
/**
 * Target on its non-members, against the clean labels.
 */
test_accuracy: number, 
/**
 * Clopper–Pearson interval of `test_accuracy`.
 */
test_accuracy_interval: [number, number], 
/**
 * The strongest adaptive attack, chosen on one half of the target's records and read on the other.
 */
strongest?: Strongest, 
/**
 * One entry an attack that ran, in the order of the registry: first the adaptive ones, then those with the shadows of
 * Base where they are asked for. Learned attacks are run on the last round only.
 */
attacks: Array<AttackReport>, 
/**
 * One entry an attack that could not run.
 */
not_run?: Array<NotRun>, 
/**
 * How sure the networks are of each record of the target.
 */
log_odds?: LogOdds, };

/**
 * All that a report says.
 */
export type Said = { 
/**
 * On a few lines; none before Base has ended.
 */
answer?: Answer, 
/**
 * In full: see [`sentences`].
 */
sentences: Array<string>, };

/**
 * Whether pruning compares layers.
 */
export type Scope = "usual" | "local" | "global";

/**
 * What the report says of the first target, of the second.
 */
export type Second = { 
/**
 * Share of its members that it predicts as labelled.
 */
train_accuracy: number, 
/**
 * The same of its non-members.
 */
test_accuracy: number, 
/**
 * AUCs, in the order of the attacks that are compared.
 */
aucs: Array<number>, };

/**
 * How the attacker's networks are pruned.
 */
export type ShadowMethod = "same" | PruneMethod;

/**
 * A counted share.
 */
export type Share = { 
/**
 * Records counted.
 */
hits: number, 
/**
 * Of so many, at least 1.
 */
of: number, 
/**
 * `hits / of`.
 */
value: number, 
/**
 * Clopper–Pearson.
 */
interval: [number, number], };

/**
 * What a network holds and costs, before and after pruning. Where pruning removes units, "after" is the network without
 * them; where it removes single weights, parameters are those that are left and multiply-adds stay as they were.
 */
export type Size = { 
/**
 * Trained values: weights, biases, norms.
 */
parameters: number, 
/**
 * The same of the dense network.
 */
parameters_before: number, 
/**
 * Multiply-adds of one record in the matrices of the layers.
 */
multiply_adds: number, 
/**
 * The same of the dense network.
 */
multiply_adds_before: number, 
/**
 * Share of the weights of all layers that are gone: pruned, or leading into or out of removed units.
 */
weights_removed: number, };

/**
 * Which records.
 */
export type Source = "fashion" | "fashion-tops" | "location-like" | "purchase-like" | "mini-bits" | "own";

/**
 * How the pool is divided.
 */
export type SplitRule = "balanced" | "wemem";

/**
 * Mean and spread over seeds.
 */
export type Spread = { 
/**
 * Seeds.
 */
n: number, 
/**
 * Mean.
 */
mean: number, 
/**
 * Sample standard deviation; none for a single seed.
 */
deviation?: number, 
/**
 * Student's 95 % interval of the mean; none for a single seed.
 */
interval?: [number, number], };

/**
 * One of the strengths of a defense that a run tries.
 */
export type Strength = { 
/**
 * Key of the configuration, as `defense.risk_weight_decay`.
 */
key: string, 
/**
 * Its value in this arm.
 */
value: number, };

/**
 * A feature of which few rows lie so far from all others that these share less than a tenth of the range.
 */
export type Stretched = { 
/**
 * Which.
 */
column: Column, 
/**
 * Lines of those rows.
 */
rows: Array<number>, 
/**
 * Smallest and largest value of the others.
 */
others: [number, number], };

/**
 * The attack that is strongest on the target.
 *
 * The target's records are cut into halves; the attack with the highest AUC on one half is read on the other, and back, so
 * that the luckiest of several attacks is not reported as the strength of one: see [`crate::metric::crossfit`].
 */
export type Strongest = { 
/**
 * Id of the attack that both halves chose, or of the two that they chose.
 */
attacks: Array<string>, 
/**
 * Mean of the AUCs on the halves that did not choose.
 */
auc: number, 
/**
 * 95 % interval over the records.
 */
auc_interval: [number, number], };

/**
 * One defense with several strengths.
 */
export type Sweep = { 
/**
 * Id of the arm without its strength.
 */
arm: string, 
/**
 * Key of the configuration.
 */
key: string, 
/**
 * Ids of the arms that came to their end, by ascending value of the strength.
 */
arms: Array<string>, 
/**
 * Ids of those that none of them beats, by ascending accuracy.
 */
front: Array<string>, 
/**
 * Area that they beat together.
 */
hypervolume: number, 
/**
 * Bootstrap over the target's records, 95 %.
 */
hypervolume_interval: [number, number], };

/**
 * The value of the configuration that turns a sweep on.
 */
export type Switch = "defense" | "prune";

/**
 * Rows of formatted values under their columns.
 */
export type Table = { 
/**
 * Names of the columns.
 */
columns: Array<string>, 
/**
 * As many values a row as there are columns.
 */
rows: Array<Array<string>>, };

/**
 * A mark of a picture: where it is, whose it is, and its value in words.
 */
export type Told = { 
/**
 * Pixels of the picture from its left edge.
 */
x: number, 
/**
 * Pixels of the picture from its upper edge.
 */
y: number, 
/**
 * Id of the arm.
 */
arm: string, 
/**
 * The 0-based round, where the value is that of a round of pruning.
 */
round?: number, 
/**
 * Whose value it is: `RMR, round 3`.
 */
whose: string, 
/**
 * What it is: `AUC 0.702 (0.672–0.730) by RMIA, accuracy 78.1 %`.
 */
value: string, };

/**
 * Sensitivity at a false-positive rate.
 */
export type TprAtFpr = { 
/**
 * Rate asked for.
 */
fpr: number, 
/**
 * Rate of non-members accused there: near `fpr`.
 */
realised_fpr: number, 
/**
 * Rate of members found there.
 */
tpr: number, 
/**
 * Of the members' rate, with the threshold's own doubt: see [`crate::metric::roc`].
 */
interval: [number, number], } | { 
/**
 * Rate asked for.
 */
fpr: number, 
/**
 * Always false.
 */
resolvable: boolean, };

/**
 * How networks are trained: Adam with coupled L2, as `torch.optim.Adam`.
 */
export type TrainConfig = { 
/**
 * Records a step.
 */
batch: number, 
/**
 * Adam's step size.
 */
learning_rate: number, 
/**
 * L2 added to the gradient.
 */
weight_decay: number, 
/**
 * Epochs of the dense network (the most, with early stopping).
 */
epochs: number, 
/**
 * Stop when the development accuracy has not risen for `patience` epochs, and keep the best epoch.
 */
early_stopping: boolean, 
/**
 * See `early_stopping`.
 */
patience: number, };

/**
 * One setting that an arm which sets itself tried on the target's network.
 */
export type TrialReport = { 
/**
 * In words.
 */
setting: string, 
/**
 * Accuracy on the development records.
 */
development_accuracy: number, 
/**
 * Largest AUC of Conf, Entr and Mentr between members and development records. The arm guards against these only:
 * attacks that compare with shadows may find more.
 */
own_auc: number, };

/**
 * Why a column is no feature.
 */
export type Why = "index" | "empty" | "chosen";
