"""Everything that is reported of a finished model: `metrics.json`."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from spejl.aggregate import score
from spejl.classify import KeywordClassifier, MajorityClassifier
from spejl.coder import Coder, likely_practitioner
from spejl.errors import LanguageError
from spejl.evaluate import agreement
from spejl.evaluate.agreement import Agreement, of_pairs
from spejl.languages import identify
from spejl.model import Model
from spejl.model.evidence import softmax
from spejl.model.heads import Head
from spejl.scores import MEASURES
from spejl.serialize import Conversation
from spejl.sessions import CodedSession, Role
from spejl.train.calibrate import head_logits
from spejl.train.margins import all_coded
from spejl.train.sessions import code_intervals, session_figures


def figures(coder: Coder, model: Model, conversations: Sequence[Conversation]) -> dict[str, Any]:
    """Figures of a coder on reference-coded conversations: pooled, per language, per style.

    Args:
        coder: The finished coder.
        model: Its model.
        conversations: Reference codes, with the style in the header.
    """
    sessions = [c.coded for c in conversations]
    groups = {"all": sessions}
    for conversation in conversations:
        coded = conversation.coded
        groups.setdefault(coded.session.language or "?", []).append(coded)
        groups.setdefault(conversation.get("style") or "?", []).append(coded)
    given = {id(c): coder.recode(c) for c in sessions}
    whole = {id(c): coder.code(c.session) for c in sessions}
    of_given = session_figures(sessions, list(given.values()))
    of_whole = session_figures(sessions, list(whole.values()))
    sure = code_intervals(sessions, list(given.values()))
    return {
        name: {
            "sessions": len(group),
            **_given(group, [given[id(c)] for c in group]),
            "baselines": _baselines(group),
            "turn_micro_f1": end_to_end(group, [given[id(c)] for c in group])["turn_micro_f1"],
            "own_utterances": end_to_end(group, [whole[id(c)] for c in group]),
            "intervals": _coverage(group, [whole[id(c)] for c in group]),
            "roles": _roles(model, group),
            "roles_with_errors": _roles(model, [_misheard(c) for c in group]),
            "language_found": _share(_language(c) == c.session.language for c in group),
            "calibration": _calibration(model, group),
            # Styles cut across languages; their sessions are too few for a coefficient.
            "session_icc": of_given.get(name),
            "session_icc_own": of_whole.get(name),
            "code_intervals": sure.get(name),
        }
        for name, group in groups.items()
    }


def _given(group: list[CodedSession], said: list[CodedSession]) -> dict[str, Any]:
    practitioner = agreement(group, said)
    client = agreement(group, said, Role.CLIENT)
    forms = of_pairs(
        [
            (str(a.form), str(b.form))
            for one, other in zip(group, said, strict=True)
            for a, b in zip(one.utterances, other.utterances, strict=True)
            if a.form in ("open", "closed") and b.form in ("open", "closed")
        ]
    )
    reviewed = [
        (u.needs_review, u.code == r.code)
        for one, other in zip(group, said, strict=True)
        for r, u in zip(one.utterances, other.utterances, strict=True)
        if u.code is not None and r.code is not None
    ]
    passing = [right for review, right in reviewed if not review]
    return {
        "codes": _rounded(practitioner),
        "client_talk": _rounded(client),
        "open_closed_macro_f1": _round(forms.macro_f1),
        "review": {
            "n": len(reviewed),
            "pass": _round(len(passing) / len(reviewed)) if reviewed else None,
            "right_among_passing": _share(passing),
        },
    }


def _baselines(group: list[CodedSession]) -> dict[str, Any]:
    found = {}
    for classifier in (MajorityClassifier(), KeywordClassifier()):
        coder = Coder(classifier)
        said = [coder.recode(c) for c in group]
        codes, talk = agreement(group, said), agreement(group, said, Role.CLIENT)
        found[classifier.id] = {
            "macro_f1": _round(codes.macro_f1),
            "kappa": _round(codes.kappa),
            "client_macro_f1": _round(talk.macro_f1),
        }
    return found


def end_to_end(group: Sequence[CodedSession], said: Sequence[CodedSession]) -> dict[str, Any]:
    """Which boundaries are found, and which codes per practitioner turn, own cut.

    Args:
        group: The reference.
        said: The same sessions in the same order, cut and coded by the model.
    """
    hits = predicted = wanted = 0
    same = extra = missing = 0
    units = [0, 0]
    turns = 0
    for one, other in zip(group, said, strict=True):
        spans = [
            {(u.utterance.turn, u.utterance.start) for u in c.utterances if u.utterance.start > 0}
            for c in (one, other)
        ]
        hits += len(spans[0] & spans[1])
        wanted += len(spans[0])
        predicted += len(spans[1])
        for (_, first), (_, second) in zip(one.by_turn(), other.by_turn(), strict=True):
            if not any(u.role is Role.PRACTITIONER for u in first):
                continue
            turns += 1
            units[0] += len(first)
            units[1] += len(second)
            if any(u.code is None for u in first):
                continue  # Not known is which codes it has.
            a = {u.code for u in first} - {"NC"}
            b = {u.code for u in second if u.code is not None} - {"NC"}
            same, extra, missing = same + len(a & b), extra + len(b - a), missing + len(a - b)
    return {
        "boundary_precision": _ratio(hits, predicted),
        "boundary_recall": _ratio(hits, wanted),
        "boundary_f1": _ratio(2 * hits, predicted + wanted),
        "units_per_practitioner_turn_reference": _ratio(units[0], turns),
        "units_per_practitioner_turn": _ratio(units[1], turns),
        "turn_micro_f1": _ratio(2 * same, 2 * same + extra + missing),
    }


def _coverage(group: list[CodedSession], said: list[CodedSession]) -> dict[str, Any]:
    """Share of sessions whose reference value lies inside the 90 % interval, end to end."""
    found: dict[str, Any] = {}
    for measure in MEASURES:
        inside, widths = [], []
        for one, other in zip(group, said, strict=True):
            value = getattr(score(one), measure) if all_coded(one) else None
            interval = score(other).interval(measure)
            if value is not None and interval is not None:
                inside.append(interval.low <= value <= interval.high)
                widths.append(interval.high - interval.low)
        found[measure] = {
            "n": len(inside),
            "inside": _share(inside),
            "median_width": _round(float(np.median(widths))) if widths else None,
        }
    return found


def _roles(model: Model, group: list[CodedSession]) -> dict[str, Any]:
    right = [
        c.session.role(likely_practitioner(c.session, model)) is Role.PRACTITIONER for c in group
    ]
    return {"n": len(right), "right": _share(right)}


def _misheard(coded: CodedSession) -> CodedSession:
    """The session with every fifth turn given to the other speaker, as diarisation may do."""
    session = coded.session
    names = session.speakers[:2]
    swap = dict(zip(names, reversed(names), strict=True))
    turns = tuple(
        replace(t, speaker=swap.get(t.speaker, t.speaker)) if i % 5 == 2 else t
        for i, t in enumerate(session.turns)
    )
    return replace(coded, session=replace(session, turns=turns))


def _language(coded: CodedSession) -> str | None:
    try:
        return identify(coded.session.text)
    except LanguageError:
        return None


def _calibration(model: Model, group: list[CodedSession]) -> dict[str, Any]:
    """Expected calibration error (15 bins of equal width), before and after the temperature."""
    found = {}
    for head in (Head.CODE, Head.TALK):
        logits, labels = head_logits(model, group, head)
        if len(labels):
            temperature = model.settings.temperature.get(head, 1.0)
            found[str(head)] = {
                "before": _round(_ece(logits, labels, 1.0)),
                "after": _round(_ece(logits, labels, temperature)),
            }
    return found


def _ece(logits: Any, labels: Any, temperature: float, bins: int = 15) -> float:
    chances = softmax(logits, temperature)
    confidence, right = chances.max(axis=1), chances.argmax(axis=1) == labels
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        (which == b).mean() * abs(right[which == b].mean() - confidence[which == b].mean())
        for b in range(bins)
        if (which == b).any()
    ]
    return float(sum(gaps))


def _rounded(found: Agreement) -> dict[str, Any]:
    return {
        "n": found.n,
        "accuracy": _round(found.accuracy),
        "kappa": _round(found.kappa),
        "macro_f1": _round(found.macro_f1),
        "per_code": {
            c.code: {k: _round(v) for k, v in asdict(c).items() if k != "code"} for c in found.codes
        },
    }


def _share(values: Iterable[bool]) -> float | None:
    listed = list(values)
    return _round(sum(listed) / len(listed)) if listed else None


def _ratio(numerator: float, denominator: float) -> float | None:
    return _round(numerator / denominator) if denominator else None


def _round(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value
