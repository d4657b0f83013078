"""Coders without a model, in a module that the processes of a run import in no time."""

import os
import signal
import time
from pathlib import Path
from typing import Any

from spejl.classify import KeywordClassifier
from spejl.coder import Coder
from spejl.sessions import CodedSession, Session


class Deadly(Coder):
    """Dies of the session called deadly: always, or once where a file says so."""

    def code(self, session: Session, **how: Any) -> CodedSession:
        """Code a session, or die."""
        once = os.environ.get("DEADLY_ONCE")
        if session.id == "deadly" and not (once and Path(once).exists()):
            if once:
                Path(once).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().code(session, **how)


class Unhurried(Coder):
    """Waits before each session."""

    def code(self, session: Session, **how: Any) -> CodedSession:
        """Code a session after a while."""
        time.sleep(0.2)
        return super().code(session, **how)


def keyword(threads: int) -> Coder:
    """Codes by key words."""
    return Coder(KeywordClassifier())


def deadly(threads: int) -> Coder:
    """Codes likewise, and may die."""
    return Deadly(KeywordClassifier())


def unhurried(threads: int) -> Coder:
    """Codes likewise, slowly."""
    return Unhurried(KeywordClassifier())
