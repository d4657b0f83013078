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
_DEPTH = {"simple": Code.SR, "complex": Code.CR}


def outside_sessions(path: Path) -> list[CodedSession]:
    """The sessions of an AnnoMI file, every turn one utterance with people's code.

    Reflections keep their depth; input is given as information; turns of the behaviour `other`
    have no code, since several MITI codes hide in them.
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
        return CodedUtterance(utterance, Code.Q, row["question_subtype"] or None)
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


def forced_kappa(coder: Coder, sessions: Sequence[CodedSession]) -> float | None:
    """κ over question / reflection / input where the coder must choose one of the three."""
    gold: list[str] = []
    said: list[str] = []
    for one in sessions:
        for a, b in zip(one.utterances, coder.recode(one).utterances, strict=True):
            if a.code is None or b.probabilities is None:
                continue
            share: dict[str, float] = defaultdict(float)
            for code, probability in zip(_CODES, b.probabilities, strict=True):
                if code in BEHAVIOURS:
                    share[BEHAVIOURS[code]] += probability
            gold.append(BEHAVIOURS[a.code])
            said.append(max(share, key=lambda family: share[family]))
    return _kappa(gold, said)


def outside_figures(found: Judged) -> dict[str, Any]:
    """Agreement with AnnoMI's codes, given its utterances.

    Returns:
        `behaviour_kappa` over question / reflection / input, anything else that was found being
        counted as wrong; `reflection_kappa` (simple or complex) where both say reflection;
        `form_kappa` (open or closed); `client_kappa`; each with its n.
    """
    gold = [_CODES[i] for i in found.gold[Head.CODE]]
    said = [_CODES[i] for i in found.said[Head.CODE]]
    kinds = [BEHAVIOURS[c] for c in gold]
    guesses = [BEHAVIOURS.get(c, "other") for c in said]
    both = [
        (a, b)
        for a, b in zip(gold, said, strict=True)
        if BEHAVIOURS[a] == "reflection" == BEHAVIOURS.get(b)
    ]
    names = ("question", "reflection", "input")
    f1 = f1_score(kinds, guesses, labels=names, average=None, zero_division=0)
    return {
        "behaviour_kappa": _kappa(kinds, guesses),
        "behaviour_n": len(kinds),
        **{f"{name}_f1": float(score) for name, score in zip(names, f1, strict=True)},
        "found_none": guesses.count("other"),
        "reflection_kappa": _kappa([a for a, _ in both], [b for _, b in both]),
        "reflection_n": len(both),
        "form_kappa": _kappa(found.gold[Head.FORM], found.said[Head.FORM]),
        "form_n": len(found.gold[Head.FORM]),
        "client_kappa": _kappa(found.gold[Head.TALK], found.said[Head.TALK]),
        "client_n": len(found.gold[Head.TALK]),
    }


def _kappa(gold: Sequence[object], said: Sequence[object]) -> float | None:
    """Cohen's κ; None where nothing was judged."""
    return (
        float(cohen_kappa_score([str(x) for x in gold], [str(x) for x in said])) if gold else None
    )
