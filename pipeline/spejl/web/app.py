"""The page as an application: what belongs together is put together here."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig
from jinja2 import ChoiceLoader, Environment, PackageLoader
from starlette.exceptions import HTTPException

from spejl.coder import Coder, load
from spejl.web import following, recordings, words
from spejl.web.jobs import Worker
from spejl.web.pages import ROUTERS
from spejl.web.problems import PROBLEMS, problem_of
from spejl.web.retention import Clock, Tidier
from spejl.web.security import Door, Keys
from spejl.web.services import Services, page, words_of
from spejl.web.stages import Stages
from spejl.web.store import Home, Shelf, open_store
from spejl.web.store.models import now

_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""FastAPI can report what it does to whoever the environment names; this is switched off."""


def make_app(
    folder: Path,
    keys: Keys,
    load_coder: Callable[[], Coder] = load,
    transcribe: recordings.Transcribe = recordings.transcribed,
    clock: Clock = now,
) -> FastAPI:
    """The trainers' page over one folder.

    Args:
        folder: Where everything is kept; made if it is not there.
        keys: Secrets of this run.
        load_coder: Gives the coder; called once, when it is first needed.
        transcribe: Writes recordings out.
        clock: By which conversations grow old.
    """
    home = Home(folder)
    home.make()
    shelf = Shelf(open_store(home.database), home)
    stages = Stages(shelf, cache(load_coder), transcribe)
    worker = Worker(shelf, {"read": stages.read, "code": stages.code})

    tidier = Tidier(shelf, worker, clock)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        # Before any work begins again on what is to be deleted.
        tidier.start()
        worker.start()
        yield
        tidier.stop()
        worker.stop()

    # Pages of the framework's own are left out: they ask for files from outside.
    app = FastAPI(
        lifespan=running, docs_url=None, redoc_url=None, openapi_url=None, telemetry=_NO_TELEMETRY
    )
    templates = _templates()
    app.state.services = Services(shelf, worker, tidier, stages, templates)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(packages=[("spejl.web", "static")]))
    app.add_exception_handler(HTTPException, _plainly)
    app.add_exception_handler(Exception, _plainly)
    app.add_middleware(Door, keys=keys, refused=_refusals(templates))
    return app


@cache  # Compiled once, however many pages are opened.
def _templates() -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("spejl.web", "templates"),
                PackageLoader("spejl.report", "templates"),
            ]
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=words.day, date=words.plain_date, moment=words.moment, clock=words.clock
    )
    environment.globals.update(
        states=words.STATE_NAMES,
        role_names=words.ROLE_NAMES,
        kinds=words.KIND_NAMES,
        missing_names=words.MISSING_NAMES,
        periods=following.PERIODS,
    )
    return environment


def _refusals(templates: Environment) -> dict[int, Response]:
    """What those see who are not let in, in all languages: theirs is not known yet."""
    text = templates.get_template("refused.html").render(
        _=words.page_messages("en"),
        all=[words.page_messages(x) for x in ("da", "sv", "nb", "nn", "en")],
    )
    return {status: HTMLResponse(text, status) for status in (403, 421)}


async def _plainly(request: Request, error: Exception) -> HTMLResponse:
    """An error as a page in plain words."""
    services: Services = request.app.state.services
    _ = words_of(request)
    if isinstance(error, HTTPException):
        what = ("This page is not here.", "Perhaps the conversation has been deleted.")
        return page(services, _, "problem.html", error.status_code, what=what)
    name = problem_of(error).name
    status = 507 if name == "disk" else 500
    return page(services, _, "problem.html", status, what=PROBLEMS[name])
