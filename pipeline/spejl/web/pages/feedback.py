"""A session: while it is worked on, while it waits for a person, and its feedback."""

from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy import select
from starlette.exceptions import HTTPException

from spejl.languages import LANGUAGES
from spejl.report import Messages
from spejl.serialize import session_from_json, session_to_json
from spejl.web.checking import as_said, to_check
from spejl.web.problems import PROBLEMS
from spejl.web.recordings import MEDIA_TYPES, needs
from spejl.web.services import KeptHere, Services, ServicesHere, Words, page
from spejl.web.stages import STAGES
from spejl.web.stand_ins import can_replace
from spejl.web.store import Job, Kept, People, Reviews
from spejl.web.store.models import JobState, State
from spejl.web.view import session_view

router = APIRouter()
_MOST_FIELDS = 20_000
"""Of the form in which a person says who speaks in every line."""


@router.get("/static/report.css")
def report_style() -> Response:
    """The report's style sheet, which the page builds on."""
    text = (files("spejl.report") / "templates" / "report.css").read_text(encoding="utf-8")
    return Response(text, media_type="text/css")


@router.get("/sessions/{key}")
def show(kept: KeptHere, services: ServicesHere, _: Words) -> Response:
    """A session as far as it has come."""
    values: dict[str, Any] = {"kept": kept}
    if kept.state == State.READY:
        shelved = services.shelf.shelved(kept.key)
        if shelved is not None:
            filled = session_view(shelved, _) | _followed(kept, services)
            return page(services, _, "feedback.html", **values, **filled, shelved=shelved)
    if kept.state == State.CHECKING and kept.data is not None:
        if Reviews(services.shelf).get(kept.key) is not None:
            return RedirectResponse(f"/sessions/{kept.key}/stand-ins", 303)
        session = session_from_json(kept.data)
        goal = kept.goal or ""
        return page(services, _, "check.html", **values, goal=goal, **to_check(session, _))
    if kept.state == State.ASKING:
        values |= {"languages": LANGUAGES, "needs": needs(), "can_replace": can_replace()}
        return page(services, _, "ask.html", **values)
    return page(services, _, "work.html", **values, **_work(kept, services, _))


@router.get("/sessions/{key}/progress")
def progress(kept: KeptHere, services: ServicesHere, _: Words) -> HTMLResponse:
    """The part of the page that tells how far the work is."""
    return page(services, _, "_work.html", kept=kept, **_work(kept, services, _))


class Said(BaseModel):
    """What a person says of a recording before it is written out."""

    language: str
    goal: str = Field("", max_length=300)
    n_speakers: int = Field(2, ge=0, le=5)
    """0 where that is not known."""
    discard: bool = False
    stand_ins: bool = False


@router.post("/sessions/{key}/language")
def begin(kept: KeptHere, services: ServicesHere, said: Annotated[Said, Form()]) -> Response:
    """Begin to write out a recording, of which a person has said what must be known."""
    if said.language in LANGUAGES and kept.state == State.ASKING:
        services.shelf.change(
            kept.key,
            state=State.READING,
            language=said.language,
            goal=said.goal.strip() or None,
            n_speakers=said.n_speakers or None,
            discard=said.discard,
            stand_ins=said.stand_ins,
        )
        services.worker.put(kept.key, "read")
    return RedirectResponse(f"/sessions/{kept.key}", 303)


@router.post("/sessions/{key}/checked")
async def checked(request: Request, kept: KeptHere, services: ServicesHere, _: Words) -> Response:
    """Take what a person says of a session, and code it."""
    looked_over = Reviews(services.shelf).get(kept.key) is None
    if kept.data is None or kept.state != State.CHECKING or not looked_over:
        return RedirectResponse(f"/sessions/{kept.key}", 303)
    sent = await request.form(max_fields=_MOST_FIELDS)
    form = {name: str(value) for name, value in sent.items()}
    found = session_from_json(kept.data)
    session = as_said(found, form, _)
    if session is None:
        values = {"goal": form.get("goal", ""), "given": form, "wrong": True}
        return page(services, _, "check.html", 422, kept=kept, **values, **to_check(found, _))
    title = " ".join(form.get("title", "").split())[:120] or kept.title
    services.shelf.change(
        kept.key,
        title=title,
        language=session.language,
        goal=session.goal,
        data=session_to_json(session),
        state=State.CODING,
    )
    services.worker.put(kept.key, "code")
    return RedirectResponse(f"/sessions/{kept.key}", 303)


@router.post("/sessions/{key}/cancel")
def cancel(kept: KeptHere, services: ServicesHere) -> Response:
    """Stop the work on a session."""
    services.worker.cancel(kept.key)
    if kept.state in (State.READING, State.CODING):
        services.shelf.change(kept.key, state=State.STOPPED)
    return RedirectResponse(f"/sessions/{kept.key}", 303)


@router.post("/sessions/{key}/again")
def again(kept: KeptHere, services: ServicesHere) -> Response:
    """Try a session again that stopped, or check anew who is who in one that is coded."""
    if kept.state in (State.STOPPED, State.READY):
        if kept.data is not None:
            services.shelf.change(kept.key, state=State.CHECKING)
        elif kept.recording is not None and kept.language is None:
            services.shelf.change(kept.key, state=State.ASKING)
        else:
            services.shelf.change(kept.key, state=State.READING)
            services.worker.put(kept.key, "read")
    return RedirectResponse(f"/sessions/{kept.key}", 303)


@router.get("/sessions/{key}/recording")
def recording(kept: KeptHere, services: ServicesHere) -> Response:
    """The recording, or the stretch of it that the browser asks for."""
    if kept.recording is None:
        raise HTTPException(404)
    path = services.shelf.home.files(kept.key) / kept.recording
    if not path.exists():
        raise HTTPException(404)
    return FileResponse(path, media_type=MEDIA_TYPES.get(path.suffix, "application/octet-stream"))


@router.post("/sessions/{key}/delete")
def delete(kept: KeptHere, services: ServicesHere, _: Words) -> Response:
    """Delete a session for good."""
    if not services.worker.cancel(kept.key):
        what = ("The work has not stopped yet.", "Wait a minute and try again.")
        return page(services, _, "problem.html", 409, what=what)
    services.shelf.delete(kept.key)
    return RedirectResponse("/?deleted=1", 303)


@router.post("/sessions/{key}/delete-recording")
def delete_recording(kept: KeptHere, services: ServicesHere, _: Words) -> Response:
    """Delete a session's recording for good; transcript and codes stay."""
    # Before it is written out, the recording is all there is: then the conversation is deleted.
    if kept.data is not None:
        services.shelf.delete_recording(kept.key)
    return RedirectResponse(f"/sessions/{kept.key}", 303)


def _followed(kept: Kept, services: Services) -> dict[str, Any]:
    """Whose the session is, and who else is known."""
    people = People(services.shelf)
    return {
        "whose": people.of(kept.key),
        "people": people.all(),
        "circles": people.circles(),
    }


def _work(kept: Kept, services: Services, _: Messages) -> dict[str, Any]:
    """How far the work is, what stopped it, and whether to look again soon."""
    with services.shelf.open() as transaction:
        job = transaction.scalars(
            select(Job).where(Job.session == kept.key).order_by(Job.id.desc()).limit(1)
        ).first()
    running = services.worker.progress(kept.key)
    failed = job is not None and job.state == JobState.FAILED
    waiting = kept.state in (State.READING, State.CODING)
    stage = running.stage if running and running.stage else "receive"
    return {
        "waiting": waiting,
        "stage": _(STAGES[stage]),
        "share": running.share if running else None,
        "in_line": waiting and running is None,
        "problem": PROBLEMS.get(job.problem) if failed and job else None,
        "detail": job.detail if failed and job else "",
        "stopped": kept.state == State.STOPPED,
    }
