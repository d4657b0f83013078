"""People's coding sheets: tables in which somebody wrote codes beside turns or utterances."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from spejl.codes import ClientTalk, Code
from spejl.errors import LanguageError, TranscriptError
from spejl.languages import language
from spejl.readers.cells import Cells, read_cells
from spejl.readers.names import session_id
from spejl.readers.roles import find_roles
from spejl.readers.sheet_form import SheetForm, is_code
from spejl.serialize.miti_form import parse_code
from spejl.sessions import CodedSession, CodedUtterance, Role, Session, Turn, Utterance

_LONGEST_CODE = 20
"""A longer entry that is no code may be what somebody said and is not repeated."""


def read_sheet(
    path: Path, form: SheetForm, transcripts: Mapping[str, Session] | None = None
) -> tuple[CodedSession, ...]:
    """The coded sessions in a coding sheet (.csv, .tsv or .xlsx).

    A row is a turn, or an utterance where a column `turn` gives several rows one number. Each
    code in a row's cell is given to the whole row. A practitioner's row without a code is NC.
    The file's name is the session's id where no column gives it. Without the columns of text and
    speaker these come from `transcripts`, by the 0-based number in the column `turn`.

    Args:
        path: The sheet.
        form: Its layout.
        transcripts: Sessions by id, from which a sheet without text takes its turns.

    Raises:
        TranscriptError: With the line: a column is missing, a code is not known or does not fit
            its speaker, or it cannot be told who is the practitioner.
    """
    header, rows = read_cells(path)
    columns = sheet_columns(header, form, path)
    return Sheet(path, form, columns).sessions(rows, transcripts or {})


def sheet_columns(header: Sequence[str], form: SheetForm, path: Path) -> dict[str, str]:
    """The sheet's name of each column that it has, by ours."""
    found = {ours: theirs for ours, theirs in form.columns.items() if theirs in header}
    needed = set(form.columns) if form.declared else {"codes"}
    needed |= {"speaker"} if "text" in found else {"turn"}
    missing = sorted(needed - set(found))
    if missing:
        names = " and ".join(f"'{form.columns.get(name, name)}' ({name})" for name in missing)
        raise TranscriptError(
            f"the table lacks the column {names}; say in a TOML file (--sheet) what its columns "
            "are called",
            path,
            1,
        )
    return found


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file with its layout."""

    path: Path
    form: SheetForm
    columns: Mapping[str, str]

    def sessions(
        self, rows: Sequence[Cells], transcripts: Mapping[str, Session]
    ) -> tuple[CodedSession, ...]:
        """The coded sessions of all rows; see `read_sheet`."""
        grouped = self.by_session(rows)
        if "text" in self.columns:
            return tuple(self.coded(name, members) for name, members in grouped.items())
        lost = [name for name in grouped if name not in transcripts]
        if lost:
            raise TranscriptError(
                f"has no column of text, and the other coding holds no session {lost[0]} from "
                "which to take it; expected columns speaker and text, or a coding with a "
                "transcript first",
                self.path,
            )
        return tuple(self.beside(transcripts[name], members) for name, members in grouped.items())

    def by_session(self, rows: Sequence[Cells]) -> dict[str, list[Cells]]:
        """The rows of each session, by its id."""
        grouped: dict[str, list[Cells]] = {}
        for row in rows:
            name = self.value(row, "session") if "session" in self.columns else self.path.stem
            if not name:
                raise TranscriptError("the session's id is missing", self.path, row.line)
            grouped.setdefault(session_id(name), []).append(row)
        return grouped

    def coded(self, name: str, rows: Sequence[Cells]) -> CodedSession:
        """A session whose text stands in the sheet."""
        turns: list[Turn] = []
        placed: list[tuple[Cells, int, int, int]] = []
        for members in self._turns(rows):
            texts = [" ".join(self.value(row, "text").split()) for row in members]
            speaker = self.value(members[0], "speaker")
            odd = next((r for r in members if self.value(r, "speaker") != speaker), None)
            if not speaker or odd is not None:
                what = "another speaker in one turn" if odd else "the speaker is missing"
                raise TranscriptError(what, self.path, (odd or members[0]).line)
            start = 0
            for row, text in zip(members, texts, strict=True):
                placed.append((row, len(turns), start, start + len(text)))
                start += len(text) + 1
            turns.append(Turn(speaker, " ".join(texts)))
        session = Session(name, tuple(turns), self._language(rows))
        return self._with_codes(self._with_roles(session, rows[0].line), placed)

    def beside(self, session: Session, rows: Sequence[Cells]) -> CodedSession:
        """A session whose text is in another coding: every code is given to its whole turn."""
        placed = []
        for row in rows:
            number = self.value(row, "turn")
            if not number.isdecimal() or int(number) >= len(session.turns):
                raise TranscriptError(
                    f"the turn is no number from 0 to {len(session.turns) - 1}, as the transcript "
                    "has them",
                    self.path,
                    row.line,
                )
            placed.append((row, int(number), 0, len(session.turns[int(number)].text)))
        placed.sort(key=lambda place: place[1])
        return self._with_codes(session, placed)

    def _turns(self, rows: Sequence[Cells]) -> list[list[Cells]]:
        """Rows that follow each other with the same turn number are one turn."""
        if "turn" not in self.columns:
            return [[row] for row in rows]
        return [list(group) for _, group in groupby(rows, lambda r: self.value(r, "turn"))]

    def _with_codes(
        self, session: Session, placed: Sequence[tuple[Cells, int, int, int]]
    ) -> CodedSession:
        units: list[CodedUtterance] = []
        for row, turn, start, end in placed:
            where = session.turns[turn]
            span = Utterance(turn, start, end, session.role(where.speaker), where.text[start:end])
            if span.text:
                units += self.units(span, row)
        return CodedSession(session, tuple(units), self.path.stem)

    def units(self, span: Utterance, row: Cells) -> list[CodedUtterance]:
        """The coded utterances of one row: one for each code."""
        if span.role is Role.OTHER:
            return [CodedUtterance(span)]
        codes = [self._code(code, span.role, row) for code in self.entries(row)]
        kept = list(dict.fromkeys(code for code in codes if code))
        if not kept and span.role is Role.PRACTITIONER:
            kept = [str(Code.NC)]
        if not kept:
            return [CodedUtterance(span)]
        return [parse_code(span, code, self.path, row.line) for code in kept]

    def entries(self, row: Cells) -> list[str]:
        """The codes in the cells of one row, as they are written."""
        cells = [self.value(row, name) for name in ("codes", "client_talk")]
        parts = [part.strip() for cell in cells for part in cell.split(self.form.separator)]
        return [part for part in parts if part]

    def _code(self, entry: str, role: Role, row: Cells) -> str:
        code = self.form.codes.get(entry, entry)
        if not code:
            return ""
        if not is_code(code):
            shown = f"'{entry}'" if len(entry) <= _LONGEST_CODE else "what stands there"
            raise TranscriptError(
                f"{shown} is no code; expected {', '.join(Code)} or {', '.join(ClientTalk)}, or "
                "names that the TOML file (--sheet) translates under [codes], and between several "
                f"codes '{self.form.separator}'",
                self.path,
                row.line,
            )
        talk = code.rstrip("?").partition(":")[0] in ClientTalk.__members__.values()
        if talk is not (role is Role.CLIENT):
            raise TranscriptError(
                f"code '{code}' does not fit a {role}; roles are declared under [speakers]",
                self.path,
                row.line,
            )
        return code

    def _with_roles(self, session: Session, line: int) -> Session:
        given = self.form.speakers
        if given:
            roles = tuple((s, given.get(s, Role.OTHER)) for s in session.speakers)
            found = replace(session, roles=roles)
        else:
            found = find_roles(session) if len(session.speakers) > 1 else session
        if Role.PRACTITIONER not in dict(found.roles).values():
            raise TranscriptError(
                f"session {session.id}: it cannot be told who is the practitioner; declare the "
                "speakers in the TOML file (--sheet) under [speakers]",
                self.path,
                line,
            )
        return found

    def _language(self, rows: Sequence[Cells]) -> str | None:
        code = next((v for row in rows if (v := self.value(row, "language"))), None)
        if code is None:
            return None
        try:
            return language(code).code
        except LanguageError as error:
            raise TranscriptError(str(error), self.path, rows[0].line) from None

    def value(self, row: Cells, name: str) -> str:
        """What a row has in one of our columns; empty without that column."""
        return row.values[self.columns[name]] if name in self.columns else ""
