"""Makes epsilon.json: ε of DP-SGD's steps with the orders that src/finetune/accountant.rs tries.

    python3 -m venv venv
    venv/bin/pip install dp-accounting==0.6.0 numpy==2.4.6
    venv/bin/python tests/data/make_epsilon.py > tests/data/epsilon.json

Whole orders by Google's dp-accounting. Its series for other orders does not converge at such sampling rates, so these are
Simpson's rule over a million points of E[((1 - q) + q exp((2x - 1) / 2σ²))^α], x ~ N(0, σ²).
"""

import json
import math

import dp_accounting
import numpy as np
from dp_accounting.rdp import RdpAccountant

WHOLE = [*range(2, 65), 80, 96, 128, 192, 256, 512, 1024]
OTHERS = [1 + k / 200 for k in range(2, 20)] + [1 + k / 40 for k in range(4, 40)] + [1 + k / 10 for k in range(10, 40)]
OTHERS = [order for order in OTHERS if order != int(order)]
FIRST, LAST = OTHERS[0], WHOLE[-1]


def renyi(rate, noise, order):
    """log E / (α - 1) of one step."""
    x = np.linspace(-20 * noise, order + 20 * noise, 2**20 + 1)
    log = order * np.logaddexp(math.log1p(-rate), math.log(rate) + (2 * x - 1) / (2 * noise**2)) - x**2 / (2 * noise**2)
    simpson = np.ones(len(x))
    simpson[1:-1:2], simpson[2:-1:2] = 4, 2
    total = log.max() + math.log((simpson * np.exp(log - log.max())).sum() * (x[1] - x[0]) / 3)
    return (total - math.log(noise * math.sqrt(2 * math.pi))) / (order - 1)


def converted(divergence, order, delta):
    """Canonne, Kamath & Steinke 2020, Proposition 12."""
    return divergence + math.log((order - 1) / order) - (math.log(delta) + math.log(order)) / (order - 1)


def of_whole_orders(rate, noise, steps, delta):
    accountant = RdpAccountant(orders=WHOLE, neighboring_relation=dp_accounting.NeighboringRelation.ADD_OR_REMOVE_ONE)
    step = dp_accounting.PoissonSampledDpEvent(rate, dp_accounting.GaussianDpEvent(noise))
    accountant.compose(step, steps)
    epsilon, order = accountant.get_epsilon_and_optimal_order(delta)
    return float(epsilon), float(order)


cases = []
for rate, noise, steps, delta in [
    (0.01, 1.0, 1000, 1e-5),
    (0.1067, 1.0, 280, 1e-5),
    (0.1067, 0.3, 280, 1e-5),
    (0.1067, 3.0, 280, 1e-5),
    (0.071, 0.6, 1500, 1e-6),
    (0.5, 2.0, 50, 1e-5),
    (1.0, 4.0, 10, 1e-5),
    (0.004, 0.7, 20000, 1e-7),
    (64 / 300, 0.1, 75, 1e-5),
    (64 / 300, 0.3, 75, 1e-5),
    (64 / 300, 1.0, 75, 1e-5),
    (64 / 300, 0.01, 75, 1e-5),
    (0.001, 20.0, 1, 1e-5),
]:
    one = (lambda order: order / (2 * noise**2)) if rate == 1.0 else (lambda order: renyi(rate, noise, order))
    found = [(converted(steps * one(order), order, delta), order) for order in OTHERS]
    epsilon, order = min([*found, of_whole_orders(rate, noise, steps, delta)])
    case = {"rate": rate, "noise": noise, "steps": steps, "delta": delta}
    cases.append({**case, "epsilon": epsilon, "at_most": epsilon > 0 and order in (FIRST, LAST)})

print(json.dumps(cases, indent=1))
