"""Transfer to people's codes: AnnoMI, human-coded English demonstration sessions.

The files are not part of the project (https://github.com/uccollab/AnnoMI); each row is one turn
with the columns session_id, speaker, text, topic, main_therapist_behaviour, reflection_subtype,
question_subtype, client_talk_type.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from sklearn.metrics import cohen_kappa_score, f1_score

from spejl.coder import Coder
from spejl.codes import BEHAVIOURS, ClientTalk, Code, Form
from spejl.model.heads import Head
from spejl.sessions import CodedSession, CodedUtterance, Role, Session, Turn, Utterance
from spejl.train.validate import Judged

_CODES = tuple(Code)
_TALKS = tuple(ClientTalk)
_FORMS = tuple(Form)

_ROLES = (("practitioner", Role.PRACTITIONER), ("client", Role.CLIENT))
_OPEN_CLOSED = (Form.OPEN, Form.CLOSED)
FAMILIES, OTHER = ("question", "reflection", "input"), "other"
_DEPTH = {"simple": Code.SR, "complex": Code.CR}

Pair = tuple[str, str]
"""What people said, and what was found."""


def outside_sessions(path: Path) -> list[CodedSession]:
    """The sessions of an AnnoMI file, every turn one utterance with people's code.

    Reflections keep their depth, and are simple where coders tied on it; questions on whose form
    they tied have none; input is given as information; turns of the behaviour `other` have no code,
    since several MITI codes hide in them.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        _session(key, list(group)) for key, group in groupby(rows, key=lambda r: r["session_id"])
    ]


def _session(key: str, rows: list[dict[str, str]]) -> CodedSession:
    turns = tuple(Turn(row["speaker"], row["text"]) for row in rows)
    session = Session(f"annomi-{key}", turns, "en", rows[0]["topic"], _ROLES)
    return CodedSession(session, tuple(_unit(i, row) for i, row in enumerate(rows)), "people")


def _unit(index: int, row: dict[str, str]) -> CodedUtterance:
    role = Role(row["speaker"])
    utterance = Utterance(index, 0, len(row["text"]), role, row["text"])
    if role is not Role.PRACTITIONER:
        talk = row["client_talk_type"]
        return CodedUtterance(utterance, client_talk=ClientTalk(talk) if talk else None)
    main = row["main_therapist_behaviour"]
    if main == "reflection":
        return CodedUtterance(utterance, _DEPTH.get(row["reflection_subtype"], Code.SR))
    if main == "question":
        form = row["question_subtype"]
        return CodedUtterance(utterance, Code.Q, form if form in _OPEN_CLOSED else None)
    return CodedUtterance(utterance, Code.GI if main == "therapist_input" else None)


def judged_by(coder: Coder, sessions: Sequence[CodedSession]) -> Judged:
    """What a finished coder says of the sessions' utterances."""
    found = Judged()
    for one in sessions:
        for gold, said in zip(one.utterances, coder.recode(one).utterances, strict=True):
            if gold.code is not None and said.code is not None:
                found.add(Head.CODE, _CODES.index(gold.code), _CODES.index(said.code))
            if gold.client_talk is not None and said.client_talk is not None:
                found.add(Head.TALK, _TALKS.index(gold.client_talk), _TALKS.index(said.client_talk))
            if gold.form in _OPEN_CLOSED and said.form in _OPEN_CLOSED:
                found.add(Head.FORM, _FORMS.index(gold.form), _FORMS.index(said.form))
    return found


def forced_pairs(coder: Coder, sessions: Sequence[CodedSession]) -> list[Pair]:
    """What people said and what the coder says where it must choose: question, reflection or input.

    Empty for a coder without probabilities.
    """
    found: list[Pair] = []
    for one in sessions:
        for a, b in zip(one.utterances, coder.recode(one).utterances, strict=True):
            if a.code is None or b.probabilities is None:
                continue
            share: dict[str, float] = defaultdict(float)
            for code, probability in zip(_CODES, b.probabilities, strict=True):
                if code in BEHAVIOURS:
                    share[BEHAVIOURS[code]] += probability
            found.append((BEHAVIOURS[a.code], max(share, key=lambda family: share[family])))
    return found


def pairs(found: Judged) -> dict[str, list[Pair]]:
    """What people said and what was found, by what is compared.

    Returns:
        `behaviour`: question / reflection / input, or `other` for whatever else was found;
        `reflection`: simple or complex, where both say reflection; `form`: open or closed;
        `client`: kinds of client talk.
    """
    codes = [
        (_CODES[a], _CODES[b])
        for a, b in zip(found.gold[Head.CODE], found.said[Head.CODE], strict=True)
    ]
    return {
        "behaviour": [(BEHAVIOURS[a], BEHAVIOURS.get(b, OTHER)) for a, b in codes],
        "reflection": [
            (str(a), str(b)) for a, b in codes if BEHAVIOURS[a] == "reflection" == BEHAVIOURS.get(b)
        ],
        "form": _named(found, Head.FORM, _FORMS),
        "client": _named(found, Head.TALK, _TALKS),
    }


def _named(found: Judged, head: Head, classes: Sequence[str]) -> list[Pair]:
    both = zip(found.gold[head], found.said[head], strict=True)
    return [(str(classes[a]), str(classes[b])) for a, b in both]


def outside_figures(coder: Coder, sessions: Sequence[CodedSession]) -> dict[str, Any]:
    """A coder's agreement with AnnoMI's codes, given its utterances.

    Returns:
        As `figures_of`, and `behaviour_kappa_forced`: the coder must choose one of the three.
    """
    forced = forced_pairs(coder, sessions)
    return {**figures_of(judged_by(coder, sessions)), "behaviour_kappa_forced": _kappa(forced)}


def figures_of(found: Judged) -> dict[str, Any]:
    """Agreement with AnnoMI's codes.

    Returns:
        `behaviour_kappa` over question / reflection / input, anything else that was found being
        counted as wrong; `reflection_kappa` (simple or complex) where both say reflection;
        `form_kappa` (open or closed); `client_kappa`; each with its n.
    """
    compared = pairs(found)
    kinds, guesses = ([pair[i] for pair in compared["behaviour"]] for i in (0, 1))
    f1 = f1_score(kinds, guesses, labels=FAMILIES, average=None, zero_division=0)
    return {
        **{f"{name}_kappa": _kappa(both) for name, both in compared.items()},
        **{f"{name}_n": len(both) for name, both in compared.items()},
        **{f"{name}_f1": float(score) for name, score in zip(FAMILIES, f1, strict=True)},
        "found_none": guesses.count(OTHER),
    }


def _kappa(compared: Sequence[Pair]) -> float | None:
    """Cohen's κ; None where nothing was judged."""
    if not compared:
        return None
    return float(cohen_kappa_score(*zip(*compared, strict=True)))
