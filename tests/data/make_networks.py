"""Makes networks.json: forward passes of the networks `cnn` and `resnet8` from plain loops over their definition.

    python3 -m venv venv
    venv/bin/pip install numpy==2.4.6
    venv/bin/python tests/data/make_networks.py > tests/data/networks.json

Written from the papers' descriptions and torch's documentation of Conv2d, BatchNorm2d and AvgPool2d, not from the Rust code:
pictures are [channels, height, width], filters torch's [out, in, 3, 3], every position is visited by itself, in double
precision. Only the order of the values is the Rust code's: weights (rows: position of the window, then channel; columns:
units) and biases of each layer, then scale, running mean and running variance of each norm. Values are sines of their
position, so that both programs have the same without a file of weights.

In training mode the last record is padding: it is computed like the others, but its values do not count in the statistics.
"""

import json

import numpy as np

EPSILON, MOMENTUM = 1e-5, 0.1


def single(values):
    return values.astype(np.float32).astype(np.float64)


class Values:
    """Hands out the values of a network in their order; the k-th is made of sin(1.3 k + 0.4)."""

    def __init__(self):
        self.made = 0

    def make(self, count, middle, width):
        k = np.arange(self.made, self.made + count, dtype=np.float64)
        self.made += count
        return single(middle + width * np.sin(1.3 * k + 0.4))


class Layer:
    """A dense layer (side 0) or a convolution, with torch's layout of weights."""

    def __init__(self, values, inputs, outputs, side):
        self.side, self.outputs = side, outputs
        rows = inputs * max(side * side, 1)
        matrix = values.make(rows * outputs, 0.0, 0.5).reshape(rows, outputs)
        if side:
            matrix = matrix.reshape(side, side, inputs, outputs).transpose(3, 2, 0, 1)
        self.weight = matrix
        self.bias = values.make(outputs, 0.0, 0.3)

    def add_norm(self, values):
        self.scale = values.make(self.outputs, 1.0, 0.3)
        self.mean = values.make(self.outputs, 0.0, 0.3)
        self.variance = values.make(self.outputs, 1.0, 0.5)


def convolved(layer, picture, stride):
    """[in, h, w] to [out, h', w'], padding (side - 1) / 2."""
    edge = layer.side // 2
    _, height, width = picture.shape
    rows, columns = (height - 1) // stride + 1, (width - 1) // stride + 1
    out = np.zeros((layer.outputs, rows, columns))
    for unit in range(layer.outputs):
        for y in range(rows):
            for x in range(columns):
                for dy in range(layer.side):
                    for dx in range(layer.side):
                        v, u = y * stride + dy - edge, x * stride + dx - edge
                        if 0 <= v < height and 0 <= u < width:
                            out[unit, y, x] += layer.weight[unit, :, dy, dx] @ picture[:, v, u]
    return out


class Pass:
    """One forward pass of a batch; statistics of the `real` first records, or the running ones if that is None."""

    def __init__(self, real):
        self.real = real
        self.moments = []

    def normed(self, layer, pictures, stride):
        sums = np.array([convolved(layer, picture, stride) for picture in pictures])
        mean, variance = layer.mean, layer.variance
        if self.real is not None:
            of_unit = [sums[: self.real, unit].ravel() for unit in range(layer.outputs)]
            mean = np.array([values.mean() for values in of_unit])
            variance = np.array([values.var() for values in of_unit])
            unbiased = np.array([values.var(ddof=1) for values in of_unit])
            self.moments += list((1 - MOMENTUM) * layer.mean + MOMENTUM * mean)
            self.moments += list((1 - MOMENTUM) * layer.variance + MOMENTUM * unbiased)
        out = np.empty_like(sums)
        for unit in range(layer.outputs):
            centred = (sums[:, unit] - mean[unit]) / np.sqrt(variance[unit] + EPSILON)
            out[:, unit] = layer.scale[unit] * centred + layer.bias[unit]
        return out


def relu(values):
    return np.maximum(values, 0.0)


def pooled(pictures):
    b, c, height, width = pictures.shape
    out = np.zeros((b, c, height // 2, width // 2))
    for y in range(height // 2):
        for x in range(width // 2):
            out[:, :, y, x] = pictures[:, :, 2 * y : 2 * y + 2, 2 * x : 2 * x + 2].mean(axis=(2, 3))
    return out


def flat(pictures):
    """Position by position, the channels of a position together."""
    return pictures.transpose(0, 2, 3, 1).reshape(len(pictures), -1)


def dense(layer, values):
    return values @ layer.weight + layer.bias


class Cnn:
    def __init__(self, width, height, channels, hidden, classes):
        values = Values()
        inputs = (width // 4) * (height // 4) * 2 * channels
        self.first = Layer(values, 1, channels, 3)
        self.second = Layer(values, channels, 2 * channels, 3)
        self.hidden = Layer(values, inputs, hidden, 0)
        self.last = Layer(values, hidden, classes, 0)
        self.first.add_norm(values)
        self.second.add_norm(values)

    def logits(self, pictures, run):
        x = pooled(relu(run.normed(self.first, pictures, 1)))
        x = pooled(relu(run.normed(self.second, x, 1)))
        return dense(self.last, relu(dense(self.hidden, flat(x))))


class Resnet8:
    def __init__(self, channels, classes):
        values = Values()
        self.stem = Layer(values, 1, channels, 3)
        self.blocks, before = [], channels
        for units in [channels, 2 * channels, 4 * channels]:
            first = Layer(values, before, units, 3)
            shortcut = Layer(values, before, units, 1) if units != before else None
            self.blocks.append((first, shortcut, Layer(values, units, units, 3)))
            before = units
        self.last = Layer(values, before, classes, 0)
        for layer in [self.stem] + [layer for block in self.blocks for layer in block if layer]:
            layer.add_norm(values)

    def logits(self, pictures, run):
        x = relu(run.normed(self.stem, pictures, 1))
        for first, shortcut, second in self.blocks:
            stride = 2 if shortcut else 1
            between = relu(run.normed(first, x, stride))
            skipping = run.normed(shortcut, x, stride) if shortcut else x
            x = relu(run.normed(second, between, 1) + skipping)
        return dense(self.last, x.mean(axis=(2, 3)))


def example(name, network, width, height, batch):
    k = np.arange(batch * width * height, dtype=np.float64)
    pictures = single(np.sin(0.37 * k + 0.2)).reshape(batch, 1, height, width)
    training, use = Pass(batch - 1), Pass(None)
    trained = network.logits(pictures, training)
    used = network.logits(pictures, use)
    return {
        "network": name,
        "width": width,
        "height": height,
        "batch": batch,
        "training": trained[: batch - 1].ravel().tolist(),
        "running": training.moments,
        "use": used.ravel().tolist(),
    }


print(
    json.dumps(
        [
            example("cnn", Cnn(9, 6, 3, 5, 4), 9, 6, 4),
            example("resnet8", Resnet8(2, 4), 9, 6, 4),
        ]
    )
)
