"""Following over time: whose a session is, a practitioner's course, a group's figures."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from spejl.aggregate.course import Period
from spejl.web.following import make_group_figures, told_course, told_group
from spejl.web.services import KeptHere, ServicesHere, Words, page
from spejl.web.store import People
from spejl.web.store.people import Whose

router = APIRouter()


class Said(BaseModel):
    """What a person says of a session."""

    name: str = Field("", max_length=80)
    """Empty where nobody is to be named any more."""
    day: str = Field("", max_length=10)
    """As the browser's field for a date gives it; the session's own day where it gives none."""
    period: str = ""
    circle: str = Field("", max_length=80)


@router.post("/sessions/{key}/whose")
def set_whose(kept: KeptHere, services: ServicesHere, said: Annotated[Said, Form()]) -> Response:
    """Keep whose a session is, and when it was."""
    people, name = People(services.shelf), _plain(said.name)
    if not name:
        people.unfollow(kept.key)
        return RedirectResponse(f"/sessions/{kept.key}", 303)
    try:
        day = date.fromisoformat(said.day)
    except ValueError:
        day = kept.created.date()
    period = said.period if said.period in list(Period) else ""
    key = people.follow(kept.key, Whose(name, day, period, _plain(said.circle)))
    return RedirectResponse(f"/people/{key}", 303)


@router.get("/people")
def everybody(services: ServicesHere, _: Words) -> HTMLResponse:
    """Practitioners and groups by name: no figures, no order but the alphabet's."""
    people = People(services.shelf)
    return page(services, _, "people.html", people=people.all(), circles=people.circles())


@router.get("/people/{key}")
def show_course(key: str, services: ServicesHere, _: Words) -> HTMLResponse:
    """A practitioner's own course."""
    people = People(services.shelf)
    found = people.get(key)
    if found is None:
        raise HTTPException(404)
    values: dict[str, Any] = {"told": told_course(services, key, _), "circles": people.circles()}
    sessions = people.sessions(key)
    days = {kept.key: followed.day for kept, followed in sessions}
    return page(services, _, "course.html", person=found, days=days, **values)


@router.post("/people/{key}/group")
def set_group(
    key: str, services: ServicesHere, circle: Annotated[str, Form(max_length=80)] = ""
) -> Response:
    """Put a practitioner into a group, or take them out of theirs."""
    People(services.shelf).move(key, _plain(circle))
    return RedirectResponse(f"/people/{key}", 303)


@router.get("/group")
def show_group(
    name: str, services: ServicesHere, _: Words, unchanged: bool = False
) -> HTMLResponse:
    """A group's figures as they were last made.

    Args:
        name: Of the group.
        services: Of this page.
        _: Words of the answer.
        unchanged: Whether some figures could not be made anew just now.
    """
    if name not in People(services.shelf).circles():
        raise HTTPException(404)
    values = told_group(services, name, _)
    return page(services, _, "group.html", circle=name, unchanged=unchanged, **values)


@router.post("/group/figures")
def make_figures(services: ServicesHere, name: Annotated[str, Form(max_length=80)]) -> Response:
    """Make a group's figures anew, where that gives nobody away."""
    if name not in People(services.shelf).circles():
        raise HTTPException(404)
    whole = make_group_figures(services, name)
    return RedirectResponse(
        "/group?" + urlencode({"name": name, **({} if whole else {"unchanged": "1"})}), 303
    )


def _plain(text: str) -> str:
    return " ".join(text.split())
