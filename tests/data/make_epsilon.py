"""Makes epsilon.json: ε of DP-SGD's steps by Google's dp-accounting, with the orders that src/defense/accountant.rs tries.

    python3 -m venv venv
    venv/bin/pip install dp-accounting==0.6.0
    venv/bin/python tests/data/make_epsilon.py > tests/data/epsilon.json
"""

import json

import dp_accounting
from dp_accounting.rdp import RdpAccountant

ORDERS = [*range(2, 65), 80, 96, 128, 192, 256, 512, 1024]

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
]:
    accountant = RdpAccountant(orders=ORDERS, neighboring_relation=dp_accounting.NeighboringRelation.ADD_OR_REMOVE_ONE)
    step = dp_accounting.PoissonSampledDpEvent(rate, dp_accounting.GaussianDpEvent(noise))
    accountant.compose(step, steps)
    epsilon = float(accountant.get_epsilon(delta))
    cases.append({"rate": rate, "noise": noise, "steps": steps, "delta": delta, "epsilon": epsilon})

print(json.dumps(cases, indent=1))
