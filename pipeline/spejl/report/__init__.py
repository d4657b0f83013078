"""A coded session as a feedback report: one self-contained HTML page."""

from spejl.report.messages import Messages, messages, read_catalogue
from spejl.report.page import contents, report

__all__ = ["Messages", "contents", "messages", "read_catalogue", "report"]
