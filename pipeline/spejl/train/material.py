"""What a run learns from and is judged by: the corpus, one's own sessions, or both."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spejl.errors import SettingsError
from spejl.languages import LANGUAGES
from spejl.serialize import Conversation, compose_miti
from spejl.serialize.contrast_form import DEV
from spejl.train.contrast import as_conversations, read_families
from spejl.train.examples import Example, example
from spejl.train.own import Gold, from_corpus, read_own
from spejl.train.parts import CLINICIAN, parts
from spejl.train.settings import TrainSettings
from spejl.train.splits import SPLITS, read_corpus

LEARNT, CHOSEN_ON = "train", "validation"


@dataclass(frozen=True, slots=True)
class Pool:
    """Sessions for cross-validation and learning curves."""

    fixed: tuple[Gold, ...]
    """Learnt from always: contrast forms; where one's own are asked about, also the corpus and
    those of one's own that are in other languages than Spejl's."""
    asked: tuple[Gold, ...]
    """Those that folds and shares are made of."""
    judged_by: tuple[Gold, ...]
    """Those on which a learning curve is judged."""


def read_material(settings: TrainSettings, splits: Sequence[str] = SPLITS) -> dict[str, list[Gold]]:
    """The sessions of some splits; the corpus' files of the others are not opened.

    One's own sessions in other languages than Spejl's are learnt from and never judged by.

    Raises:
        SettingsError: The corpus cannot be had, or one's own cannot be split.
        TranscriptError: A file cannot be read.
    """
    found: dict[str, list[Gold]] = {name: [] for name in splits}
    if settings.corpus:
        for name, members in read_corpus(Path(settings.corpus), splits).items():
            found[name] += map(from_corpus, members)
    for name, own in _own_parts(settings).items():
        if name in found:
            found[name] += own
    return found


def read_for_folds(settings: TrainSettings) -> Pool:
    """The sessions for cross-validation: all of one's own, or those the corpus is trained on.

    One's own in other languages than Spejl's are learnt from always.
    """
    if not settings.data:
        corpus = _corpus(settings)
        return Pool(contrast_forms(settings), (*corpus[LEARNT], *corpus[CHOSEN_ON]), ())
    known, others = _by_language(_own(settings))
    return Pool((*_corpus(settings)[LEARNT], *contrast_forms(settings), *others), tuple(known), ())


def read_for_curve(settings: TrainSettings) -> Pool:
    """The sessions for a learning curve.

    Of one's own, what is not learnt from judges; of the corpus, the validation part alone.
    """
    corpus = _corpus(settings)
    if not settings.data:
        return Pool(contrast_forms(settings), tuple(corpus[LEARNT]), tuple(corpus[CHOSEN_ON]))
    known, others = _by_language(_own(settings))
    own = parts(known, settings.split, settings.seed)
    judges = [gold for name, members in own.items() if name != LEARNT for gold in members]
    others = apart(others, judges, settings.split)
    fixed = (*corpus[LEARNT], *contrast_forms(settings), *others)
    return Pool(fixed, tuple(own[LEARNT]), tuple(judges))


def contrast_forms(settings: TrainSettings) -> tuple[Gold, ...]:
    """Single moments that differ in code, of the part that may be learnt from.

    Empty unless the settings say to learn from them.
    """
    if not (settings.contrast and settings.contrast_train):
        return ()
    families = read_families(Path(settings.contrast), DEV)
    return tuple(map(from_corpus, as_conversations(families)))


def _corpus(settings: TrainSettings) -> dict[str, list[Gold]]:
    names = (LEARNT, CHOSEN_ON)
    if not settings.corpus:
        return {name: [] for name in names}
    read = read_corpus(Path(settings.corpus), names)
    return {name: list(map(from_corpus, members)) for name, members in read.items()}


def examples(sessions: Sequence[Gold]) -> list[Example]:
    """Sessions as training sees them."""
    return [example(gold.conversation, gold.choices) for gold in sessions]


def conversations(sessions: Sequence[Gold]) -> list[Conversation]:
    """The conversations of sessions."""
    return [gold.conversation for gold in sessions]


def digest(sessions: Sequence[Gold]) -> str:
    """SHA-256 of what is learnt from these sessions, hex."""
    found = hashlib.sha256()
    for gold in sessions:
        found.update(compose_miti(gold.conversation).encode())
        if gold.choices:
            found.update(repr(sorted(gold.choices.items())).encode())
    return found.hexdigest()


def own_record(settings: TrainSettings) -> dict[str, Any]:
    """How one's own sessions were split, for the run's record; empty without any."""
    if not settings.data:
        return {}
    found = _own_parts(settings)
    return {
        "split_by": settings.split,
        "own_sessions": {name: [gold.id for gold in own] for name, own in found.items()},
        "own_clinicians": {
            name: len({gold.clinician for gold in own if gold.clinician})
            for name, own in found.items()
        },
    }


def _own(settings: TrainSettings) -> tuple[Gold, ...]:
    found = read_own(settings.data)
    if not found:
        raise SettingsError(
            "no coded session was found; expected .miti files, JSON as spejl code writes it, or "
            "coding sheets (.csv, .tsv, .xlsx)",
            "data.files",
        )
    return found


def _own_parts(settings: TrainSettings) -> dict[str, list[Gold]]:
    if not settings.data:
        return {}
    sessions = _own(settings)
    known, others = _by_language(sessions)
    if len(others) == len(sessions) and settings.corpus:
        return {name: others if name == LEARNT else [] for name in SPLITS}
    found = parts(known, settings.split, settings.seed)
    judges = [gold for name in SPLITS if name != LEARNT for gold in found[name]]
    found[LEARNT] += apart(others, judges, settings.split)
    return found


def _by_language(sessions: Sequence[Gold]) -> tuple[list[Gold], list[Gold]]:
    """Sessions in Spejl's languages, and those in others."""
    known = [gold for gold in sessions if gold.language in LANGUAGES]
    return known, [gold for gold in sessions if gold.language not in LANGUAGES]


def apart(sessions: Sequence[Gold], judges: Sequence[Gold], by: str) -> list[Gold]:
    """Of some sessions those that may be learnt from beside the judging ones.

    Args:
        sessions: In no part yet.
        judges: What is learnt is judged by these.
        by: `session`, or `clinician` so that nobody is on both sides.
    """
    names = {gold.clinician for gold in judges if gold.clinician} if by == CLINICIAN else set()
    return [gold for gold in sessions if gold.clinician not in names]
