"""A quick start.

spaCy loads torch wherever it is installed, which takes seconds; its tokenizers need none of it.
"""

import sys


def load_spacy_alone() -> None:
    """Import spaCy as if torch were not installed; torch itself can be imported afterwards."""
    if "torch" in sys.modules or "spacy" in sys.modules:
        return
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        import spacy  # noqa: F401
    finally:
        del sys.modules["torch"]
