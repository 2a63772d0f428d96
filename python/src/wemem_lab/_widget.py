"""The tag in a cell, and an audit that it computes."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from IPython.display import display

from wemem_lab._answers import as_csv
from wemem_lab._base import address_of

# Until the browser says that it has the tag. It says so at once where it can say anything to a cell that runs.
SECONDS_TO_BEGIN = 60


class Tag(anywidget.AnyWidget):
    """`<wemem-lab>` with its attributes."""

    _esm = Path(__file__).parent / "tag.js"
    base = traitlets.Unicode().tag(sync=True)
    attributes = traitlets.Dict().tag(sync=True)


class Audit(Tag):
    """A tag that attacks a model's answers, and keeps what it found."""

    #: The files by what they are; those of shadows and references in their order.
    files = traitlets.Dict().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._begun = threading.Event()
        self._ended = threading.Event()
        self._answer: dict[str, Any] = {}
        self.on_msg(self._hear)
        # ipykernel 7.4 hands what the browser says to the thread that spoke to it last: the one that waits. Where JupyterLab sends it is right.
        self.comm._reply_subshell_for = None

    def _hear(self, _: Any, message: dict[str, Any], __: Any) -> None:
        self._begun.set()
        if "report" in message or "error" in message:
            self._answer = message
            self._ended.set()

    @property
    def report(self) -> dict[str, Any]:
        """What was found, once it was."""
        if not self._ended.is_set():
            raise RuntimeError("the audit has not ended: its cell shows how far it is")
        if "error" in self._answer:
            raise ValueError(self._answer["error"])
        return self._answer["report"]

    def wait(self, timeout: float | None = None) -> dict[str, Any]:
        """The report, when the browser has found it."""
        if not self._begun.wait(SECONDS_TO_BEGIN):
            raise TimeoutError(
                "the browser says nothing to a cell that runs: use JupyterLab 4.4 and ipykernel 7 or newer, or wait=False and the"
                " report in a later cell; and is the page there for the browser, at base?"
            )
        if not self._ended.wait(timeout):
            raise TimeoutError(f"the audit has not ended in {timeout} seconds")
        return self.report


def show(*, base: str | Path, **attributes: Any) -> None:
    """The tag with attributes such as `view`, `step`, `preset`, `settings`, `label`."""
    display(Tag(base=address_of(base), attributes={name: str(value) for name, value in attributes.items()}))


def audit(
    target: Any,
    *,
    base: str | Path,
    shadows: Sequence[Any] = (),
    references: Sequence[Any] = (),
    population: Any = None,
    wait: bool = True,
    timeout: float | None = None,
) -> Any:
    """Attacks a model's answers in the browser and shows the figures. Returns the report, or without `wait` what will have it."""
    files: dict[str, Any] = {"target": as_csv(target, "target")}
    for name, several in {"shadows": shadows, "references": references}.items():
        files[name] = [as_csv(one, f"{name}[{i}]") for i, one in enumerate(several)]
    if population is not None:
        files["population"] = as_csv(population, "population")
    widget = Audit(base=address_of(base), attributes={"view": "audit", "label": "Audit"}, files=files)
    display(widget)
    return widget.wait(timeout) if wait else widget
