"""Spejl: MITI coding of motivational interviewing in Danish, Swedish and Norwegian.

    import spejl

    coder = spejl.load()
    coded = coder.code(spejl.read("role-play.txt"))
    scores = spejl.score(coded)
    scores.reflection_to_question, scores.percent_complex, scores.mi_adherent

Importing this package loads none of its heavy libraries; each is loaded where it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spejl.aggregate import score, segments
    from spejl.coder import Coder, load
    from spejl.codes import ClientTalk, Code, Form
    from spejl.errors import SpejlError
    from spejl.evaluate import agreement
    from spejl.readers import read, read_all, read_coded
    from spejl.scores import Globals, SessionScores
    from spejl.sessions import CodedSession, CodedUtterance, Role, Session, Turn, Utterance
    from spejl.volley import Volley, volleys
    from spejl.write import to_frame

__version__ = "0.1.0"

_HOMES = {
    "agreement": "evaluate",
    "ClientTalk": "codes",
    "Code": "codes",
    "CodedSession": "sessions",
    "CodedUtterance": "sessions",
    "Coder": "coder",
    "Form": "codes",
    "Globals": "scores",
    "load": "coder",
    "read": "readers",
    "read_all": "readers",
    "read_coded": "readers",
    "Role": "sessions",
    "score": "aggregate",
    "segments": "aggregate",
    "Session": "sessions",
    "SessionScores": "scores",
    "SpejlError": "errors",
    "to_frame": "write",
    "Turn": "sessions",
    "Utterance": "sessions",
    "Volley": "volley",
    "volleys": "volley",
}

__all__ = [
    "ClientTalk",
    "Code",
    "CodedSession",
    "CodedUtterance",
    "Coder",
    "Form",
    "Globals",
    "Role",
    "Session",
    "SessionScores",
    "SpejlError",
    "Turn",
    "Utterance",
    "Volley",
    "agreement",
    "load",
    "read",
    "read_all",
    "read_coded",
    "score",
    "segments",
    "to_frame",
    "volleys",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'spejl' has no attribute '{name}'")
    found = getattr(import_module(f"spejl.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
