"""Correcting: a code, a boundary, a speaker, a word; and taking a correction back."""

from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from spejl.codes import TALK_KINDS, ClientTalk, Code
from spejl.codes import Form as QuestionForm
from spejl.report import Messages
from spejl.report.words import CODE_NAMES
from spejl.sessions import Session, slice_turns
from spejl.web.corrections import (
    ChangeError,
    Slot,
    current,
    joined,
    proposed,
    recoded,
    respoken,
    reworded,
    slot_from_json,
    split,
)
from spejl.web.services import KeptHere, Services, ServicesHere, Words, page
from spejl.web.store import Kept, StaleError
from spejl.web.store.shelf import Change, Shelved
from spejl.web.view import DETAIL_NAMES, named, session_view

router = APIRouter(prefix="/sessions/{key}/lines/{slot}/{piece}")
_AROUND = 8
"""Turns before and after that the coder hears when it codes a changed line anew."""
_FINER = {Code.Q: (QuestionForm.OPEN, QuestionForm.CLOSED), Code.SEEK: tuple(QuestionForm)}


class Asked(BaseModel):
    """What a person asks to change."""

    what: str
    """code, split, join, speaker, words, remark or undo."""
    seen: int
    """Number of the line's newest correction when the person saw it."""
    code: str = ""
    """As `.miti` writes it."""
    speaker: str = ""
    text: str = Field("", max_length=50_000)
    cut: int = Field(0, ge=0)
    reason: str = Field("", max_length=1000)


@router.get("")
def edit(slot: int, piece: int, kept: KeptHere, services: ServicesHere, _: Words) -> HTMLResponse:
    """The part of the page in which one utterance is corrected."""
    shelved = _shelved(kept, services, slot)
    pieces = shelved.slot(slot)
    if piece not in range(len(pieces)):
        raise HTTPException(404)
    return page(services, _, "_edit.html", **_editing(kept, shelved, slot, piece, _))


@router.post("")
def correct(
    slot: int,
    piece: int,
    kept: KeptHere,
    services: ServicesHere,
    _: Words,
    asked: Annotated[Asked, Form()],
) -> HTMLResponse:
    """Keep a correction and answer with the session as it now stands."""
    shelved = _shelved(kept, services, slot)
    try:
        change = _change(shelved, slot, piece, asked, services)
        services.shelf.correct(shelved, change)
    except StaleError:
        return _answer(kept, services, _, 409, "This line was changed in another window.")
    except ChangeError:
        return _answer(kept, services, _, 422, "This cannot be done with this line.")
    return _answer(kept, services, _, 200, "Kept. The figures follow your change.")


def _answer(kept: Kept, services: Services, _: Messages, status: int, said: str) -> HTMLResponse:
    shelved = services.shelf.shelved(kept.key)
    assert shelved is not None
    filled = session_view(shelved, _)
    return page(
        services, _, "_coded.html", status, kept=kept, shelved=shelved, said=_(said), **filled
    )


def _shelved(kept: Kept, services: Services, slot: int) -> Shelved:
    shelved = services.shelf.shelved(kept.key)
    if shelved is None or slot not in range(len(shelved.machine.session.turns)):
        raise HTTPException(404)
    return shelved


def _change(shelved: Shelved, slot: int, piece: int, asked: Asked, services: Services) -> Change:
    before = shelved.slot(slot)
    undoes = None
    if asked.what == "undo":
        last = shelved.standing(slot)
        if last is None:
            raise ChangeError("there is nothing to take back")
        after, undoes = slot_from_json(last.before), last.number
    else:
        after = _after(before, piece, asked, shelved.machine.session)
        if asked.what in ("split", "join", "speaker"):
            after = _anew(shelved, slot, after, services)
    reason = " ".join(asked.reason.split())
    return Change(slot, piece, asked.seen, asked.what, after, reason, undoes)


def _after(before: Slot, piece: int, asked: Asked, session: Session) -> Slot:
    """The slot as asked for; where its cut changes, still with the codes of the old one."""
    match asked.what:
        case "code":
            main, _, detail = asked.code.partition(":")
            return recoded(before, piece, _code(main), detail or None)
        case "words":
            return reworded(before, piece, asked.text)
        case "split":
            return split(before, piece, asked.text, asked.cut)
        case "join":
            return joined(before, piece)
        case "speaker" if asked.speaker in session.speakers:
            return respoken(before, piece, asked.speaker, session.role(asked.speaker))
        case "remark":
            return before
        case _:
            raise ChangeError("there is no such change")


def _code(main: str) -> Code | ClientTalk:
    if main in Code.__members__.values():
        return Code(main)
    if main in ClientTalk.__members__.values():
        return ClientTalk(main)
    raise ChangeError("there is no such code")


def _anew(shelved: Shelved, slot: int, after: Slot, services: Services) -> Slot:
    """A slot whose cut was changed, with the codes that the coder gives it now."""
    changed = {c.slot: slot_from_json(c.after) for c in shelved.corrections}
    now = current(shelved.machine, {**changed, slot: after})
    turns = [
        unit.utterance.turn
        for unit, (own, _) in zip(now.coded.utterances, now.places, strict=True)
        if own == slot
    ]
    first = max(0, turns[0] - _AROUND)
    part = slice_turns(now.coded, first, turns[-1] + _AROUND)
    return proposed(after, services.coder().recode(part), turns[0] - first)


def _editing(kept: Kept, shelved: Shelved, slot: int, at: int, _: Messages) -> dict[str, Any]:
    pieces = shelved.slot(slot)
    piece = pieces[at]
    detail = f":{piece.detail}" if piece.detail else ""
    chosen = f"{piece.code or piece.client_talk or ''}{detail}"
    choices = _codes(_) if piece.code else _talks(_) if piece.client_talk else []
    if chosen and chosen not in dict(choices):
        choices.insert(0, (chosen, named(chosen, _)))
    following = pieces[at + 1] if at + 1 < len(pieces) else None
    return {
        "kept": kept,
        "slot": slot,
        "at": at,
        "piece": piece,
        "seen": shelved.version(slot),
        "chosen": chosen,
        "choices": choices,
        "machine": named(piece.machine, _),
        "joins": following is not None and following.speaker == piece.speaker,
        "language": shelved.machine.session.language,
        "speakers": shelved.machine.session.speakers,
        "standing": shelved.standing(slot),
        "history": [c for c in shelved.corrections if c.slot == slot],
    }


def _codes(_: Messages) -> list[tuple[str, str]]:
    """The codes of a practitioner, as value and words."""
    found = []
    for code in Code:
        for finer in _FINER.get(code, ("",)):
            value = f"{code}:{finer}" if finer else str(code)
            words = f", {_(DETAIL_NAMES[finer])}" if finer else ""
            found.append((value, _(CODE_NAMES[code]) + words))
    return found


def _talks(_: Messages) -> list[tuple[str, str]]:
    """The kinds of client talk, as value and words."""
    found = []
    for talk in ClientTalk:
        kinds = ("",) if talk is ClientTalk.NEUTRAL else ("", *TALK_KINDS)
        for kind in kinds:
            value = f"{talk}:{kind}" if kind else str(talk)
            found.append((value, named(value, _)))
    return found
