"""Errors of a model on reference-coded conversations, drawn by chance, to be read by people.

`python -m spejl.train.errors --split validation --each 10` prints a Markdown table per language.
The corpus is synthetic; its text may be shown.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spejl.coder import Coder, load
from spejl.sessions import CodedSession, CodedUtterance
from spejl.train.splits import SPLITS, read_corpus

SEED = 20
_MOST_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class CodingError:
    """An utterance that the model coded otherwise than the reference."""

    session: str
    language: str
    turn: int
    before: str
    """The end of what was said just before."""
    text: str
    reference: str
    said: str
    probability: float | None
    """Of the code that the model gave."""


def coding_errors(coder: Coder, sessions: Sequence[CodedSession]) -> Iterator[CodingError]:
    """The errors on given utterances, of practitioner and client alike, in reading order."""
    for reference in sessions:
        before = ""
        said = coder.recode(reference).utterances
        for gold, found in zip(reference.utterances, said, strict=True):
            if _label(gold) and _label(gold) != _label(found):
                yield CodingError(
                    reference.session.id,
                    reference.session.language or "",
                    gold.utterance.turn,
                    before[-_MOST_CHARACTERS // 2 :],
                    gold.utterance.text[:_MOST_CHARACTERS],
                    _label(gold),
                    _label(found),
                    found.probability,
                )
            before = gold.utterance.text


def draw(errors: Sequence[CodingError], each: int, seed: int = SEED) -> list[CodingError]:
    """Some errors of each language, by chance."""
    languages = sorted({e.language for e in errors})
    chance = random.Random(seed)
    drawn: list[CodingError] = []
    for language in languages:
        own = [e for e in errors if e.language == language]
        drawn += chance.sample(own, min(each, len(own)))
    return drawn


def _label(coded: CodedUtterance) -> str:
    return str(coded.code or coded.client_talk or "")


def _table(errors: Sequence[CodingError]) -> Iterator[str]:
    yield "| where | before | utterance | reference | model |"
    yield "|---|---|---|---|---|"
    for e in errors:
        chance = "" if e.probability is None else f" ({e.probability:.2f})"
        yield (
            f"| {e.session}, turn {e.turn} | … {_cell(e.before)} | {_cell(e.text)} "
            f"| {e.reference} | {e.said}{chance} |"
        )


def _cell(text: str) -> str:
    return text.replace("|", "/").strip()


def main(arguments: Sequence[str] | None = None) -> None:
    """Print drawn errors."""
    parser = argparse.ArgumentParser(description="Errors of a model, drawn by chance.")
    parser.add_argument("--model", default=None, help="A model folder; default: the shipped one.")
    parser.add_argument("--corpus", type=Path, default=Path("data/corpus"))
    parser.add_argument("--split", choices=SPLITS, default="validation")
    parser.add_argument("--each", type=int, default=10, help="Errors per language.")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args(arguments)
    corpus = read_corpus(given.corpus, (given.split,))
    found = list(coding_errors(load(given.model), [c.coded for c in corpus[given.split]]))
    for line in _table(draw(found, given.each, given.seed)):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
