"""The command with a coder that needs no model and takes its time, so that it can be killed.

Workers import this module by its name, so it must not be the program itself.
"""

import time
from typing import Any

from spejl.batch import recipe_of
from spejl.classify import KeywordClassifier
from spejl.cli import code, main
from spejl.coder import Coder
from spejl.sessions import CodedSession, Session


class Unhurried(Coder):
    """Waits before each session."""

    def code(self, session: Session, **how: Any) -> CodedSession:
        """Code a session after a while."""
        time.sleep(0.2)
        return super().code(session, **how)


def unhurried(threads: int) -> Coder:
    """The coder."""
    return Unhurried(KeywordClassifier())


def spejl() -> None:
    """The command `spejl` with this coder in the place of the model's."""
    code.load = lambda *_: unhurried(1)  # type: ignore[attr-defined]
    code.recipe = lambda *_: recipe_of(unhurried)  # type: ignore[attr-defined]
    main()
