"""What the page keeps: one SQLite database and one folder of files."""

from spejl.web.store.database import open_store
from spejl.web.store.home import Home
from spejl.web.store.models import Coding, Correction, Job, Kept, Preference
from spejl.web.store.shelf import Shelf, StaleError

__all__ = [
    "Coding",
    "Correction",
    "Home",
    "Job",
    "Kept",
    "Preference",
    "Shelf",
    "StaleError",
    "open_store",
]
