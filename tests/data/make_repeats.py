"""Makes repeats.json: what scipy says about made-up results of several seeds.

    python3 -m venv venv
    venv/bin/pip install numpy==2.4.6 scipy==1.17.1
    venv/bin/python tests/data/make_repeats.py > tests/data/repeats.json

Per case: accuracy and AUC of two arms, one value a seed; mean, sample deviation and Student's 95 % interval of each, and
of the paired differences. The intervals are those of scipy.stats.ttest_1samp and ttest_rel. `quantiles` holds what
|T| exceeds in 5 % of cases, by degrees of freedom. The seed is fixed: the same versions make the same file.
"""

import json

import numpy as np
from scipy import stats

RNG = np.random.default_rng(20251123)


def spread(values):
    interval = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    return {
        "mean": float(np.mean(values)),
        "deviation": float(np.std(values, ddof=1)),
        "interval": [float(interval.low), float(interval.high)],
    }


def paired(values, base):
    interval = stats.ttest_rel(values, base).confidence_interval(0.95)
    return {**spread(values - base), "interval": [float(interval.low), float(interval.high)]}


def case(seeds):
    common = RNG.normal(0, 0.03, seeds)
    arm = lambda middle: np.round(np.clip(middle + common + RNG.normal(0, 0.01, seeds), 0.01, 0.99), 4)
    base, other = {"accuracy": arm(0.65), "auc": arm(0.74)}, {"accuracy": arm(0.66), "auc": arm(0.63)}
    return {
        "base": {key: values.tolist() for key, values in base.items()},
        "other": {key: values.tolist() for key, values in other.items()},
        "expected": {
            key: {"base": spread(base[key]), "other": spread(other[key]), "minus_base": paired(other[key], base[key])}
            for key in base
        },
    }


print(json.dumps({
    "quantiles": [[freedom, float(stats.t.ppf(0.975, freedom))] for freedom in range(1, 50)],
    "cases": [case(seeds) for seeds in (2, 3, 5, 10, 50)],
}))
