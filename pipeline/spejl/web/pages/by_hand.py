"""Coding from scratch: a person codes without seeing any other coding, and compares afterwards."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from spejl.errors import SpejlError
from spejl.report import Messages
from spejl.report.picture import FAMILIES
from spejl.serialize import coded_from_json
from spejl.sessions import CodedSession, Role
from spejl.web.by_hand import (
    LineError,
    Lines,
    divided,
    joined,
    labelled,
    lines_of,
    n_open,
    role,
    whole_turns,
    words,
)
from spejl.web.coders import PairTold, told_pair
from spejl.web.services import KeptHere, Services, ServicesHere, Words, page
from spejl.web.store import Draft, Drafts, Kept, StaleError
from spejl.web.store.drafts import lines_in, session_of
from spejl.web.take_away import scratch_form
from spejl.web.view import named

router = APIRouter(prefix="/sessions/{key}")
_TOOL = "tool"
"""How an address names the machine's coding."""
KEYS: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.PRACTITIONER: (
        ("q", "Q:open"),
        ("w", "Q:closed"),
        ("s", "SR"),
        ("c", "CR"),
        ("a", "AF"),
        ("p", "Seek:permission"),
        ("o", "Seek:open"),
        ("l", "Seek:closed"),
        ("e", "Emphasize"),
        ("g", "GI"),
        ("d", "PersuadeWith"),
        ("f", "Persuade"),
        ("x", "Confront"),
        ("n", "NC"),
    ),
    Role.CLIENT: (("c", "change"), ("s", "sustain"), ("n", "neutral")),
}
"""The key of each code, the same in all languages."""


class Asked(BaseModel):
    """What a person asks of a line."""

    what: str
    """code, split or join."""
    version: int
    """Of the draft, when the person saw it."""
    code: str = Field("", max_length=30)
    """As `.miti` writes it; empty takes the code away."""
    cut: int = Field(0, ge=0)


def draft_of(number: int, kept: KeptHere, services: ServicesHere) -> Draft:
    """The draft that an address names, or 404."""
    draft = Drafts(services.shelf).get(kept.key, number)
    if draft is None:
        raise HTTPException(404)
    return draft


DraftHere = Annotated[Draft, Depends(draft_of)]


@router.get("/coders")
def coders(
    kept: KeptHere, services: ServicesHere, _: Words, one: str = "", other: str = ""
) -> HTMLResponse:
    """Who has coded the session, and two of the codings beside each other if two are named."""
    drafts = Drafts(services.shelf)
    values: dict[str, Any] = {
        "finished": drafts.finished(kept.key),
        "drafts": drafts.all(kept.key),
        "name": services.shelf.preference("name"),
        "coded": services.shelf.shelved(kept.key) is not None,
        "one": one,
        "other": other,
    }
    told, alike = _told(kept, services, (one, other), _)
    return page(services, _, "coders.html", kept=kept, told=told, alike=alike, **values)


@router.post("/by-hand")
def begin(
    kept: KeptHere,
    services: ServicesHere,
    name: Annotated[str, Form(max_length=80)] = "",
    lines: Annotated[str, Form()] = "",
) -> Response:
    """Begin to code from scratch."""
    shelved, coder = services.shelf.shelved(kept.key), " ".join(name.split())
    if shelved is None or not coder:
        return RedirectResponse(f"/sessions/{kept.key}/coders", 303)
    session = shelved.machine.session
    first = whole_turns(session) if lines == "turns" else lines_of(shelved.machine)
    number = Drafts(services.shelf).begin(kept.key, session, first, coder)
    return RedirectResponse(f"/sessions/{kept.key}/by-hand/{number}", 303)


@router.get("/by-hand/{number}")
def show(kept: KeptHere, draft: DraftHere, services: ServicesHere, _: Words) -> HTMLResponse:
    """The session without any codes but the person's own."""
    keys = {
        str(who): [(key, label, named(label, _)) for key, label in own] for who, own in KEYS.items()
    }
    values = _lines(kept, draft, draft.version, lines_in(draft), _)
    return page(services, _, "by_hand.html", keys=keys, **values)


@router.post("/by-hand/{number}/lines/{at}")
def change(
    at: int,
    kept: KeptHere,
    draft: DraftHere,
    services: ServicesHere,
    _: Words,
    asked: Annotated[Asked, Form()],
) -> HTMLResponse:
    """Keep a code or a boundary, and answer with the lines as they now are."""
    session, lines, version, status = session_of(draft), lines_in(draft), draft.version, 200
    said = ""
    try:
        if asked.version != draft.version:
            raise StaleError("this coding was changed in another window")
        match asked.what:
            case "code":
                lines = labelled(session, lines, at, asked.code)
            case "split":
                lines = divided(session, lines, at, asked.cut)
            case "join":
                lines = joined(lines, at)
            case _:
                raise LineError("there is no such change")
        version = Drafts(services.shelf).change(draft, lines)
    except StaleError:
        lines, status = lines_in(draft), 409
        said = _("This line was changed in another window.")
    except LineError:
        status, said = 422, _("This cannot be done with this line.")
    values = _lines(kept, draft, version, lines, _)
    return page(services, _, "_by_hand.html", status, said=said, **values)


@router.post("/by-hand/{number}/done")
def done(kept: KeptHere, draft: DraftHere, services: ServicesHere) -> Response:
    """Finish a coding; from now on it can be compared."""
    Drafts(services.shelf).finish(draft)
    return RedirectResponse(f"/sessions/{kept.key}/coders", 303)


@router.post("/by-hand/{number}/delete")
def delete(kept: KeptHere, draft: DraftHere, services: ServicesHere) -> Response:
    """Give up a coding that is not finished."""
    Drafts(services.shelf).drop(draft)
    return RedirectResponse(f"/sessions/{kept.key}/coders", 303)


@router.get("/coders/{number}/session.miti")
def take(number: int, kept: KeptHere, services: ServicesHere) -> Response:
    """A coding from scratch as `.miti`."""
    coded = _coding(kept, services, str(number))
    if coded is None:
        raise HTTPException(404)
    name = quote(f"{kept.title} {coded.coder}".replace("/", "_").replace("\\", "_"), safe="")
    headers = {
        "Content-Disposition": f"attachment; filename=\"spejl.miti\"; filename*=UTF-8''{name}.miti"
    }
    return Response(scratch_form(coded), media_type="text/plain; charset=utf-8", headers=headers)


def _lines(kept: Kept, draft: Draft, version: int, lines: Lines, _: Messages) -> dict[str, Any]:
    """The lines as the templates show them."""
    session = session_of(draft)
    rows = []
    for number, line in enumerate(lines):
        first = number == 0 or lines[number - 1].turn != line.turn
        who = role(session, line)
        rows.append(
            {
                "speaker": session.turns[line.turn].speaker if first else "",
                "turn": line.turn + 1,
                "text": words(session, line),
                "role": str(who),
                "can": who in KEYS,
                "label": named(line.label, _),
                "kind": _kind(line.label),
                "joins": number + 1 < len(lines) and lines[number + 1].turn == line.turn,
            }
        )
    return {
        "kept": kept,
        "draft": draft,
        "version": version,
        "rows": rows,
        "n_open": n_open(session, lines),
        "session": session,
    }


def _kind(label: str) -> str:
    main = label.partition(":")[0]
    families = {str(code): family for code, family in FAMILIES.items()}
    return families.get(main, main or "open")


def _told(
    kept: Kept, services: Services, numbers: tuple[str, str], _: Messages
) -> tuple[PairTold | None, bool]:
    """The comparison asked for, and whether the two are of the same words."""
    found = [_coding(kept, services, number) for number in numbers]
    one, other = found
    if one is None or other is None or numbers[0] == numbers[1]:
        return None, True
    try:
        return told_pair(one, other, _), True
    except SpejlError:
        return None, False


def _coding(kept: Kept, services: Services, number: str) -> CodedSession | None:
    """The machine's newest coding, or a finished one by its number; None where there is none."""
    if number == _TOOL:
        shelved = services.shelf.shelved(kept.key)
        return shelved.machine if shelved else None
    rows = Drafts(services.shelf).finished(kept.key)
    return next((coded_from_json(row.data) for row in rows if str(row.id) == number), None)
