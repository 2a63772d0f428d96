"""The same stack of networks in PyTorch, on one thread: milliseconds for so many steps, and the loss before and after."""

import json
import sys
import time

import torch

task = json.loads(sys.argv[1])
layers, batch, n, steps = task["layers"], task["batch"], task["networks"], task["steps"]
torch.set_num_threads(1)
torch.manual_seed(1)
records = 1024
patterns = torch.rand(layers[-1], layers[0])
labels = torch.randint(layers[-1], (records,))
pool = 0.5 * patterns[labels] + 0.5 * torch.rand(records, layers[0])
parameters = []
for inputs, outputs in zip(layers, layers[1:]):
    bound = (3 / inputs) ** 0.5
    parameters += [(torch.rand(n, inputs, outputs) * 2 - 1) * bound, torch.zeros(n, 1, outputs)]
parameters = [parameter.requires_grad_() for parameter in parameters]
optimizer = torch.optim.Adam(parameters, lr=0.002)


def step():
    drawn = torch.randint(records, (n * batch,))
    values = pool[drawn].reshape(n, batch, layers[0])
    for i in range(0, len(parameters), 2):
        values = torch.baddbmm(parameters[i + 1], values, parameters[i])
        if i < len(parameters) - 2:
            values = torch.relu(values)
    loss = torch.nn.functional.cross_entropy(values.reshape(n * batch, -1), labels[drawn]) * n
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item() / n


first = step()
for _ in range(10):
    step()
started = time.perf_counter()
for _ in range(steps):
    last = step()
milliseconds = 1000 * (time.perf_counter() - started)
print(json.dumps({"ms": milliseconds, "first": first, "last": last, "version": torch.__version__}))
