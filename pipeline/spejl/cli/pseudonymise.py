"""`spejl pseudonymise`: a transcript with stand-ins, and the owner's way back."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from spejl.cli.console import messages, note
from spejl.errors import ConvertError, PrivacyError, SettingsError
from spejl.privacy import (
    DEFAULT_KINDS,
    Kind,
    Part,
    Pseudonymised,
    make_key,
    pseudonymise,
    restore,
    review_csv,
    seal,
    unseal,
)
from spejl.readers import holds_codes, read_all
from spejl.sessions import Session
from spejl.write import FORMS, write_transcript

_SEALED = ".sealed"


def pseudonymise_command(  # noqa: PLR0913 - one parameter for each option
    source: Annotated[Path, typer.Argument(metavar="IN", help="A transcript.")],
    out_dir: Annotated[Path, typer.Option("--out", help="Folder for what is written.")],
    key: Annotated[
        Path | None,
        typer.Option(help="Key file of the owner; made if it does not exist. Opens the way back."),
    ] = None,
    reverse: Annotated[
        bool, typer.Option("--reverse", help="Put back what the stand-ins stand for (with --key).")
    ] = False,
    sealed: Annotated[
        Path | None,
        typer.Option(help="With --reverse: the .sealed file. Default: the one beside IN."),
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option(
            help="CSV with every replacement, to go through. With --key it shows what was "
            "replaced: delete it afterwards."
        ),
    ] = None,
    keep: Annotated[
        list[str] | None, typer.Option(help="A word that is not replaced; may be repeated.")
    ] = None,
    also: Annotated[
        list[str] | None, typer.Option(help="A name that is replaced too; may be repeated.")
    ] = None,
    kind: Annotated[
        list[Kind] | None,
        typer.Option(help="What is replaced; may be repeated. Default: all but the last two."),
    ] = None,
    language: Annotated[str, typer.Option(help="da, sv, nb or nn. Default: found.")] = "",
    form: Annotated[
        str, typer.Option("--format", help="Ending of the file written. Default: as IN, or txt.")
    ] = "",
) -> None:
    """Put stand-ins in the place of names, numbers and addresses. A person must look it over."""
    target_form = _form(source, form)
    if reverse:
        _reverse(source, out_dir, key, sealed or source.with_suffix(_SEALED), target_form)
        return
    session = _only_session(source)
    if language:
        session = replace(session, language=language)
    kinds = frozenset(kind) if kind else DEFAULT_KINDS
    done = pseudonymise(session, kinds, also or (), keep or ())
    out_dir.mkdir(parents=True, exist_ok=True)
    target = out_dir / f"{done.session.id}{target_form}"
    sealed_at = out_dir / f"{done.session.id}{_SEALED}"
    for path in (review, sealed_at if key else None):
        if path is not None and path.exists():
            raise ConvertError("exists already; remove it, or give another name", path)
    if key is not None and not key.exists():
        make_key(key)
        note(f"{key} is a new key: keep it apart from {out_dir}; without it there is no way back")
    content = seal(done, session.id, key) if key is not None else b""
    write_transcript(done.session, target)
    if content:
        sealed_at.write_bytes(content)
    if review is not None:
        _write_review(session, done, review, key is not None)
    _tell(done, target)


def _form(source: Path, form: str) -> str:
    ending = f".{form.lstrip('.').lower()}" if form else source.suffix.lower()
    if ending in FORMS:
        return ending
    if form:
        raise SettingsError(
            f"'{form}' is not written; expected one of {', '.join(FORMS)}", "format"
        )
    return ".txt"


def _only_session(source: Path) -> Session:
    if holds_codes(source):
        note("codes are not kept: pseudonymise first, then code")
    sessions = read_all(source)
    if len(sessions) != 1:
        raise ConvertError(
            f"holds {len(sessions)} sessions, and one is written at a time; split it", source
        )
    return sessions[0]


def _reverse(source: Path, out_dir: Path, key: Path | None, sealed: Path, form: str) -> None:
    if key is None:
        raise SettingsError("--reverse needs the key file that was made with the stand-ins", "key")
    content = unseal(sealed, key)
    session = restore(_only_session(source), content)
    out_dir.mkdir(parents=True, exist_ok=True)
    target = out_dir / f"{session.id}{form}"
    write_transcript(session, target)
    messages.print(f"written to {out_dir}", markup=False)


def _write_review(session: Session, done: Pseudonymised, path: Path, originals: bool) -> None:
    try:
        path.write_text(review_csv(session, done, originals), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise PrivacyError(f"cannot be written ({error.strerror})", path) from None
    if originals:
        note(f"{path} shows the names that were replaced; delete it when you have gone through it")


def _tell(done: Pseudonymised, target: Path) -> None:
    for kind in Kind:
        count = sum(r.kind is kind and r.part is not Part.SPEAKER for r in done.replacements)
        if count:
            messages.print(f"{kind}: {count} replaced", markup=False)
    messages.print(f"written to {target}", markup=False)
    note("not everything is found: read it through before anybody else does")
