"""Where everything is kept, for how long, and what is never done with it."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from spejl.references import VERSION
from spejl.transcribe.store import models_folder
from spejl.web.retention import LONGEST, days_kept, due, ends, keep_for
from spejl.web.services import ServicesHere, Words, page

router = APIRouter()


@router.get("/about")
def about(services: ServicesHere, _: Words) -> HTMLResponse:
    """Data protection, what the codes are worth, and how the page is used by keyboard."""
    days = days_kept(services.shelf)
    kept = services.shelf.all()
    return page(
        services,
        _,
        "about.html",
        home=services.shelf.home,
        models=models_folder(),
        version=VERSION.split(",")[0],
        days=days,
        longest=LONGEST,
        first=min((ends(one, days) for one in kept), default=None) if days else None,
    )


@router.post("/about/keeping")
def keeping(
    services: ServicesHere,
    _: Words,
    days: Annotated[int, Form(ge=0, le=LONGEST)] = 0,
    seen: Annotated[bool, Form()] = False,
) -> Response:
    """Set for how many days conversations are kept; 0: until somebody deletes them.

    What would be deleted at once is shown first.
    """
    over = due(services.shelf, days, services.tidier.clock()) if days else ()
    if over and not seen:
        return page(services, _, "keeping.html", days=days, over=over)
    keep_for(services.shelf, days or None)
    services.tidier.tidy()
    return RedirectResponse("/about#keeping", 303)
