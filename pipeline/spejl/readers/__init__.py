"""Files into sessions. The form is told by the suffix and the content."""

from spejl.readers.dispatch import SUFFIXES, holds_codes, read, read_all, read_coded
from spejl.readers.names import seconds
from spejl.readers.roles import find_roles

__all__ = ["SUFFIXES", "find_roles", "holds_codes", "read", "read_all", "read_coded", "seconds"]
