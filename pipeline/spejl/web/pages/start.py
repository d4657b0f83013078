"""The first page: what is kept, and putting a file in."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from spejl.errors import MissingExtraError, TranscriptError
from spejl.readers import SUFFIXES as TRANSCRIPTS
from spejl.settings import REPORT_LANGUAGES
from spejl.web import recordings
from spejl.web.problems import PROBLEMS, Problem, problem_of
from spejl.web.retention import days_kept, ends
from spejl.web.services import LANGUAGE_COOKIE, ServicesHere, Words, page
from spejl.web.stand_ins import can_replace, need_libraries
from spejl.web.store.models import State
from spejl.web.uploads import is_recording, limit, named, receive

router = APIRouter()
_YEAR = 365 * 24 * 3600


@router.get("/")
def start(services: ServicesHere, _: Words, deleted: bool = False) -> HTMLResponse:
    """What is kept, and a place to put a file in."""
    days = days_kept(services.shelf)
    return page(
        services,
        _,
        "start.html",
        sessions=services.shelf.all(),
        endings=",".join((*TRANSCRIPTS, *recordings.SUFFIXES)),
        can_hear=recordings.can_hear(),
        can_replace=can_replace(),
        deleted=deleted,
        end=(lambda kept: ends(kept, days)) if days else None,
        name=services.shelf.preference("name"),
    )


@router.put("/files")
async def put_in(
    request: Request, name: str, services: ServicesHere, _: Words, stand_ins: bool = False
) -> Response:
    """Receive a file as the body of the request and begin to read it.

    Args:
        request: With the file's bytes.
        name: The file's name on the user's side.
        services: Of this page.
        _: Words of the answer.
        stand_ins: Replace names, numbers and addresses before anything is coded.
    """
    shelf = services.shelf
    path = shelf.home.fresh()
    try:
        title, suffix = named(name)
        if stand_ins:
            need_libraries()
        if int(request.headers.get("content-length") or 0) > limit(suffix):
            raise TranscriptError("more than the bytes that are taken", name)
        await receive(request.stream(), path, limit(suffix))
        recorded = is_recording(suffix)
        source = f"source{suffix}"
        state = State.ASKING if recorded else State.READING
        sound = source if recorded else None
        kept = shelf.add(title, state, source=source, recording=sound, stand_ins=stand_ins)
        try:
            path.replace(shelf.home.files(kept.key) / source)
        except OSError:
            shelf.delete(kept.key)
            raise
    except (TranscriptError, MissingExtraError, OSError, ValueError) as error:
        path.unlink(missing_ok=True)
        return _refusal(_, problem_of(error))
    if not recorded:
        services.worker.put(kept.key, "read")
    return JSONResponse({"go": f"/sessions/{kept.key}"}, 201)


@router.post("/name")
def set_name(services: ServicesHere, name: Annotated[str, Form(max_length=80)] = "") -> Response:
    """Set the name under which corrections are kept."""
    services.shelf.prefer("name", " ".join(name.split()))
    return RedirectResponse("/", 303)


@router.get("/language/{language}")
def set_language(language: str, to: str = "/") -> Response:
    """Choose the language of the page.

    Args:
        language: One of the page's languages.
        to: The page to go back to; only ever one of ours.
    """
    inside = to.startswith("/") and not to.startswith(("//", "/\\"))
    answer = RedirectResponse(to if inside else "/", 303)
    if language in REPORT_LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE, language, max_age=_YEAR, httponly=True, samesite="strict"
        )
    return answer


def _refusal(_: Words, problem: Problem) -> JSONResponse:
    status = {"disk": 507, "too_large": 413, "unknown": 500}.get(problem.name, 422)
    what, advice = PROBLEMS[problem.name]
    return JSONResponse({"what": _(what), "advice": _(advice)}, status)
