"""Where everything is kept, and what is never done with it."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from spejl.references import VERSION
from spejl.web.services import ServicesHere, Words, page

router = APIRouter()


@router.get("/about")
def about(services: ServicesHere, _: Words) -> HTMLResponse:
    """Data protection, what the codes are worth, and how the page is used by keyboard."""
    folder = services.shelf.home.folder
    return page(services, _, "about.html", folder=folder, version=VERSION.split(",")[0])
