"""A corrected session in the form that `spejl train` learns from."""

from spejl.serialize import Conversation, compose_miti
from spejl.sessions import CodedSession


def training_form(coded: CodedSession, coder: str) -> str:
    """A coded session as `.miti`, with the header that own data need.

    Args:
        coded: As it stands after corrections.
        coder: Who corrected it; empty where no name was given.
    """
    return _form(coded, {"coder": coder or "person", "corrected_from": coded.coder})


def scratch_form(coded: CodedSession) -> str:
    """A session that a person coded from scratch as `.miti`."""
    return _form(coded, {"coder": coded.coder})


def _form(coded: CodedSession, hands: dict[str, str]) -> str:
    session = coded.session
    header = {
        "id": session.id,
        "language": session.language or "",
        "goal": session.goal or "",
        "writer": "",
        **hands,
    }
    lines = tuple((name, " ".join(value.split())) for name, value in header.items())
    return compose_miti(Conversation(lines, coded))
