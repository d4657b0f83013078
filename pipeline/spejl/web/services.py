"""What the routes work with, and how they find it."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from spejl.coder import Coder
from spejl.report import Messages
from spejl.web.jobs import Worker
from spejl.web.retention import Tidier
from spejl.web.stages import Stages
from spejl.web.store import Kept, Shelf
from spejl.web.words import NATIVE, chosen_language, page_messages

LANGUAGE_COOKIE = "spejl-language"


@dataclass(frozen=True, slots=True)
class Services:
    """What one running page consists of."""

    shelf: Shelf
    worker: Worker
    tidier: Tidier
    stages: Stages
    templates: Environment

    def coder(self) -> Coder:
        """The coder; loads the model where that has not been done."""
        return self.stages.load()


def services_of(request: Request) -> Services:
    """What this page consists of."""
    found: Services = request.app.state.services
    return found


def words_of(request: Request) -> Messages:
    """The words in which this browser is answered."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return page_messages(chosen_language(chosen, request.headers.get("accept-language", "")))


ServicesHere = Annotated[Services, Depends(services_of)]
Words = Annotated[Messages, Depends(words_of)]


def kept_of(key: str, services: ServicesHere) -> Kept:
    """The session that an address names, or 404."""
    kept = services.shelf.get(key)
    if kept is None:
        raise HTTPException(404)
    return kept


KeptHere = Annotated[Kept, Depends(kept_of)]


def page(
    services: Services, words: Messages, template: str, status: int = 200, **values: Any
) -> HTMLResponse:
    """A template as an answer."""
    text = services.templates.get_template(template).render(
        {**values, "_": words, "native": NATIVE}
    )
    return HTMLResponse(text, status)
