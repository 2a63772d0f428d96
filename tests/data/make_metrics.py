"""Makes metrics.json: what scikit-learn, scipy, mpmath and plain loops say about random inputs with ties.

    python3 -m venv venv
    venv/bin/pip install numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1 mpmath==1.4.1
    venv/bin/python tests/data/make_metrics.py > tests/data/metrics.json

Every definition is written the slow, direct way (all pairs, all thresholds, 400 digits), so that it shares no idea with
the code that is compared with it. The seed is fixed: the same versions make the same file.
"""

import json

import mpmath
import numpy as np
from scipy.stats import beta, binom, norm
from sklearn.metrics import balanced_accuracy_score, roc_auc_score, roc_curve

RNG = np.random.default_rng(20250215)
mpmath.mp.dps = 400  # 1 − p must keep digits where p differs from 1 by e^−160, and its square too.


def clopper_pearson(hits, trials, level):
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else beta.ppf(tail, hits, trials - hits + 1)
    high = 1.0 if hits == trials else beta.isf(tail, hits + 1, trials - hits)
    return {"hits": hits, "trials": trials, "level": level, "low": float(low), "high": float(high)}


def rates():
    cases = []
    for trials in (1, 2, 7, 30, 270, 1_000, 13_500, 1_000_000):
        shares = (0.0, 0.001, 0.1, 0.5, 0.77, 1.0)
        for hits in sorted({1, trials - 1} | {round(share * trials) for share in shares}):
            for level in (0.95, 0.95**0.5, 0.8):
                cases.append(clopper_pearson(hits, trials, level))
    return cases


def delong_variance(members, non_members):
    wins = np.array([[1.0 if a > b else 0.5 if a == b else 0.0 for b in non_members] for a in members])
    of_members, of_non_members = wins.mean(axis=1), wins.mean(axis=0)
    return of_members.var(ddof=1) / len(members) + of_non_members.var(ddof=1) / len(non_members)


def sensitivity(members, non_members, alpha):
    """Every threshold tried; the interval by the distribution of the number of non-members above the true one."""
    m, n = len(members), len(non_members)
    thresholds = sorted(set(members) | set(non_members)) + [np.inf]
    counted = sorted({(int((non_members >= t).sum()), int((members >= t).sum())) for t in thresholds})
    mistaken, found = max(point for point in counted if point[0] <= alpha * n + 1e-9)
    if round(alpha * n, 9) < 10 or mistaken < 0.75 * alpha * n - 1e-9:
        return None

    def hits(j):
        at = [h for f, h in counted if f == j]
        return (min(at) + max(at)) / 2 if at else max(h for f, h in counted if f <= j)

    weights = binom.pmf(np.arange(n + 1), n, alpha)
    betas = [beta(hits(j) + 0.5, m - hits(j) + 0.5) for j in range(n + 1)]
    mean = sum(w * b.mean() for w, b in zip(weights, betas))
    variance = sum(w * (b.var() + b.mean() ** 2) for w, b in zip(weights, betas)) - mean**2
    size = mean * (1 - mean) / variance - 1
    low, high = beta.ppf([0.025, 0.975], mean * size, (1 - mean) * size)
    return {"tpr": found / m, "fpr": mistaken / n, "low": min(low, found / m), "high": max(high, found / m)}


def newcombe(both, first, second, neither):
    """Newcombe 1998, method 10, as its appendix has it."""
    n, z = both + first + second + neither, norm.ppf(0.975)
    wilson = lambda hits: np.roots([1 + z**2 / n, -2 * hits / n - z**2 / n, (hits / n) ** 2])
    p1, p2 = (both + first) / n, (both + second) / n
    (l1, u1), (l2, u2) = (sorted(np.real(wilson(hits))) for hits in (both + first, both + second))
    product = (both + first) * (second + neither) * (both + second) * (first + neither)
    excess = both * neither - first * second
    corrected = excess - n / 2 if excess > n / 2 else min(excess, 0)
    phi = corrected / np.sqrt(product) if product else 0
    low = p1 - p2 - np.sqrt((p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2)
    high = p1 - p2 + np.sqrt((u1 - p1) ** 2 - 2 * phi * (u1 - p1) * (p2 - l2) + (p2 - l2) ** 2)
    return {"table": [both, first, second, neither], "low": float(low), "high": float(high)}


def paired():
    tables = [(36, 12, 2, 0), (18, 14, 0, 18), (480, 31, 12, 77), (0, 0, 0, 50), (25, 25, 20, 30), (9, 0, 1, 0)]
    return [newcombe(*table) for table in tables]


def correlated(members, non_members, others_of_members, others_of_non_members):
    """Two attacks on the same records: DeLong's covariance from all pairs of records."""

    def wins(a, b):
        return np.array([[1.0 if x > y else 0.5 if x == y else 0.0 for y in b] for x in a])

    one, two = wins(members, non_members), wins(others_of_members, others_of_non_members)
    rows, columns = np.array([one.mean(1), two.mean(1)]), np.array([one.mean(0), two.mean(0)])
    covariance = np.cov(rows) / len(members) + np.cov(columns) / len(non_members)
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    lists = [list(map(float, v)) for v in (members, non_members, others_of_members, others_of_non_members)]
    return {"scores": lists, "value": float(one.mean() - two.mean()), "error": float(np.sqrt(variance))}


def differences():
    cases = []
    for m, n, digits in ((40, 30, 1), (70, 90, 3)):
        members, others = RNG.normal(1, 1, m), RNG.normal(0, 1, n)
        second = RNG.normal(0.4 * members, 1), RNG.normal(0.4 * others, 1)
        cases.append(correlated(*(np.round(v, digits) for v in (members, others, *second))))
    return cases


def roc_case(members, non_members):
    truth = np.r_[np.ones(len(members)), np.zeros(len(non_members))]
    scores = np.r_[members, non_members]
    auc = roc_auc_score(truth, scores)
    fpr, tpr, _ = roc_curve(truth, scores, drop_intermediate=False)
    variance = delong_variance(members, non_members)
    interval = None
    if variance > 0 and 0 < auc < 1:
        reach = norm.ppf(0.975) * np.sqrt(variance) / (auc * (1 - auc))
        logit = np.log(auc / (1 - auc))
        interval = [1 / (1 + np.exp(-(logit - reach))), 1 / (1 + np.exp(-(logit + reach)))]
    tpr_at = [sensitivity(members, non_members, alpha) for alpha in (0.3, 0.1, 0.01)]
    return {
        "members": list(map(float, members)),
        "non_members": list(map(float, non_members)),
        "auc": float(auc),
        "variance": float(variance),
        "interval": interval,
        "tpr_at": tpr_at,
        "points": [[float(x), float(y)] for x, y in zip(fpr, tpr)],
    }


def rocs():
    draw = lambda count, shift, digits: np.round(RNG.normal(shift, 1, count), digits)
    return [
        roc_case(draw(60, 0.5, 3), draw(45, 0, 3)),
        roc_case(draw(300, 0.3, 1), draw(200, 0, 1)),
        roc_case(draw(270, 0.1, 0), draw(270, 0, 0)),
        roc_case(draw(800, 1.0, 1), draw(1500, 0, 1)),
        roc_case(draw(40, -0.8, 1), draw(1000, 0, 1)),
        roc_case(RNG.integers(0, 2, 150), RNG.integers(0, 2, 100)),
        roc_case(np.ones(20), np.ones(30)),
        roc_case(np.arange(20) + 100.0, np.arange(30) * 1.0),
        roc_case(np.arange(20) * 1.0, np.arange(30) + 100.0),
    ]


def exact_signals(logits, label):
    z = [mpmath.mpf(float(value)) for value in logits]
    total = mpmath.fsum(mpmath.exp(value) for value in z)
    p = [mpmath.exp(value) / total for value in z]
    log = mpmath.log
    modified = -(1 - p[label]) * log(p[label])
    modified -= mpmath.fsum(p[c] * log(1 - p[c]) for c in range(len(p)) if c != label)
    return {
        "scaled_logit": float(log(p[label]) - log(1 - p[label])),
        "confidence": float(p[label]),
        "log_confidence": float(log(p[label])),
        "negative_entropy": float(mpmath.fsum(value * log(value) for value in p)),
        "negative_modified_entropy": float(-modified),
    }


def signals():
    cases = []
    for classes in (2, 3, 10, 100):
        for spread in (0.3, 3.0, 30.0):
            logits = np.round(np.clip(RNG.normal(0, spread, classes), -80, 80), 3)
            for label in (int(logits.argmax()), int(logits.argmin()), classes // 2):
                cases.append({"logits": [round(float(z), 3) for z in logits], "label": label, **exact_signals(logits, label)})
    for logits in ([80, -80, -80], [-80, 80, -80], [80, 79.5, -80], [0, 0, 0]):
        cases.append({"logits": logits, "label": 0, **exact_signals(logits, 0)})
    return cases


def plain_signals(logits, labels):
    """Song & Mittal's definitions as they stand in a paper, in double precision; logits are small here."""
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    rows = np.arange(len(labels))
    of_label = p[rows, labels]
    wrong = p * np.log(1 - p)
    wrong[rows, labels] = 0
    return {
        "conf": of_label,
        "entr": (p * np.log(p)).sum(axis=1),
        "mentr": (1 - of_label) * np.log(of_label) + wrong.sum(axis=1),
        "hconf": of_label,
    }


def best_threshold(scores, member):
    """Every value tried against every record; the highest of equally good ones."""
    tried = [(round(balanced_accuracy_score(member, scores >= value), 12), value) for value in scores]
    return max(tried)[1]


def network(records, lift, classes, drawn):
    """Logits with three decimals, labels below `drawn`; the last fifth repeats earlier records, so that scores tie exactly."""
    labels = RNG.integers(0, drawn, records)
    logits = RNG.normal(0, 1.5, (records, classes))
    logits[np.arange(records), labels] += lift
    logits = np.round(logits, 3)
    copies = RNG.integers(0, records * 4 // 5, records - records * 4 // 5)
    logits[records * 4 // 5 :], labels[records * 4 // 5 :] = logits[copies], labels[copies]
    return logits, labels


def attacks():
    classes = 5
    # No shadow has a non-member of the last class, so that class has no threshold of its own.
    shadows = [(network(60, 2.0, classes, classes), network(50, 1.0, classes, classes - 1)) for _ in range(3)]
    target = network(120, 1.5, classes, classes)
    known_logits = np.concatenate([side[0] for shadow in shadows for side in shadow])
    known_labels = np.concatenate([side[1] for shadow in shadows for side in shadow])
    member = np.concatenate([np.full(len(side[1]), k == 0) for shadow in shadows for k, side in enumerate(shadow)])
    known = plain_signals(known_logits, known_labels)
    asked = plain_signals(*target)
    decisions, fallbacks = {}, 0
    for name in ("conf", "entr", "mentr", "hconf"):
        overall = best_threshold(known[name], member)
        thresholds = [overall] * classes
        for label in range(classes) if name != "hconf" else ():
            own = known_labels == label
            if member[own].any() and not member[own].all():
                thresholds[label] = best_threshold(known[name][own], member[own])
            else:
                fallbacks += 1
        limits = np.array(thresholds)[target[1]]
        # No decision may hang on the last digits.
        assert np.abs(asked[name] - limits)[asked[name] != limits].min() > 1e-9
        decisions[name] = [bool(said) for said in asked[name] >= limits]
    assert fallbacks > 0, "the example must hold a class without a threshold of its own"
    plain = lambda side: {"logits": [float(z) for z in side[0].ravel()], "labels": [int(y) for y in side[1]]}
    return {
        "classes": classes,
        "shadows": [{"members": plain(members), "non_members": plain(others)} for members, others in shadows],
        "target": plain(target),
        "decisions": decisions,
        "mentr": [float(score) for score in asked["mentr"]],
    }


found = {"rates": rates(), "rocs": rocs(), "signals": signals(), "attacks": attacks(), "paired": paired(), "differences": differences()}
print(json.dumps(found, separators=(",", ":")))
