"""How far the two blind coders of the test split agree, before adjudication.

Both first codings are kept in `second/<id>.<coder>.miti`; the file in the language's folder is
what was adjudicated from them. The coders are language models, so this is consistency, not
reliability; `people` sets beside it what the same coders do against human codes.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from spejl.codes import BEHAVIOURS, Code
from spejl.errors import RunError
from spejl.evaluate import Agreement, of_pairs, overlapping
from spejl.serialize import Conversation, parse_miti
from spejl.sessions import CodedUtterance, Role

SECOND = "second"
PEOPLE = "people.csv"


def codings(folder: Path) -> Iterator[tuple[Conversation, Conversation]]:
    """The two codings of every conversation that was coded twice.

    Args:
        folder: The corpus, with a folder `second`.

    Raises:
        RunError: A conversation has not exactly two codings.
        TranscriptError: A file cannot be read.
    """
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((folder / SECOND).glob("*.miti")):
        found[path.name.split(".")[0]].append(path)
    for name, paths in found.items():
        if len(paths) != 2:
            raise RunError(f"{folder / SECOND}: {name} has {len(paths)} codings, expected two")
        one, other = (parse_miti(p.read_text(encoding="utf-8"), p) for p in paths)
        yield one, other


def consistency(folder: Path) -> dict[str, Any]:
    """Cohen's κ of the two codings, for all and per language.

    Returns:
        For `all` and each language: `conversations`; `turns_cut_alike`, the share of turns of
        practitioner and client in which both saw the same units; `codes` and `client_talk`, each
        with n, κ over all classes, and per class its counts and κ. Utterances are paired by
        overlap (`evaluate.align`), the first coding leading. Empty without second codings.
    """
    groups: dict[str, list[tuple[Conversation, Conversation]]] = defaultdict(list)
    for pair in codings(folder):
        groups["all"].append(pair)
        groups[pair[0].get("language")].append(pair)
    return {name: _figures(pairs) for name, pairs in groups.items()}


def people(codes: Path, annomi: Path) -> dict[str, Any]:
    """κ of each coder with people's codes on an excerpt of AnnoMI.

    Args:
        codes: Our coders' codes: columns coder, session_id, utterance_index, code.
        annomi: The human-coded file (see `train.outside`), which is not part of the corpus.

    Returns:
        For each coder: κ over question / reflection / input, anything else that was found being
        counted as wrong, over simple / complex where both say reflection, over client talk, and
        each n; beside them `mean`.
    """
    with annomi.open(encoding="utf-8", newline="") as file:
        rows = {(r["session_id"], r["utterance_index"]): r for r in csv.DictReader(file)}
    with codes.open(encoding="utf-8", newline="") as file:
        given = list(csv.DictReader(file))
    coders: dict[str, Any] = {}
    for coder in sorted({r["coder"] for r in given}):
        own = [r for r in given if r["coder"] == coder]
        coders[coder] = _with_people(
            [(rows[r["session_id"], r["utterance_index"]], r["code"]) for r in own]
        )
    return {"coders": coders, "mean": _means(coders.values())}


def _figures(pairs: Sequence[tuple[Conversation, Conversation]]) -> dict[str, Any]:
    codes: list[tuple[str, str]] = []
    talks: list[tuple[str, str]] = []
    alike = turns = 0
    for one, other in pairs:
        for a, b in overlapping(one.coded, other.coded):
            if a.code is not None and b.code is not None:
                codes.append((str(a.code), str(b.code)))
            if a.client_talk is not None and b.client_talk is not None:
                talks.append((str(a.client_talk), str(b.client_talk)))
        for (_, x), (_, y) in zip(one.coded.by_turn(), other.coded.by_turn(), strict=True):
            if x and x[0].role is not Role.OTHER:
                turns += 1
                alike += _spans(x) == _spans(y)
    return {
        "conversations": len(pairs),
        "turns_cut_alike": round(alike / turns, 3) if turns else None,
        "codes": _table(of_pairs(codes)),
        "client_talk": _table(of_pairs(talks)),
    }


def _spans(units: Iterable[CodedUtterance]) -> list[tuple[int, int]]:
    return [(u.utterance.start, u.utterance.end) for u in units]


def _table(found: Agreement) -> dict[str, Any]:
    return {
        "n": found.n,
        "kappa": _rounded(found.kappa),
        "each": {
            c.code: {"first": c.n_reference, "second": c.n_predicted, "kappa": _rounded(c.kappa)}
            for c in found.codes
        },
    }


def _with_people(pairs: Sequence[tuple[dict[str, str], str]]) -> dict[str, Any]:
    behaviour, depth, talk = [], [], []
    for row, code in pairs:
        name = code.rstrip("?").split(":")[0]
        if row["speaker"] != "practitioner":
            if row["client_talk_type"]:
                talk.append((row["client_talk_type"], name))
            continue
        main = row["main_therapist_behaviour"].replace("therapist_", "")
        found = BEHAVIOURS.get(Code(name), "other")
        if main != "other":
            behaviour.append((main, found))
        if main == found == "reflection":
            depth.append((row["reflection_subtype"], {"SR": "simple", "CR": "complex"}[name]))
    return {
        key: value
        for name, labels in (("behaviour", behaviour), ("depth", depth), ("client", talk))
        for key, value in (
            (f"{name}_kappa", _rounded(of_pairs(labels).kappa)),
            (f"{name}_n", len(labels)),
        )
    }


def _means(figures: Iterable[dict[str, Any]]) -> dict[str, float]:
    every = list(figures)
    found = {}
    for key in every[0] if every else ():
        values = [f[key] for f in every if f[key] is not None]
        found[key] = round(sum(values) / len(values), 3) if values else 0.0
    return found


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
