"""Makes calibrated.json: what a plain numpy version of LiRA, offline and online, and of RMIA says about random networks.

    python3 -m venv venv
    venv/bin/pip install numpy==2.4.6 scikit-learn==1.9.1
    venv/bin/python tests/data/make_calibrated.py > tests/data/calibrated.json

Written from the papers, record by record and pair by pair: LiRA compares normal cumulative probabilities (math.erfc),
RMIA every x with every z. Thresholds are tried one by one. SR's regression is scikit-learn's. The seed is fixed: the same
versions make the same file.
"""

import json
import math

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

RNG = np.random.default_rng(20250731)
CLASSES = 3


def case(networks, records, population, spread, online=False):
    """Random logits; a network is surer of records that it was trained on, and all agree that some are hard."""
    rows = records + population
    labels = RNG.integers(0, CLASSES, rows)
    hard = RNG.normal(0, 1.5, rows)
    trained_on = RNG.random((networks, rows)) < 0.4
    if online:  # an auditor's networks: every record of the target is in one of the first two and not in the other
        trained_on[1] = ~trained_on[0]
    else:  # as in a run: no network of the attacker's saw a record of the target's
        trained_on[:, :records] = False
    members = np.r_[np.arange(records) < records // 2, np.zeros(population, bool)]

    def network(knows):
        logits = RNG.normal(0, spread, (rows, CLASSES))
        logits[np.arange(rows), labels] += 1 - hard + 2.5 * knows
        return np.round(logits, 2)

    target, references = network(members), np.array([network(knows) for knows in trained_on])
    return labels, records, target, references, trained_on


def posterior(logits, labels):
    p = np.exp(logits)
    p /= p.sum(axis=-1, keepdims=True)
    return np.take_along_axis(p, np.broadcast_to(labels[:, None], p.shape[:-1] + (1,)), axis=-1)[..., 0]


def normal_cdf(z):
    return 0.5 * math.erfc(-z / math.sqrt(2))


def lira(labels, records, target, references, trained_on):
    p_target, p = posterior(target, labels), posterior(references, labels)
    phi_target, phi = np.log(p_target / (1 - p_target)), np.log(p / (1 - p))
    networks, rows = phi.shape
    residuals, freedom = 0.0, 0
    for row in range(rows):
        out = phi[~trained_on[:, row], row]
        if len(out):
            residuals += ((out - out.mean()) ** 2).sum()
            freedom += len(out) - 1
    common = math.sqrt(residuals / freedom)

    def z(value, row, without):
        usable = ~trained_on[:, row]
        if without is not None:
            usable = usable & (np.arange(networks) != without)
        out = phi[usable, row]
        if not len(out):
            return None
        own = out.std(ddof=1) if networks >= 64 and len(out) >= 2 else common
        return (value - out.mean()) / own

    scores = [z(phi_target[row], row, None) for row in range(records)]
    known = []
    for k in range(networks):
        for row in range(rows):
            score = z(phi[k, row], row, k)
            if score is not None:
                known.append((score, bool(trained_on[k, row])))
    threshold = best_threshold(known)
    return {
        "probabilities": [normal_cdf(score) for score in scores],
        "scores": [float(score) for score in scores],
        "decisions": [bool(score >= threshold - 1e-12) for score in scores],
    }


def lira_online(labels, records, target, references, trained_on):
    p_target, p = posterior(target, labels), posterior(references, labels)
    phi_target, phi = np.log(p_target / (1 - p_target)), np.log(p / (1 - p))
    networks, rows = phi.shape
    common = {}
    for side in (True, False):
        values = [phi[trained_on[:, row] == side, row] for row in range(rows)]
        residuals = sum(((v - v.mean()) ** 2).sum() for v in values if len(v))
        common[side] = math.sqrt(residuals / sum(len(v) - 1 for v in values if len(v)))

    def density(value, row, without, side):
        usable = (trained_on[:, row] == side) & (np.arange(networks) != without)
        values = phi[usable, row]
        if not len(values):
            return None
        own = values.std(ddof=1) if networks >= 64 and len(values) >= 2 else common[side]
        return math.exp(-((value - values.mean()) ** 2) / (2 * own**2)) / (own * math.sqrt(2 * math.pi))

    def score(value, row, without):
        inside, outside = (density(value, row, without, side) for side in (True, False))
        return None if inside is None or outside is None else math.log(inside / outside)

    scores = [score(phi_target[row], row, -1) for row in range(records)]
    known = [(score(phi[k, row], row, k), bool(trained_on[k, row])) for k in range(networks) for row in range(rows)]
    threshold = best_threshold([pair for pair in known if pair[0] is not None])
    return {"scores": scores, "decisions": [bool(score >= threshold - 1e-12) for score in scores]}


def rmia(labels, records, target, references, trained_on):
    p_target, p = posterior(target, labels), posterior(references, labels)
    networks, rows = p.shape

    def ratio(value, row, without, a):
        usable = ~trained_on[:, row]
        if without is not None:
            usable = usable & (np.arange(networks) != without)
        if not usable.any():
            return None
        out = p[usable, row].mean()
        return value / (0.5 * ((1 + a) * out + (1 - a)))

    def share(x, population):
        tied = lambda z: abs(math.log(x / z)) < 1e-6
        return sum(0.5 if tied(z) else 1.0 if x > z else 0.0 for z in population) / len(population)

    def rehearse(k, a):
        rated = [(row, ratio(p[k, row], row, k, a)) for row in range(rows)]
        rated = [(row, value) for row, value in rated if value is not None]
        members = [value for row, value in rated if trained_on[k, row]]
        others = [value for row, value in rated if not trained_on[k, row]]
        return [(share(x, others), True) for x in members] + [(share(x, others), False) for x in others]

    areas = [sum(area(rehearse(k, a / 10)) for k in range(networks)) for a in range(11)]
    a = int(np.argmax(np.round(areas, 12))) / 10
    population = [ratio(p_target[row], row, None, a) for row in range(records, rows)]
    population = [z for z in population if z is not None]
    scores = [share(ratio(p_target[row], row, None, a), population) for row in range(records)]
    threshold = best_threshold([pair for k in range(networks) for pair in rehearse(k, a)])
    return {
        "a": a,
        "population": len(population),
        "scores": scores,
        "decisions": [bool(score >= threshold - 1e-12) for score in scores],
    }


def area(known):
    members, others = [s for s, m in known if m], [s for s, m in known if not m]
    wins = sum(1.0 if x > y else 0.5 if x == y else 0.0 for x in members for y in others)
    return wins / (len(members) * len(others))


def best_threshold(known):
    """Every score tried against every record; the highest of equally good ones."""
    scores, member = np.array([s for s, _ in known]), np.array([m for _, m in known])
    tried = [(round((scores[member] >= t).mean() - (scores[~member] >= t).mean(), 12), t) for t in np.unique(scores)]
    return max(tried)[1]


def described(labels, records, target, references, trained_on):
    inputs = (labels, records, target, references, trained_on)
    online = {"lira_online": lira_online(*inputs)} if trained_on[:, :records].any() else {}
    flat = lambda logits: [float(value) for value in logits.flatten()]
    return {
        "classes": CLASSES,
        "records": records,
        "labels": [int(label) for label in labels],
        "target": flat(target),
        "references": [
            {"logits": flat(logits), "trained_on": [bool(flag) for flag in flags]}
            for logits, flags in zip(references, trained_on)
        ],
        "lira": lira(*inputs),
        "rmia": rmia(*inputs),
        **online,
    }


cases = [case(2, 80, 90, 1.0), case(4, 60, 80, 0.7), case(64, 14, 30, 1.0)]
cases += [case(4, 60, 30, 1.0, online=True), case(64, 14, 20, 1.0, online=True)]
calibrated = [described(*drawn) for drawn in cases]


def network_pair(members, others):
    """Logits of a pruned network and of its dense one, which agree but for what pruning did to members."""
    labels = RNG.integers(0, CLASSES, members + others)
    knows = np.arange(members + others) < members
    dense = RNG.normal(0, 2, (members + others, CLASSES))
    dense[np.arange(len(labels)), labels] += 1 + knows
    pruned = dense + RNG.normal(0, 0.6, dense.shape)
    pruned[np.arange(len(labels)), labels] += 0.8 * knows
    return labels, np.round(pruned, 2), np.round(dense, 2), knows


def sr(target, shadows):
    def read(labels, pruned, dense, knows):
        phi = [np.log(p / (1 - p)) for p in (posterior(pruned, labels), posterior(dense, labels))]
        return np.stack([phi[0], phi[0] - phi[1]], axis=1)

    known, truth = np.concatenate([read(*shadow) for shadow in shadows]), np.concatenate([s[3] for s in shadows])
    scale = StandardScaler().fit(known)
    fitted = LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    fitted.fit(scale.transform(known), truth)
    of_known = fitted.decision_function(scale.transform(known))
    scores = fitted.decision_function(scale.transform(read(*target)))
    known_labels, decisions = np.concatenate([shadow[0] for shadow in shadows]), []
    for score, label in zip(scores, target[0]):
        threshold = best_threshold([(s, m) for s, m, y in zip(of_known, truth, known_labels) if y == label])
        decisions.append(bool(score >= threshold - 1e-9))
    return [float(score) for score in scores], decisions


def described_pair(labels, pruned, dense, knows):
    return {
        "labels": [int(label) for label in labels],
        "pruned": [float(value) for value in pruned.flatten()],
        "dense": [float(value) for value in dense.flatten()],
        "members": int(knows.sum()),
    }


target, shadows = network_pair(40, 30), [network_pair(60, 50), network_pair(60, 50)]
scores, decisions = sr(target, shadows)
pairs = {"classes": CLASSES, "target": described_pair(*target), "shadows": [described_pair(*s) for s in shadows]}
print(json.dumps({"cases": calibrated, "sr": {**pairs, "scores": scores, "decisions": decisions}}))
