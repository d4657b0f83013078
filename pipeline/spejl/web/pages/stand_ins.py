"""Looking stand-ins over before anything is coded: put back, mark what was missed, go on."""

from base64 import b64encode
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from spejl.languages import LANGUAGES
from spejl.privacy import Kind, Pseudonymised, make_key, seal
from spejl.readers.names import session_id
from spejl.web.services import KeptHere, ServicesHere, Words, page
from spejl.web.stand_ins import DETAILS, Review, shown, spots
from spejl.web.store import Kept, Reviews

router = APIRouter(prefix="/sessions/{key}/stand-ins")


class Asked(BaseModel):
    """What a person asks to change; one of these."""

    put_back: str = Field("", max_length=100)
    """A place."""
    put_all_back: str = Field("", max_length=100)
    """A stand-in."""
    again: str = Field("", max_length=100)
    """A place where the original word was put back."""
    word: str = Field("", max_length=100)
    """What was missed."""
    kind: Kind = Kind.NAME
    """Of what was missed."""
    language: str = Field("", max_length=2)
    """By which names are looked for."""


@router.get("")
def show(kept: KeptHere, services: ServicesHere, _: Words, missed: bool = False) -> Response:
    """Every replacement, and the conversation as it will be kept."""
    review = Reviews(services.shelf).get(kept.key)
    if review is None:
        return _to_session(kept)
    done = review.done()
    return page(
        services,
        _,
        "stand_ins.html",
        kept=kept,
        session=done.session,
        groups=shown(review, done, _),
        left=spots(review.original, review.left(), _),
        n=len(done.replacements),
        details=DETAILS,
        languages=LANGUAGES,
        missed=missed,
    )


@router.post("")
def change(kept: KeptHere, services: ServicesHere, asked: Annotated[Asked, Form()]) -> Response:
    """Put a word back, replace it again, mark what was missed, or look in another language."""
    reviews = Reviews(services.shelf)
    review = reviews.get(kept.key)
    if review is None:
        return _to_session(kept)
    changed = _changed(review, asked)
    reviews.keep(kept.key, changed)
    missed = "?missed=true" if asked.word.strip() and changed == review else ""
    back_to = "missed" if asked.word.strip() else "replaced"
    return RedirectResponse(f"/sessions/{kept.key}/stand-ins{missed}#{back_to}", 303)


@router.post("/done")
def done(
    kept: KeptHere, services: ServicesHere, _: Words, way_back: Annotated[bool, Form()] = False
) -> Response:
    """Delete the words that were replaced; where a way back is wanted, hand it out once."""
    reviews = Reviews(services.shelf)
    review = reviews.get(kept.key)
    if review is None:
        return _to_session(kept)
    found = review.done()
    files = None
    if way_back:
        files = _way_back(found, session_id(review.original.id), services.shelf.home.fresh())
    reviews.end(kept.key, found.session)
    if files is None:
        return _to_session(kept)
    name = session_id(found.session.id)
    return page(services, _, "way_back.html", kept=kept, name=name, key=files[0], sealed=files[1])


def _changed(review: Review, asked: Asked) -> Review:
    if asked.put_back:
        return review.put_back(asked.put_back)
    if asked.put_all_back:
        return review.put_all_back(asked.put_all_back)
    if asked.again:
        return review.replaced_again(asked.again)
    if asked.word.strip():
        return review.missed(asked.kind, asked.word)
    if asked.language in LANGUAGES:
        return review.in_language(asked.language)
    return review


def _way_back(found: Pseudonymised, original_id: str, key: Path) -> tuple[str, str]:
    """A new key and what the stand-ins stand for, in base64; neither stays on disk."""
    try:
        make_key(key)
        sealed = seal(found, original_id, key)
        return b64encode(key.read_bytes()).decode(), b64encode(sealed).decode()
    finally:
        key.unlink(missing_ok=True)


def _to_session(kept: Kept) -> RedirectResponse:
    return RedirectResponse(f"/sessions/{kept.key}", 303)
