"""The report as PDF, by WeasyPrint.

A browser prints the report as well, and the page says so where WeasyPrint is not installed. It is
an extra because it needs Pango, which Windows does not bring; it is offered because its file is
the same on every machine and carries no address, date or name of a printer in its margins.
"""

from importlib.util import find_spec
from typing import Any

from spejl.errors import MissingExtraError


def can_print() -> bool:
    """Whether a PDF can be made on this machine."""
    return find_spec("weasyprint") is not None


def print_pdf(page: str) -> bytes:
    """A self-contained HTML page as PDF, tagged for screen readers.

    Raises:
        MissingExtraError: WeasyPrint, or Pango under it, is not installed.
    """
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        raise MissingExtraError("a PDF", "pdf") from None
    pdf: bytes = HTML(string=page, url_fetcher=_nothing).write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def _nothing(*_: Any, **__: Any) -> Any:
    """Refuse to fetch: the report needs nothing from outside, whatever stands in it."""
    raise ValueError("nothing is fetched")
