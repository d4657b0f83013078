"""Sessions that people coded by another scheme, in our codes by a declared mapping."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spejl.errors import TranscriptError
from spejl.readers.cells import Cells, read_cells
from spejl.readers.code_mapping import JOINER, CodeMapping, Meaning
from spejl.readers.sheet_form import SheetForm
from spejl.readers.sheets import Sheet, sheet_columns
from spejl.readers.source import read_source
from spejl.serialize import Conversation, parse_code, parse_miti
from spejl.sessions import CodedSession, CodedUtterance, Role, Session, Utterance

Span = tuple[int, int, int]
"""Turn, first character, one past the last."""

Choices = Mapping[Span, Meaning]
"""Utterances of which it is known only that one of several codes holds."""

_LONGEST_CODE = 40
"""A longer entry, or one of several words, may be what somebody said and is not repeated."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """One session in our codes. An utterance without a code is one that the scheme leaves open."""

    conversation: Conversation
    choices: Choices


@dataclass(slots=True)
class _Translator:
    """Translates codes of one session and keeps what stays open."""

    mapping: CodeMapping
    choices: dict[Span, Meaning] = field(default_factory=dict)

    def units(
        self, span: Utterance, codes: Sequence[str], path: Path | str, line: int
    ) -> list[CodedUtterance]:
        """The coded utterances of a stretch of speech that was given these codes."""
        if span.role is Role.OTHER:
            return [CodedUtterance(span)]
        meanings = [self._meaning(code, span.role, path, line) for code in codes]
        told = [meaning for meaning in meanings if meaning]
        if any(len(meaning) > 1 for meaning in told):
            every = tuple(dict.fromkeys(code for meaning in told for code in meaning))
            self.choices[span.turn, span.start, span.end] = every
            return [CodedUtterance(span)]
        ours = dict.fromkeys(code for (code,) in told)
        return [parse_code(span, code, path, line) for code in ours] or [CodedUtterance(span)]

    def _meaning(self, code: str, role: Role, path: Path | str, line: int) -> Meaning:
        found = self.mapping.meaning(code, role)
        if found is not None:
            return found
        short = len(code) <= _LONGEST_CODE and len(code.split()) < 2
        raise TranscriptError(
            f"{repr(code) if short else 'what stands there'} is not among the codes of a {role} "
            f'in {self.mapping.name}; add a line such as "{code if short else "X"}" = '
            f'"{"CR" if role is Role.PRACTITIONER else "change"}" under [{role}], or = [] where '
            "MITI has no counterpart",
            path,
            line,
        )


def read_mapped_miti(path: Path, mapping: CodeMapping) -> Mapped:
    """A `.miti` file whose codes are of another scheme.

    Raises:
        TranscriptError: The file has another form, or a code that the mapping lacks.
    """
    translator = _Translator(mapping)

    def read_code(utterance: Utterance, code: str, where: Path | str, line: int) -> CodedUtterance:
        return translator.units(utterance, [code], where, line)[0]

    conversation = parse_miti(read_source(path).text, path, read_code)
    return Mapped(conversation, translator.choices)


def read_mapped_sheet(
    path: Path, form: SheetForm, mapping: CodeMapping, transcripts: Mapping[str, Session]
) -> tuple[Mapped, ...]:
    """The sessions of a coding sheet whose codes are of another scheme.

    Unlike in `read_sheet`, an empty cell tells nothing, unless the mapping says what it is.

    Raises:
        TranscriptError: As `read_sheet`; or a code that the mapping lacks, with its line.
    """
    header, rows = read_cells(path)
    columns = sheet_columns(header, form, path)
    lost = [c for role in mapping.columns.values() for c in role if c not in header]
    if lost:
        raise TranscriptError(
            f"the table lacks the column '{lost[0]}', which {mapping.name} names under [columns]",
            path,
            1,
        )
    found = []
    for members in Sheet(path, form, columns).by_session(rows).values():
        translator = _Translator(mapping)
        sheet = _MappedSheet(path, form, columns, translator)
        (coded,) = sheet.sessions(members, transcripts)
        found.append(Mapped(Conversation((), coded), translator.choices))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _MappedSheet(Sheet):
    """A sheet whose codes are translated."""

    translator: _Translator

    def units(self, span: Utterance, row: Cells) -> list[CodedUtterance]:
        """The coded utterances of one row."""
        return self.translator.units(span, self._codes(span.role, row), self.path, row.line)

    def _codes(self, role: Role, row: Cells) -> list[str]:
        columns = self.translator.mapping.columns.get(role)
        if columns:
            return [JOINER.join(row.values[c] for c in columns if row.values[c])]
        return self.entries(row) or [""]


def by_header(path: Path, form: SheetForm, names: Sequence[str]) -> dict[str, str]:
    """What each session of a sheet has in the first of these columns that the sheet has.

    Sessions whose cells are empty, and all sessions where no such column is there, are left out.
    """
    header, rows = read_cells(path)
    column = next((name for name in names if name in header), None)
    if column is None:
        return {}
    sheet = Sheet(path, form, sheet_columns(header, form, path))
    firsts = {
        name: next((row.values[column] for row in members if row.values[column]), "")
        for name, members in sheet.by_session(rows).items()
    }
    return {name: value for name, value in firsts.items() if value}


def whole(sessions: Sequence[CodedSession]) -> tuple[Mapped, ...]:
    """Sessions in our own codes, of which nothing is open."""
    return tuple(Mapped(Conversation((), coded), {}) for coded in sessions)
