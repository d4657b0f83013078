"""A coded session as a feedback report: one self-contained HTML page."""

from spejl.report.page import report

__all__ = ["report"]
