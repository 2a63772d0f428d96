"""Makes samia.json: sizes and forward passes of the papers' attack networks, from plain loops over their definition.

    python3 -m venv venv
    venv/bin/pip install numpy==2.4.6
    venv/bin/python tests/data/make_samia.py > tests/data/samia.json

Written from the description in Yuan & Zhang (USENIX Security 2022, §5) and torch's documentation of its modules, not
from the Rust code: weights are torch's [out, in], tokens and heads are visited one by one. Parameters are not random
but sines of their position, so that both programs have the same without a file of weights.
"""

import json
import math

import numpy as np

D, HEADS, LAYERS, FF = 64, 4, 3, 128


class Parameters:
    """Made-up values, numbered in the order of creation. `middle` is where the first values lie (1 for scales)."""

    def __init__(self):
        self.made = 0
        self.count = 0

    def make(self, rows, columns, middle=0.0):
        k = np.arange(rows * columns, dtype=np.float64)
        values = middle + 0.2 * np.sin(1.7 * k + 0.9 * self.made)
        self.made += 1
        self.count += rows * columns
        return values.astype(np.float32).astype(np.float64).reshape(rows, columns)

    def linear(self, inputs, outputs):
        weight = self.make(inputs, outputs).T  # torch stores [out, in]
        return weight, self.make(1, outputs)[0]

    def norm(self, width):
        return self.make(1, width, 1.0)[0], self.make(1, width)[0]


def apply(linear, x):
    weight, bias = linear
    return np.array([sum(weight[o, i] * x[i] for i in range(len(x))) + bias[o] for o in range(len(bias))])


def gelu(x):
    return np.array([0.5 * v * (1.0 + math.erf(v / math.sqrt(2.0))) for v in x])


def layer_norm(norm, x):
    scale, shift = norm
    return (x - x.mean()) / math.sqrt(x.var() + 1e-5) * scale + shift


def softmax(x):
    e = [math.exp(v - max(x)) for v in x]
    return [v / sum(e) for v in e]


class Encoder:
    def __init__(self, p):
        self.in_proj = p.linear(D, 3 * D)
        self.out_proj = p.linear(D, D)
        self.norm1 = p.norm(D)
        self.linear1 = p.linear(D, FF)
        self.linear2 = p.linear(FF, D)
        self.norm2 = p.norm(D)

    def attend(self, tokens):
        mapped = [apply(self.in_proj, t) for t in tokens]
        query, key, value = ([m[i * D : (i + 1) * D] for m in mapped] for i in range(3))
        size = D // HEADS
        out = [np.zeros(D) for _ in tokens]
        for h in range(HEADS):
            part = slice(h * size, (h + 1) * size)
            for i in range(len(tokens)):
                scores = [float(query[i][part] @ key[j][part]) / math.sqrt(size) for j in range(len(tokens))]
                for j, a in enumerate(softmax(scores)):
                    out[i][part] += a * value[j][part]
        return [apply(self.out_proj, o) for o in out]

    def __call__(self, tokens):
        tokens = [layer_norm(self.norm1, t + a) for t, a in zip(tokens, self.attend(tokens))]
        fed = [apply(self.linear2, gelu(apply(self.linear1, t))) for t in tokens]
        return [layer_norm(self.norm2, t + f) for t, f in zip(tokens, fed)]


class Samia:
    def __init__(self, classes):
        self.classes = classes
        p = Parameters()
        self.batch_norm = p.norm(3 * classes)
        self.embed = p.linear(3, D)
        self.layers = [Encoder(p) for _ in range(LAYERS)]
        self.hidden = p.linear(D * classes, D)
        self.out = p.linear(D, 2)
        self.count = p.count

    def __call__(self, rows, mean, variance):
        scale, shift = self.batch_norm
        return [self.one((row - mean) / np.sqrt(variance + 1e-5) * scale + shift) for row in rows]

    def one(self, row):
        c = self.classes
        tokens = [gelu(apply(self.embed, [row[i], row[c + i], row[2 * c + i]])) for i in range(c)]
        for layer in self.layers:
            tokens = layer(tokens)
        return apply(self.out, np.maximum(apply(self.hidden, np.concatenate(tokens)), 0.0))


class Perceptron:
    def __init__(self, features):
        p = Parameters()
        widths = [features, 512, 256, 128, 2]
        self.layers = [p.linear(a, b) for a, b in zip(widths, widths[1:])]
        self.count = p.count

    def __call__(self, rows, *_):
        """Features as they are: only SAMIA normalizes."""
        return [self.one(row) for row in rows]

    def one(self, x):
        for layer in self.layers[:-1]:
            x = np.maximum(apply(layer, x), 0.0)
        return apply(self.layers[-1], x)


def forward(attack, network, rows):
    width = rows.shape[1]
    i = np.arange(width)
    as_lists = lambda logits: [[float(v) for v in row] for row in logits]
    case = {"attack": attack, "width": width, "inputs": rows.tolist()}
    case["logits"] = as_lists(network(rows, 0.1 * i, 1.0 + 0.05 * i))
    if attack == "samia":
        case["batch_logits"] = as_lists(network(rows, rows.mean(axis=0), rows.var(axis=0)))
    return case


def rows(seed, count, width):
    drawn = np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)
    return drawn.astype(np.float64)


counts = [{"attack": "samia", "classes": c, "count": Samia(c).count} for c in (2, 10, 30, 100)]
counts += [{"attack": "nn", "classes": c, "count": Perceptron(c).count} for c in (2, 10, 30, 100)]
cases = [
    forward("nn", Perceptron(5), rows(1, 4, 5)),
    forward("samia", Samia(4), rows(2, 5, 12)),
    forward("samia", Samia(7), rows(3, 3, 21)),
]
print(json.dumps({"parameters": counts, "forward": cases}, indent=1))
