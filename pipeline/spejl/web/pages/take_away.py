"""Files to take away. Every name in them is made safe for the program that opens it."""

import base64
import hashlib
import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException

from spejl.aggregate import score
from spejl.errors import MissingExtraError
from spejl.report import Messages, report
from spejl.web.services import KeptHere, Services, ServicesHere, Words, page
from spejl.web.store import Kept
from spejl.web.store.shelf import Shelved
from spejl.web.take_away import coded_word, print_pdf, training_form
from spejl.web.view import session_view, with_hands
from spejl.write import TableWriter, utterance_rows

router = APIRouter(prefix="/sessions/{key}/take")
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/report.html")
def report_page(kept: KeptHere, services: ServicesHere, _: Words, save: bool = False) -> Response:
    """The report to read and print, or to save."""
    text = _report(kept, services, _)
    headers = {"Content-Security-Policy": _own_style_only(text)}
    if save:
        headers["Content-Disposition"] = _attachment(kept, "html")
    return HTMLResponse(text, headers=headers)


@router.get("/report.pdf")
def report_pdf(kept: KeptHere, services: ServicesHere, _: Words) -> Response:
    """The report as PDF; where that cannot be made, how to print it."""
    try:
        pdf = print_pdf(_report(kept, services, _))
    except MissingExtraError:
        what = (
            "A PDF cannot be made on this machine.",
            "Open the report, print it, and choose “Save as PDF” as the printer.",
        )
        return page(services, _, "problem.html", 501, what=what)
    headers = {"Content-Disposition": _attachment(kept, "pdf")}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.get("/transcript.docx")
def transcript_word(kept: KeptHere, services: ServicesHere, _: Words) -> Response:
    """The coded transcript as a Word file."""
    shelved = _shelved(kept, services)
    path = services.shelf.home.fresh(".docx")
    filled: dict[str, Any] = session_view(shelved, _)
    coded_word(filled, kept.title, _, path)
    return FileResponse(
        path,
        media_type=_WORD,
        headers={"Content-Disposition": _attachment(kept, "docx")},
        background=BackgroundTask(path.unlink),
    )


@router.get("/utterances.csv")
def utterances_csv(kept: KeptHere, services: ServicesHere) -> Response:
    """The utterances as a table; what a spreadsheet would take for a formula is made text."""
    shelved = _shelved(kept, services)
    folder = services.shelf.home.fresh()
    folder.mkdir()
    with TableWriter(folder, "utterances", "csv") as writer:
        writer.write(utterance_rows(shelved.current.coded))
    path = folder / "utterances.csv"
    data = path.read_bytes()
    path.unlink()
    folder.rmdir()
    headers = {"Content-Disposition": _attachment(kept, "csv")}
    # Excel reads UTF-8 as such only where a byte order mark says so.
    return Response(b"\xef\xbb\xbf" + data, media_type="text/csv", headers=headers)


@router.get("/session.miti")
def corrections_miti(kept: KeptHere, services: ServicesHere) -> Response:
    """The session as it stands, for `spejl train`."""
    shelved = _shelved(kept, services)
    names = sorted({c.by for c in shelved.corrections if c.by})
    text = training_form(shelved.current.coded, ", ".join(names))
    headers = {"Content-Disposition": _attachment(kept, "miti")}
    return Response(text, media_type="text/plain; charset=utf-8", headers=headers)


def _shelved(kept: Kept, services: Services) -> Shelved:
    shelved = services.shelf.shelved(kept.key)
    if shelved is None:
        raise HTTPException(404)
    return shelved


def _report(kept: Kept, services: Services, _: Messages) -> str:
    coded = with_hands(_shelved(kept, services), _)
    scores = score(coded)
    titled = replace(coded, session=replace(coded.session, id=kept.title))
    return report(titled, scores, _.language)


def _own_style_only(text: str) -> str:
    """A policy that allows the report's own style sheet and nothing else."""
    style = _STYLE.search(text)
    digest = hashlib.sha256((style[1] if style else "").encode()).digest()
    return (
        f"default-src 'none'; style-src 'sha256-{base64.b64encode(digest).decode()}'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _attachment(kept: Kept, suffix: str) -> str:
    """How a browser is told to save a file, under the session's title."""
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", kept.title).strip(". ") or "spejl"
    return f"attachment; filename=\"spejl.{suffix}\"; filename*=UTF-8''{quote(name)}.{suffix}"
