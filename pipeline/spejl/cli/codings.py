"""Codings as people and Spejl leave them: files, folders and patterns, in every form."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from spejl.aggregate import score
from spejl.errors import RunError, SpejlError
from spejl.evaluate import Coding
from spejl.readers import (
    SheetForm,
    holds_codes,
    is_utterances,
    read_coded,
    read_sheet,
    read_utterances,
)
from spejl.sessions import CodedSession, Session

CODED = "coded"
_SHEETS = (".csv", ".tsv", ".xlsx")
_TABLES = (".parquet", ".jsonl")


def read_codings(arguments: Sequence[str], form: SheetForm) -> tuple[Coding, ...]:
    """The codings that the arguments name, in their order.

    An argument is a file, a folder, an output folder of `spejl code`, or a pattern such as
    `folder/*.anna.miti`. A sheet without text takes its turns from the other codings; a session
    without a language takes that of another coder.

    Raises:
        SpejlError: A file cannot be read, or an argument names no coding.
    """
    files = [_files(argument) for argument in arguments]
    # Sheets last, since they may need the transcripts of the others.
    order = sorted(range(len(files)), key=lambda i: any(_is_sheet(p) for p in files[i]))
    transcripts: dict[str, Session] = {}
    found: dict[int, tuple[CodedSession, ...]] = {}
    for i in order:
        found[i] = tuple(coded for path in files[i] for coded in _read(path, form, transcripts))
        for coded in found[i]:
            transcripts.setdefault(coded.session.id, coded.session)
    languages = {c.session.id: c.session.language for i in order for c in found[i]}
    for i in order:
        languages |= {c.session.id: c.session.language for c in found[i] if c.session.language}
    names = _names(arguments)
    return tuple(_coding(names[i], found[i], languages) for i in range(len(files)))


def _coding(
    name: str, sessions: Sequence[CodedSession], languages: dict[str, str | None]
) -> Coding:
    known = tuple(
        replace(
            c,
            session=replace(c.session, language=c.session.language or languages[c.session.id]),
        )
        for c in sessions
    )
    return Coding(name, known, tuple(score(coded) for coded in known))


def _names(arguments: Sequence[str]) -> list[str]:
    short = [Path(argument).name for argument in arguments]
    names = short if len(set(short)) == len(short) else list(arguments)
    if len(set(names)) < len(names):
        raise SpejlError("a coding is given twice; expected different files or folders")
    return names


def _files(argument: str) -> list[Path]:
    path = Path(argument)
    if path.is_file():
        return [path]
    if path.is_dir():
        folder = path / CODED if (path / CODED).is_dir() else path
        found = sorted(p for p in folder.iterdir() if _is_coding(p))
    elif set("*?[") & set(argument):
        root = Path(path.anchor)
        found = sorted(root.glob(str(path.relative_to(root))))
    else:
        raise RunError(f"{argument}: there is no such file or folder")
    if not found:
        raise RunError(
            f"{argument}: holds no coding; expected .miti files, the output of spejl code, or "
            "coding sheets (.csv, .tsv, .xlsx)"
        )
    return found


def _is_coding(path: Path) -> bool:
    if not path.is_file() or path.name.startswith((".", "~$")):
        return False
    return path.suffix.lower() in _SHEETS or holds_codes(path)


def _is_sheet(path: Path) -> bool:
    suffix = path.suffix.lower()
    return suffix in _SHEETS and not (suffix == ".csv" and is_utterances(path))


def _read(path: Path, form: SheetForm, transcripts: dict[str, Session]) -> tuple[CodedSession, ...]:
    if _is_sheet(path):
        return read_sheet(path, form, transcripts)
    if path.suffix.lower() in (*_TABLES, ".csv"):
        return read_utterances(path)
    return (read_coded(path),)
