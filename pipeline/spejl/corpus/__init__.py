"""The corpus of coded role-plays: reading it, checking it, describing it."""

from spejl.corpus.check import check
from spejl.corpus.stats import stats

__all__ = ["check", "stats"]
