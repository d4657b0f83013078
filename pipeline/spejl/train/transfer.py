"""Models compared on people's codes, with intervals: sessions of AnnoMI drawn anew.

`python -m spejl.train.transfer annomi_test.csv MODEL …` prints a Markdown table. The first model
is what the others are compared with.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spejl.classify import TransformerClassifier
from spejl.coder import Coder
from spejl.codes import ClientTalk, Form
from spejl.evaluate.bootstrap import Bounds, interval
from spejl.evaluate.chance import kappa
from spejl.evaluate.icc import icc_agreement, mean_squares
from spejl.model import load_model
from spejl.sessions import CodedSession
from spejl.train.outside import (
    FAMILIES,
    OTHER,
    Pair,
    forced_pairs,
    judged_by,
    outside_sessions,
    pairs,
)
from spejl.train.remember import remembering

_CLASSES = {
    "behaviour": (*FAMILIES, OTHER),
    "forced": FAMILIES,
    "reflection": ("SR", "CR"),
    "form": tuple(Form),
    "client": tuple(ClientTalk),
}
_SHOWN = {
    "behaviour": "behaviours κ",
    "forced": "one of three forced κ",
    "reflection": "simple or complex κ",
    "form": "open or closed κ",
    "client": "client talk κ",
    "questions": "questions, ICC",
    "reflections": "reflections, ICC",
}

_NUMBERS = {"questions": "question", "reflections": "reflection"}
"""Which behaviour is counted in a session."""

Counts = NDArray[Any]
"""How often people (rows) and a model (columns) said what. *Shape:* (n_sessions, n, n)."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """What one model says of the sessions that people coded."""

    model: str
    counts: dict[str, Counts]
    """By what is compared: behaviour, forced, reflection, form and client."""

    @property
    def n_sessions(self) -> int:
        """How many sessions there are."""
        return len(self.counts["behaviour"])

    def value(self, measure: str, drawn: NDArray[np.intp]) -> float | None:
        """A measure over some sessions, with repetition; None where it is undefined.

        Args:
            measure: What is compared, for κ over all its units; or `questions` or `reflections`,
                for ICC(A,1) of their number in a session.
            drawn: Indices of sessions.
        """
        if measure in self.counts:
            return kappa(self.counts[measure][drawn].sum(axis=0))
        place = FAMILIES.index(_NUMBERS[measure])
        behaviours = self.counts["behaviour"][drawn]
        said = np.stack([behaviours[:, place, :].sum(1), behaviours[:, :, place].sum(1)], axis=1)
        return icc_agreement(mean_squares(said.astype(np.float64)))


def transfer(name: str, coder: Coder, sessions: Sequence[CodedSession]) -> Transfer:
    """What a coder says of sessions that people coded, their turns given as utterances."""
    found: dict[str, list[Counts]] = {key: [] for key in _CLASSES}
    for one in sessions:
        said = {**pairs(judged_by(coder, [one])), "forced": forced_pairs(coder, [one])}
        for key, classes in _CLASSES.items():
            found[key].append(_counts(said[key], classes))
    return Transfer(name, {key: np.stack(counts) for key, counts in found.items()})


def _counts(said: Sequence[Pair], classes: Sequence[str]) -> Counts:
    counts = np.zeros((len(classes), len(classes)), dtype=np.int64)
    for people, model in said:
        counts[classes.index(people), classes.index(model)] += 1
    return counts


def table(models: Sequence[Transfer]) -> Iterator[str]:
    """Every measure of every model, and what later models have more than the first."""
    first = models[0]
    yield "| model | " + " | ".join(_SHOWN.values()) + " |"
    yield "|---" * (len(_SHOWN) + 1) + "|"
    for one in models:
        cells = [_cell(_of(one, m), one.n_sessions) for m in _SHOWN]
        yield f"| {one.model} | " + " | ".join(cells) + " |"
    for one in models[1:]:
        cells = [_cell(_more(one, first, m), one.n_sessions, sign=True) for m in _SHOWN]
        yield f"| {one.model} - {first.model} | " + " | ".join(cells) + " |"


_Statistic = Callable[[NDArray[np.intp]], float | None]


def _of(one: Transfer, measure: str) -> _Statistic:
    return lambda drawn: one.value(measure, drawn)


def _more(one: Transfer, other: Transfer, measure: str) -> _Statistic:
    def statistic(drawn: NDArray[np.intp]) -> float | None:
        a, b = one.value(measure, drawn), other.value(measure, drawn)
        return None if a is None or b is None else a - b

    return statistic


def _cell(statistic: _Statistic, n_sessions: int, *, sign: bool = False) -> str:
    value = statistic(np.arange(n_sessions))
    if value is None:
        return "–"
    form = "{:+.3f}" if sign else "{:.3f}"
    return form.format(value) + _shown(interval(statistic, n_sessions), form)


def _shown(bounds: Bounds, form: str) -> str:
    if bounds.low is None or bounds.high is None:
        return ""
    return f" [{form.format(bounds.low)}, {form.format(bounds.high)}]"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Models compared on people's codes (AnnoMI).")
    parser.add_argument("file", type=Path, help="A file of AnnoMI's turns.")
    parser.add_argument("models", nargs="+", type=Path, help="Model folders.")
    given = parser.parse_args(arguments)
    sessions = outside_sessions(given.file)
    found = []
    for folder in given.models:
        model = remembering(load_model(folder), {})
        coder = Coder(TransformerClassifier(model.id, model.settings), model)
        found.append(transfer(model.id, coder, sessions))
    for line in table(found):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
