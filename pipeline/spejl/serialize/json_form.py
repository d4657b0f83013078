"""Sessions and coded sessions as JSON, complete and versioned."""

import json
import math
from pathlib import Path
from typing import Any

from spejl.codes import ClientTalk, Code
from spejl.errors import TranscriptError
from spejl.sessions import CodedSession, CodedUtterance, Role, Session, Turn, Utterance

SCHEMA_VERSION = 1
"""Raised whenever a reader of the former version would misread the new one."""


def session_to_json(session: Session) -> str:
    """A session as JSON text, UTF-8 characters unescaped, with a final newline."""
    return _dump({"spejl": SCHEMA_VERSION, "kind": "session", "session": _session(session)})


def session_from_json(text: str, path: Path | str = "<text>") -> Session:
    """The session in a JSON text: of our `session` or `coded_session` kind.

    Raises:
        TranscriptError: Not JSON, not of our kind, of a newer version, or incomplete.
    """
    data = _load(text, path)
    try:
        return _session_from(data["session"])
    except (KeyError, TypeError, ValueError) as error:
        raise _incomplete(path, error) from None


def coded_to_json(coded: CodedSession) -> str:
    """A coded session as JSON text. `coded_from_json` gives the same session back."""
    return _dump(
        {
            "spejl": SCHEMA_VERSION,
            "kind": "coded_session",
            "coder": coded.coder,
            "widening": None if coded.widening is None else dict(coded.widening),
            "session": _session(coded.session),
            "utterances": [_utterance(u) for u in coded.utterances],
        }
    )


def coded_from_json(text: str, path: Path | str = "<text>") -> CodedSession:
    """The coded session in a JSON text.

    Raises:
        TranscriptError: Not JSON, not a coded session, of a newer version, or incomplete.
    """
    data = _load(text, path)
    if data.get("kind") != "coded_session":
        raise TranscriptError(
            f"found a '{data.get('kind')}', expected a coded_session as `spejl code` writes it",
            path,
        )
    try:
        session = _session_from(data["session"])
        widening = data["widening"]
        return CodedSession(
            session,
            tuple(_utterance_from(u, session) for u in data["utterances"]),
            str(data["coder"]),
            None if widening is None else tuple((str(k), float(v)) for k, v in widening.items()),
        )
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise _incomplete(path, error) from None


def _dump(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _load(text: str, path: Path | str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise TranscriptError("this is not valid JSON", path, line) from None
    if not isinstance(data, dict) or "spejl" not in data:
        raise TranscriptError(
            "this JSON was not written by Spejl (it has no key 'spejl'); "
            "expected a session or a coded session",
            path,
        )
    if not isinstance(data["spejl"], int) or data["spejl"] > SCHEMA_VERSION:
        raise TranscriptError(
            f"written in a newer form than version {SCHEMA_VERSION}, which this Spejl reads; "
            "update Spejl",
            path,
        )
    return data


def _incomplete(path: Path | str, error: Exception) -> TranscriptError:
    # Only the name of a missing key is repeated: other messages could hold what was said.
    what = f" (key '{error.args[0]}')" if isinstance(error, KeyError) else ""
    return TranscriptError(f"a part is missing or of the wrong kind{what}", path)


def _session(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "language": session.language,
        "goal": session.goal,
        "roles": {name: str(role) for name, role in session.roles},
        "turns": [
            {"speaker": t.speaker, "text": t.text, "start": t.start, "end": t.end}
            for t in session.turns
        ],
    }


def _session_from(data: dict[str, Any]) -> Session:
    turns = tuple(
        Turn(_text(t["speaker"]), _text(t["text"]), _seconds(t["start"]), _seconds(t["end"]))
        for t in data["turns"]
    )
    roles = tuple((_text(name), Role(role)) for name, role in dict(data["roles"]).items())
    return Session(
        _text(data["id"]), turns, _optional(data["language"]), _optional(data["goal"]), roles
    )


def _utterance(coded: CodedUtterance) -> dict[str, Any]:
    u = coded.utterance
    return {
        "turn": u.turn,
        "start": u.start,
        "end": u.end,
        "role": str(u.role),
        "code": None if coded.code is None else str(coded.code),
        "detail": coded.detail,
        "doubt": coded.doubt,
        "probability": coded.probability,
        "probabilities": None if coded.probabilities is None else list(coded.probabilities),
        "client_talk": None if coded.client_talk is None else str(coded.client_talk),
        "needs_review": coded.needs_review,
    }


def _utterance_from(data: dict[str, Any], session: Session) -> CodedUtterance:
    turn, start, end = int(data["turn"]), int(data["start"]), int(data["end"])
    text = session.turns[turn].text
    if turn < 0 or not 0 <= start <= end <= len(text):
        raise ValueError("span outside its turn")
    probabilities = data["probabilities"]
    return CodedUtterance(
        Utterance(turn, start, end, Role(data["role"]), text[start:end]),
        code=None if data["code"] is None else Code(data["code"]),
        detail=_optional(data["detail"]),
        doubt=bool(data["doubt"]),
        probability=None if data["probability"] is None else float(data["probability"]),
        probabilities=None if probabilities is None else tuple(float(p) for p in probabilities),
        client_talk=None if data["client_talk"] is None else ClientTalk(data["client_talk"]),
        needs_review=bool(data["needs_review"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("expected text")
    value.encode()  # Half of a surrogate pair is no text, and is a ValueError.
    return value


def _optional(value: Any) -> str | None:
    return None if value is None else _text(value)


def _seconds(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("expected seconds")
    return float(value)
