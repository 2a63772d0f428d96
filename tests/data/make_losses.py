"""Makes losses.json: what the defenses' losses are, and their gradients, from their formulas in plain numpy.

    python3 -m venv venv
    venv/bin/pip install numpy==2.4.6
    venv/bin/python tests/data/make_losses.py > tests/data/losses.json

Written from the papers' formulas, and for NeuGuard and CRL from what their authors' code does, not from the Rust code:
one record at a time, in double precision; gradients are central differences, so they know nothing of how a derivative was taken. Inputs are sines of
their position, so that both programs have the same without a file of numbers. Two networks with different numbers of
records, two steps, because running means have a memory.
"""

import json
import math

import numpy as np

CLASSES, ROWS, WIDTHS = 4, 6, (5, 3)
COUNTS = (6, 5)
T = 0.1  # CRL's bound
RATE = 0.1  # share of a batch in CRL's centers


def wave(shape, pace, size):
    k = np.arange(math.prod(shape), dtype=np.float64)
    return (size * np.sin(pace * (k + 1.0))).astype(np.float32).astype(np.float64).reshape(shape)


def step(number):
    logits = wave((2, ROWS, CLASSES), 0.37 + 0.11 * number, 2.5)
    hidden = [np.abs(wave((2, ROWS, w), 0.53 + 0.07 * i + 0.13 * number, 1.5)) for i, w in enumerate(WIDTHS)]
    labels = [[(3 * i + n + number) % CLASSES for i in range(ROWS)] for n in range(2)]
    return logits, hidden, labels


def log_softmax(z):
    top = max(z)
    return z - top - math.log(sum(math.exp(v - top) for v in z))


def cross_entropy(z, y):
    return -log_softmax(z)[y]


def mean(values):
    return sum(values) / len(values)


def smoothed(z, y, amount):
    return mean([(1 - amount) * cross_entropy(a, b) + amount * mean(-log_softmax(a)) for a, b in zip(z, y)])


def paired(z, y, weight):
    half = len(z) // 2
    pairs = []
    for i in range(half):
        q = log_softmax(np.sort(z[i])[::-1])
        p = log_softmax(np.sort(z[i + half])[::-1])
        pairs.append(sum(math.exp(a) * (a - b) for a, b in zip(p, q)))
    return mean([cross_entropy(a, b) for a, b in zip(z, y)]) + weight * mean(pairs)


def relaxed(z, y, level, upper, even):
    plain = mean([cross_entropy(a, b) for a, b in zip(z, y)])
    if even:
        return abs(plain - level)
    if plain > level:
        return plain
    total = 0.0
    for a, b in zip(z, y):
        logs = log_softmax(a)
        t = min(math.exp(logs[b]), upper)
        soft = -t * logs[b] - sum((1 - t) / (CLASSES - 1) * logs[c] for c in range(CLASSES) if c != b)
        total += (soft if int(np.argmax(a)) != b else 0.0) + logs[b]
    return total / len(z)


class Means:
    """Cumulative: the mean of all answers of a class so far, record by record, as NeuGuard's training loop keeps it.
    Fading: CRL's centers here, which that code learns instead."""

    def __init__(self, fading):
        self.fading, self.values, self.seen = fading, {}, {}

    def learn(self, rows, y):
        if self.fading:
            for c in set(y):
                batch = np.mean([r for r, b in zip(rows, y) if b == c], axis=0)
                self.values[c] = self.values[c] + RATE * (batch - self.values[c]) if c in self.values else batch
            return
        for row, c in zip(rows, y):
            n = self.seen.get(c, 0) + 1
            self.values[c] = self.values.get(c, 0.0) * (n - 1) / n + row / n
            self.seen[c] = n


def guarded(z, h, y, variance, balance, means):
    """`train_half_diff_min_var`: dense hidden layers and the logits in balance, answers near their class's mean."""
    total = mean([cross_entropy(a, b) for a, b in zip(z, y)])
    total += variance * CLASSES * mean([((np.exp(log_softmax(a)) - means[b]) ** 2).sum() for a, b in zip(z, y)])
    per_record = np.zeros(len(z))
    for layer in [*h, z]:
        signs = np.ones(layer.shape[1])
        signs[layer.shape[1] // 2 :] = -1
        per_record += (layer * signs).sum(axis=1) ** 2 / layer.shape[1]
    return total + balance * per_record.mean()


def bounded(x):
    return x / (1 + T * np.linalg.norm(x))


def relaxed_bounded(z, y, level, first_epoch):
    """`LogNormRelaxLoss`: the first epoch counts as odd. Confidence by the logits as they are, loss by the bounded ones."""
    plain = mean([cross_entropy(bounded(a), b) for a, b in zip(z, y)])
    if not first_epoch:
        return abs(plain - level)
    if plain > level:
        return plain
    total = 0.0
    for a, b in zip(z, y):
        sure = math.exp(log_softmax(a)[b])
        label = np.full(CLASSES, (1 - sure) / (CLASSES - 1))
        label[b] = sure
        total += -(label * log_softmax(bounded(a))).sum()
    return total / len(z)


def relaxed_centers(z, features, y, level, first_epoch, means):
    """`LogNormRelaxCenterLoss`, with the same turns; the confidence is no constant."""
    distance = sum(((f - means[b]) ** 2).sum() for f, b in zip(features, y)) / len(y) / 2
    if not first_epoch:
        return abs(distance - level)
    if distance > level:
        return distance
    sure = [math.exp(log_softmax(a)[b]) for a, b in zip(z, y)]
    held = sum(s * ((f - means[b]) ** 2).sum() + (1 - s) * (f**2).sum() for s, f, b in zip(sure, features, y))
    return held / 2 / len(y)


def centered(z, h, y, level, center, first_epoch, means):
    features = [bounded(r) for r in h[-1]]
    of_logits = relaxed_bounded(z, y, level, first_epoch)
    return of_logits + center * relaxed_centers(z, features, y, level, first_epoch, means)


def gradient(f, x):
    slope = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        for sign in (1, -1):
            moved = x.copy()
            moved[i] += sign * 1e-6
            slope[i] += sign * f(moved) / 2e-6
    return slope


def case(loss, even):
    """Total and gradients after each of two steps."""
    name, values = loss
    memories = [Means(fading=name == "centered") for _ in range(2)]
    steps = []
    for number in range(2):
        logits, hidden, labels = step(number)
        total, of_logits = 0.0, np.zeros_like(logits)
        of_hidden = [np.zeros_like(layer) for layer in hidden]
        for n, count in enumerate(COUNTS):
            z, h, y = logits[n][:count], [layer[n][:count] for layer in hidden], labels[n][:count]
            if name == "guarded":
                memories[n].learn([np.exp(log_softmax(a)) for a in z], y)
            if name == "centered":
                memories[n].learn([bounded(r) for r in h[-1]], y)
            means = dict(memories[n].values)

            def of(z=z, h=h, y=y, means=means):
                return {
                    "smoothed": lambda: smoothed(z, y, *values),
                    "paired": lambda: paired(z, y, *values),
                    "relaxed": lambda: relaxed(z, y, *values, even),
                    "guarded": lambda: guarded(z, h, y, *values, means),
                    "centered": lambda: centered(z, h, y, *values, even, means),
                }[name]()

            total += of()
            of_logits[n][:count] = gradient(lambda x: of(z=x), z)
            for i in range(len(h)):
                of_hidden[i][n][:count] = gradient(lambda x: of(h=[x if j == i else h[j] for j in range(len(h))]), h[i])
        steps.append(
            {
                "total": total,
                "logits": of_logits.ravel().tolist(),
                "hidden": [layer.ravel().tolist() for layer in of_hidden],
            }
        )
    return {"loss": name, "values": values, "even_epoch": even, "steps": steps}


cases = []
for loss in [
    ("smoothed", (0.3,)),
    ("paired", (4.0,)),
    ("relaxed", (0.6, 0.7)),
    ("relaxed", (9.0, 0.2)),
    ("guarded", (2.0, 0.5)),
    ("centered", (0.2, 0.8)),
    ("centered", (9.0, 0.8)),
    ("centered", (1.0, 0.8)),
]:
    for even in (True, False) if loss[0] in ("relaxed", "centered") else (True,):
        cases.append(case(loss, even))

print(json.dumps(cases, indent=1))
