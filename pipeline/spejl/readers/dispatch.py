"""Which reader reads which file."""

from dataclasses import replace
from pathlib import Path

from spejl.errors import TranscriptError
from spejl.readers.names import session_id
from spejl.readers.plain import read_plain
from spejl.readers.source import MAX_BYTES, Source, read_source
from spejl.readers.table import read_table
from spejl.readers.vtt import read_vtt
from spejl.serialize import coded_from_json, parse_miti, session_from_json
from spejl.sessions import CodedSession, Session

SUFFIXES = (".txt", ".csv", ".tsv", ".vtt", ".miti", ".json")
"""Endings of the files that are read."""

_TABLES = (".csv", ".tsv")


def read_all(path: str | Path, max_bytes: int = MAX_BYTES) -> tuple[Session, ...]:
    """All sessions in a transcript file.

    Args:
        path: A file with one of the endings in `SUFFIXES`.
        max_bytes: Larger files are refused.

    Raises:
        TranscriptError: The file cannot be read; the message says where and what to do.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise TranscriptError(
            f"files that end in '{suffix}' are not read; expected one of {', '.join(SUFFIXES)}",
            path,
        )
    source = read_source(path, max_bytes)
    name = session_id(path.stem)
    if suffix in _TABLES:
        return _two_speakers(read_table(source, name), path)
    if suffix == ".vtt" or source.text.startswith("WEBVTT"):
        return (read_vtt(source, name),)
    if suffix == ".miti":
        return (_safe(parse_miti(source.text, path).coded.session),)
    if suffix == ".json":
        return (_safe(session_from_json(source.text, path)),)
    return (read_plain(source, name),)


def read(path: str | Path, max_bytes: int = MAX_BYTES) -> Session:
    """The session in a transcript file that holds one.

    Raises:
        TranscriptError: The file cannot be read, or holds several sessions.
    """
    found = read_all(path, max_bytes)
    if len(found) != 1:
        raise TranscriptError(
            f"holds {len(found)} sessions, expected one; use read_all to get them all", path
        )
    return found[0]


def read_coded(path: str | Path, max_bytes: int = MAX_BYTES) -> CodedSession:
    """The coded session in a `.miti` file or in our JSON.

    Raises:
        TranscriptError: The file cannot be read, or holds no codes.
    """
    path = Path(path)
    source: Source = read_source(path, max_bytes)
    if path.suffix.lower() == ".miti":
        coded = parse_miti(source.text, path).coded
    elif path.suffix.lower() == ".json":
        coded = coded_from_json(source.text, path)
    else:
        raise TranscriptError("coded sessions are read from .miti and .json files", path)
    return replace(coded, session=_safe(coded.session))


def _two_speakers(sessions: tuple[Session, ...], path: Path) -> tuple[Session, ...]:
    """The sessions; of several, one with a single speaker is refused later, on its own."""
    if len(sessions) == 1 and len(sessions[0].speakers) == 1:
        raise TranscriptError(
            "only one speaker was found; expected a practitioner and a client", path
        )
    return sessions


def _safe(session: Session) -> Session:
    return replace(session, id=session_id(session.id))
