"""Transfer to people's codes: AnnoMI, human-coded English demonstration sessions.

The files are not part of the project (https://github.com/uccollab/AnnoMI); each row is one turn
with the columns session_id, speaker, text, topic, main_therapist_behaviour, reflection_subtype,
question_subtype, client_talk_type.
"""

import csv
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from sklearn.metrics import cohen_kappa_score, f1_score

from spejl.codes import ClientTalk, Code, Form
from spejl.model.heads import Head
from spejl.sessions import Role
from spejl.train.examples import UNKNOWN, Example, Unit
from spejl.train.validate import Judged

_CODES = tuple(Code)
_TALKS = tuple(ClientTalk)
_FORMS = tuple(Form)

_FAMILIES = {
    Code.Q: "question",
    Code.SR: "reflection",
    Code.CR: "reflection",
    Code.GI: "input",
    Code.PERSUADE: "input",
    Code.PERSUADE_WITH: "input",
}
"""What each code is among AnnoMI's main behaviours; other codes have no counterpart there."""

_MAIN = {"question": Code.Q, "therapist_input": Code.GI}
_DEPTH = {"simple": Code.SR, "complex": Code.CR}


def outside_examples(path: Path) -> list[Example]:
    """The sessions of an AnnoMI file, every turn one unit.

    Reflections keep their depth; input is given as information; turns of the behaviour `other`
    are not known, since several MITI codes hide in them.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Example(
            f"annomi-{key}",
            "en",
            "",
            turns[0]["topic"],
            tuple(_unit(i, row) for i, row in enumerate(turns)),
        )
        for key, group in groupby(rows, key=lambda row: row["session_id"])
        if (turns := list(group))
    ]


def _unit(index: int, row: dict[str, str]) -> Unit:
    if row["speaker"] != "practitioner":
        talk = row["client_talk_type"]
        known = _TALKS.index(ClientTalk(talk)) if talk else UNKNOWN
        return Unit(index, Role.CLIENT, row["text"], UNKNOWN, UNKNOWN, known)
    code = _MAIN.get(row["main_therapist_behaviour"]) or (
        _DEPTH.get(row["reflection_subtype"], Code.SR)
        if row["main_therapist_behaviour"] == "reflection"
        else None
    )
    form = row["question_subtype"] if code is Code.Q else ""
    return Unit(
        index,
        Role.PRACTITIONER,
        row["text"],
        UNKNOWN if code is None else _CODES.index(code),
        _FORMS.index(Form(form)) if form else UNKNOWN,
        UNKNOWN,
    )


def outside_figures(found: Judged) -> dict[str, Any]:
    """Agreement with AnnoMI's codes, given its utterances.

    Returns:
        `behaviour_kappa` over question / reflection / input, anything else that was found being
        counted as wrong; `reflection_kappa` (simple or complex) where both say reflection;
        `form_kappa` (open or closed); `client_kappa`; each with its n.
    """
    gold = [_CODES[i] for i in found.gold[Head.CODE]]
    said = [_CODES[i] for i in found.said[Head.CODE]]
    kinds = [_FAMILIES[c] for c in gold]
    guesses = [_FAMILIES.get(c, "other") for c in said]
    both = [
        (a, b)
        for a, b in zip(gold, said, strict=True)
        if _FAMILIES[a] == "reflection" == _FAMILIES.get(b)
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
