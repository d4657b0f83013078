"""Coded sessions of one's own, from `.miti` files, coded JSON and coding sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from spejl.errors import LanguageError, SettingsError
from spejl.languages import identify
from spejl.readers import (
    Choices,
    CodeMapping,
    Mapped,
    SheetForm,
    find_roles,
    holds_codes,
    read_all,
    read_coded,
    read_mapped_miti,
    read_mapped_sheet,
    read_mapping,
    read_sheet,
    read_sheet_form,
)
from spejl.readers.mapped import by_header, whole
from spejl.serialize import Conversation, parse_miti
from spejl.sessions import Role, Session
from spejl.train.settings import Source

CLINICIAN = ("clinician", "writer", "practitioner")
"""Header lines or columns that may name the clinician, the first that is there."""
SPEAKER = "speaker"
_SHEETS = (".csv", ".tsv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Gold:
    """One coded session to learn from or to be judged by."""

    conversation: Conversation
    clinician: str = ""
    """Who the practitioner is; empty where that is not known."""
    choices: Choices = field(default_factory=dict)
    """Utterances of which it is known only that one of several codes holds."""

    @property
    def id(self) -> str:
        """The session's id."""
        return self.conversation.coded.session.id

    @property
    def language(self) -> str:
        """The session's language; empty where it is none that Spejl codes."""
        return self.conversation.coded.session.language or ""


def from_corpus(conversation: Conversation) -> Gold:
    """A conversation of the corpus."""
    return Gold(conversation, conversation.get("writer"))


def read_own(sources: Sequence[Source]) -> tuple[Gold, ...]:
    """All sessions that the sources name, sorted by id.

    Raises:
        SettingsError: A source names no coded session, or two sessions have one id.
        TranscriptError: A file cannot be read, or has a code that is not known; with the line.
    """
    found: dict[str, Gold] = {}
    for source in sources:
        for gold in _read_source(source):
            if gold.id in found:
                raise SettingsError(
                    f"session {gold.id} is there twice; expected one coding of each session",
                    "data.files",
                )
            found[gold.id] = gold
    return tuple(found[name] for name in sorted(found))


def _read_source(source: Source) -> list[Gold]:
    form = read_sheet_form(Path(source.sheet)) if source.sheet else SheetForm()
    mapping = read_mapping(Path(source.mapping)) if source.mapping else None
    transcripts = {
        session.id: find_roles(session)
        for path in (files(source.transcripts, "data.transcripts") if source.transcripts else ())
        for session in read_all(path)
    }
    return [
        replace(gold, conversation=_with_language(gold.conversation, source.language))
        for path in files(source.files, "data.files")
        if path.suffix.lower() in _SHEETS or holds_codes(path)
        for gold in _read_file(path, source, form, mapping, transcripts)
    ]


def files(named: str, key: str) -> list[Path]:
    """The files of a folder or pattern, sorted; hidden ones left out.

    Raises:
        SettingsError: There are none.
    """
    path = Path(named)
    if path.is_dir():
        found = sorted(path.iterdir())
    elif set("*?[") & set(named):
        root = Path(path.anchor)
        found = sorted(root.glob(str(path.relative_to(root))))
    else:
        found = [path]
    found = [p for p in found if p.is_file() and not p.name.startswith((".", "~$"))]
    if not found:
        raise SettingsError(f"there is no file {named}", key)
    return found


def _read_file(
    path: Path,
    source: Source,
    form: SheetForm,
    mapping: CodeMapping | None,
    transcripts: Mapping[str, Session],
) -> list[Gold]:
    keys = (source.clinician,) if source.clinician else CLINICIAN
    if path.suffix.lower() in _SHEETS:
        mapped = (
            read_mapped_sheet(path, form, mapping, transcripts)
            if mapping
            else whole(read_sheet(path, form, transcripts))
        )
        names = {} if source.clinician == SPEAKER else by_header(path, form, keys)
    elif path.suffix.lower() == ".miti":
        one = (
            read_mapped_miti(path, mapping)
            if mapping
            else Mapped(parse_miti(path.read_text(encoding="utf-8"), path), {})
        )
        mapped = (one,)
        names = {one.conversation.coded.session.id: _header(one.conversation, keys)}
    else:
        mapped, names = whole([read_coded(path)]), {}
    found = []
    for one in mapped:
        session = one.conversation.coded.session
        name = _speaker(session) if source.clinician == SPEAKER else names.get(session.id, "")
        found.append(Gold(one.conversation, name, one.choices))
    return found


def _header(conversation: Conversation, keys: Sequence[str]) -> str:
    return next((value for key in keys if (value := conversation.get(key))), "")


def _speaker(session: Session) -> str:
    return next((name for name, role in session.roles if role is Role.PRACTITIONER), "")


def _with_language(conversation: Conversation, given: str) -> Conversation:
    """The conversation with a language: its own, the one given, or what its text looks like."""
    session = conversation.coded.session
    if session.language:
        return conversation
    found: str | None = given
    if not given:
        try:
            found = identify(session.text)
        except LanguageError:
            found = None
    coded = replace(conversation.coded, session=replace(session, language=found))
    return replace(conversation, coded=coded)
