"""The corpus's figures, counted once for all tests."""

from typing import Any

import pytest

from conftest import ROOT
from spejl.corpus import stats


@pytest.fixture(scope="session")
def figures() -> dict[str, Any]:
    """What `spejl corpus stats` says of the corpus."""
    return stats(ROOT / "data/corpus")
