"""Files into sessions. The form is told by the suffix and the content."""

from spejl.readers.dispatch import SUFFIXES, read, read_all, read_coded
from spejl.readers.names import seconds
from spejl.readers.roles import find_roles

__all__ = ["SUFFIXES", "find_roles", "read", "read_all", "read_coded", "seconds"]
