"""What the page keeps: one SQLite database and one folder of files."""

from spejl.web.store.database import open_store
from spejl.web.store.drafts import Drafts
from spejl.web.store.home import Home
from spejl.web.store.models import (
    Coding,
    Correction,
    Draft,
    Followed,
    Job,
    Kept,
    Practitioner,
    Preference,
    Shown,
)
from spejl.web.store.people import People
from spejl.web.store.reviews import Reviews
from spejl.web.store.shelf import Shelf, StaleError

__all__ = [
    "Coding",
    "Correction",
    "Draft",
    "Drafts",
    "Followed",
    "Home",
    "Job",
    "Kept",
    "People",
    "Practitioner",
    "Preference",
    "Reviews",
    "Shelf",
    "Shown",
    "StaleError",
    "open_store",
]
