"""Files into sessions. The form is told by the suffix and the content."""

from spejl.readers.code_mapping import CodeMapping, read_mapping
from spejl.readers.dispatch import SUFFIXES, holds_codes, read, read_all, read_coded, read_each
from spejl.readers.mapped import Choices, Mapped, read_mapped_miti, read_mapped_sheet
from spejl.readers.names import seconds
from spejl.readers.output import is_utterances, read_utterances
from spejl.readers.roles import find_roles
from spejl.readers.sheet_form import SheetForm, read_sheet_form
from spejl.readers.sheets import read_sheet
from spejl.readers.source import Raw, read_raw

__all__ = [
    "SUFFIXES",
    "Choices",
    "CodeMapping",
    "Mapped",
    "Raw",
    "SheetForm",
    "find_roles",
    "holds_codes",
    "is_utterances",
    "read",
    "read_all",
    "read_coded",
    "read_each",
    "read_mapped_miti",
    "read_mapped_sheet",
    "read_mapping",
    "read_raw",
    "read_sheet",
    "read_sheet_form",
    "read_utterances",
    "seconds",
]
