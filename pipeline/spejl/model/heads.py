"""What the columns of the model's output mean. Training and inference share this page."""

from dataclasses import dataclass
from enum import StrEnum

from spejl.codes import ClientTalk, Code, Form
from spejl.sessions import Role


class Head(StrEnum):
    """The questions that the model answers of every token."""

    CODE = "code"
    FORM = "form"
    TALK = "talk"
    ROLE = "role"
    BOUNDARY = "boundary"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a head stands in the output and what its classes are."""

    first: int
    classes: tuple[str, ...]

    @property
    def slice(self) -> slice:
        """The columns as a slice."""
        return slice(self.first, self.first + len(self.classes))


_CLASSES: dict[Head, tuple[str, ...]] = {
    Head.CODE: tuple(Code),
    Head.FORM: tuple(Form),
    Head.TALK: tuple(ClientTalk),
    Head.ROLE: (Role.PRACTITIONER, Role.CLIENT),
    Head.BOUNDARY: ("inside", "begins"),
}


def _columns() -> dict[Head, Columns]:
    found: dict[Head, Columns] = {}
    first = 0
    for head, classes in _CLASSES.items():
        found[head] = Columns(first, classes)
        first += len(classes)
    return found


HEADS = _columns()
N_COLUMNS = sum(len(columns.classes) for columns in HEADS.values())
