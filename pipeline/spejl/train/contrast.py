"""The contrast set in training and reporting: families of forms that differ in code."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spejl.coder import Coder
from spejl.evaluate import of_pairs
from spejl.serialize import Conversation, Family, parse_contrast
from spejl.sessions import CodedSession


def read_families(folder: Path, split: str) -> list[Family]:
    """The families of one split, of all languages; empty where the folder has none.

    Raises:
        TranscriptError: A file cannot be read.
    """
    return [
        family
        for path in sorted(folder.glob("[a-z][a-z].jsonl"))
        for family in parse_contrast(path.read_text(encoding="utf-8"), path.stem, path)
        if family.split == split
    ]


def as_conversations(families: Sequence[Family]) -> list[Conversation]:
    """Every form as a small conversation, of which the last utterance alone is coded."""
    return [Conversation((), form) for family in families for form in family.forms]


def contrast_figures(coder: Coder, families: Sequence[Family]) -> dict[str, Any]:
    """How well a coder tells the forms of families apart.

    Returns:
        For `all` and each language: `families`, `forms`, κ over all codes and client talk
        together, share of forms that are right, and share of families of which every form is.
    """
    right: dict[str, list[bool]] = {}
    pairs: dict[str, list[tuple[str, str]]] = {}
    for family in families:
        pairs[family.id] = [(_label(f), _label(coder.recode(f))) for f in family.forms]
        right[family.id] = [a == b for a, b in pairs[family.id]]
    groups: dict[str, list[str]] = defaultdict(list)
    for family in families:
        groups["all"].append(family.id)
        groups[family.language].append(family.id)
    return {name: _figures([pairs[i] for i in ids]) for name, ids in groups.items()}


def _figures(families: list[list[tuple[str, str]]]) -> dict[str, Any]:
    found = of_pairs([pair for pairs in families for pair in pairs])
    whole = [all(a == b for a, b in pairs) for pairs in families]
    return {
        "families": len(families),
        "forms": found.n,
        "kappa": None if found.kappa is None else round(found.kappa, 3),
        "right": None if found.accuracy is None else round(found.accuracy, 3),
        "whole_families_right": round(sum(whole) / len(whole), 3) if whole else None,
    }


def _label(form: CodedSession) -> str:
    last = form.utterances[-1]
    return str(last.code or last.client_talk)
