"""What a model answered, as the file that the page's audit reads: `member,label,p0,p1,…`, or `member,score`."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np

# Digits that tell every number of 64 bits apart: an audit sees the smallest differences of posteriors.
FORMAT = "%.17g"


def as_csv(answers: Any, name: str) -> bytes:
    """A pandas frame as it stands, or arrays by name: `member`, `label` and `posteriors`, or `member` and `score`."""
    if hasattr(answers, "to_csv"):
        return answers.to_csv(index=False, float_format=FORMAT).encode()
    if not isinstance(answers, Mapping):
        raise TypeError(f"{name} must be a pandas frame or a dict of arrays, not {type(answers).__name__}")
    columns = {"member": 1, "score": 1} if "score" in answers else {"member": 1, "label": 1, "posteriors": 2}
    if set(answers) != set(columns):
        raise ValueError(f"{name} must have {', '.join(columns)}, but has {', '.join(map(str, answers)) or 'nothing'}")
    arrays = {key: _array(answers[key], dimensions, f"{name}[{key!r}]") for key, dimensions in columns.items()}
    rows = {key: len(array) for key, array in arrays.items()}
    if len(set(rows.values())) > 1:
        raise ValueError(f"{name} must have as many rows everywhere, but has {rows}")
    return _table(arrays)


def _array(value: Any, dimensions: int, name: str) -> np.ndarray:
    array = np.asarray(value, dtype=np.float64)
    if array.ndim != dimensions:
        raise ValueError(f"{name} must have {dimensions} dimension{'s' * (dimensions > 1)}, but has the shape {array.shape}")
    return array


def _table(arrays: dict[str, np.ndarray]) -> bytes:
    heads = [head for key, array in arrays.items() for head in _heads(key, array)]
    text = io.StringIO()
    np.savetxt(text, np.column_stack(list(arrays.values())), delimiter=",", header=",".join(heads), comments="", fmt=FORMAT)
    return text.getvalue().encode()


def _heads(key: str, array: np.ndarray) -> list[str]:
    return [f"p{i}" for i in range(array.shape[1])] if array.ndim == 2 else [key]
