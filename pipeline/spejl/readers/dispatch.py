"""Which reader reads which file."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from spejl.errors import TranscriptError
from spejl.readers.chat import BULLET, read_chat
from spejl.readers.docx import read_docx
from spejl.readers.eaf import read_eaf
from spejl.readers.grid import is_timed, read_grid
from spejl.readers.names import session_id
from spejl.readers.noscribe import read_noscribe
from spejl.readers.pdf import read_pdf
from spejl.readers.plain import read_plain
from spejl.readers.reading import Reading
from spejl.readers.records import columns, missing
from spejl.readers.rtf import read_rtf
from spejl.readers.source import MAX_BYTES, Raw, Source, decoded, read_raw, read_source
from spejl.readers.speech_json import is_speech_json, read_speech_json
from spejl.readers.srt import read_srt
from spejl.readers.table import read_table, table_sessions
from spejl.readers.textgrid import read_textgrid
from spejl.readers.vtt import read_vtt
from spejl.readers.xlsx import read_xlsx
from spejl.serialize import coded_from_json, parse_miti, session_from_json
from spejl.sessions import CodedSession, Session

Sessions = tuple[Session, ...]

_CONTAINERS: dict[str, Callable[[Raw, str], Sessions]] = {
    ".docx": read_docx,
    ".xlsx": read_xlsx,
    ".pdf": lambda raw, name: (read_pdf(raw, name),),
    ".eaf": lambda raw, name: (read_eaf(raw, name),),
}
_TABLES = (".csv", ".tsv")
_TEXTS: dict[str, Callable[[Source, str], Sessions]] = {
    ".csv": read_table,
    ".tsv": read_table,
    ".vtt": lambda source, name: (read_vtt(source, name),),
    ".srt": lambda source, name: (read_srt(source, name),),
    ".json": lambda source, name: (_read_json(source, name),),
    ".html": lambda source, name: (read_noscribe(source, name),),
    ".htm": lambda source, name: (read_noscribe(source, name),),
    ".rtf": read_rtf,
    ".textgrid": lambda source, name: (read_textgrid(source, name),),
    ".cha": lambda source, name: (read_chat(source, name),),
    ".miti": lambda source, _: (parse_miti(source.text, source.path).coded.session,),
}
SUFFIXES = (".txt", *_TEXTS, *_CONTAINERS)
"""Endings of the files that are read, in small letters."""

_INSTEAD = {
    ".doc": "open it in Word and save it as .docx",
    ".xls": "open it in Excel and save it as .xlsx",
    ".odt": "open it and save it as .docx",
    ".ods": "open it and save it as .xlsx",
}
_BEGINNINGS = (
    ("WEBVTT", ".vtt"),
    ("{\\rtf", ".rtf"),
    ('File type = "ooTextFile', ".textgrid"),
)
"""What tells another form in a file that ends in .txt."""


def read_all(path: str | Path, max_bytes: int = MAX_BYTES) -> tuple[Session, ...]:
    """All sessions in a transcript file.

    Args:
        path: A file with one of the endings in `SUFFIXES`.
        max_bytes: Larger files are refused.

    Raises:
        TranscriptError: The file cannot be read; the message says where and what to do.
        MissingExtraError: This form needs a library that is not installed.
    """
    path = Path(path)
    _known(path)
    found = []
    for one in read_each(read_raw(path, max_bytes), path.stem).each:
        if isinstance(one, TranscriptError):
            raise one
        found.append(one)
    return tuple(found)


def read_each(raw: Raw, name: str) -> Reading:
    """The sessions in a file's bytes one by one, so that a long table need not be held twice.

    Args:
        raw: The bytes.
        name: Id of the session where the file has none for it.

    Raises:
        TranscriptError: The file cannot be read; the message says where and what to do. A file
            whose only session has a single speaker says so when that session is taken.
        MissingExtraError: This form needs a library that is not installed.
    """
    path, name, suffix = raw.path, session_id(name), _known(raw.path)
    if suffix in _TABLES:
        found = table_sessions(decoded(raw), name)
    else:
        sessions = _whole(raw, name, suffix)
        found = Reading(len(sessions), iter(sessions))
    return Reading(found.n_sessions, _checked(found, path, suffix))


def read(path: str | Path, max_bytes: int = MAX_BYTES) -> Session:
    """The session in a transcript file that holds one.

    Raises:
        TranscriptError: The file cannot be read, or holds several sessions.
        MissingExtraError: This form needs a library that is not installed.
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
    return replace(coded, session=replace(coded.session, id=session_id(coded.session.id)))


def holds_codes(path: str | Path, max_bytes: int = MAX_BYTES) -> bool:
    """Whether a file is one that `read_coded` reads: `.miti`, or our JSON of a coded session.

    Raises:
        TranscriptError: A JSON file cannot be opened.
    """
    path = Path(path)
    if path.suffix.lower() != ".json":
        return path.suffix.lower() == ".miti"
    try:
        data = json.loads(read_source(path, max_bytes).text)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and data.get("kind") == "coded_session"


def _read_json(source: Source, name: str) -> Session:
    if is_speech_json(source):
        return read_speech_json(source, name)
    return session_from_json(source.text, source.path)


def _read_text(source: Source, name: str) -> Sessions:
    """A file that ends in .txt: what its beginning tells, else plain text."""
    start = source.text.lstrip()
    for beginning, suffix in _BEGINNINGS:
        if start.startswith(beginning):
            return _TEXTS[suffix](source, name)
    lines = [line for line in start.split("\n", 2) if line.strip()]
    if "-->" in "".join(lines[1:2]) and lines[0].strip().isdigit():
        return (read_srt(source, name),)
    if "\t" in lines[0]:
        if not missing(columns(lines[0].split("\t"))):
            return read_table(source, name)
        rows = [(n, line.split("\t")) for n, line in enumerate(source.text.split("\n"), 1) if line]
        if is_timed(rows):
            return read_grid(rows, name, source.path)
    return (read_plain(source, name),)


def _known(path: Path) -> str:
    """The ending of a file, in small letters; refuses those that are not read."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        what = _INSTEAD.get(suffix, f"expected one of {', '.join(SUFFIXES)}")
        raise TranscriptError(f"files that end in '{suffix}' are not read; {what}", path)
    return suffix


def _whole(raw: Raw, name: str, suffix: str) -> Sessions:
    if suffix in _CONTAINERS:
        return _CONTAINERS[suffix](raw, name)
    source = decoded(raw, BULLET if suffix == ".cha" else "")
    return _TEXTS.get(suffix, _read_text)(source, name)


def _checked(found: Reading, path: Path, suffix: str) -> Iterator[Session | TranscriptError]:
    """Sessions with ids that are file names; one that is alone in its file has two speakers.

    Of several, one with a single speaker is refused later, on its own.
    """
    is_alone = found.n_sessions == 1 and suffix not in (".miti", ".json")
    for one in found.each:
        if isinstance(one, TranscriptError):
            yield one
        elif is_alone and len(one.speakers) == 1:
            raise TranscriptError(
                "only one speaker was found; expected a practitioner and a client", path
            )
        else:
            yield replace(one, id=session_id(one.id))
