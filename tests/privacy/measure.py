"""Recall and precision of pseudonymising on the invented exchanges beside this file.

    python tests/privacy/measure.py [--half dev|test] [--missed] [--into docs/privacy.md]

A detail is found if every letter and digit of it was replaced, as whatever kind; a replacement is
right if it begins and ends in marked details of its turn (what stands between them may be a
hesitation). A trap is left alone if nothing of it was replaced. All kinds are asked for.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spejl.privacy import Kind, Replacement, pseudonymise
from spejl.privacy.kinds import Part
from spejl.sessions import Session, Turn

FOLDER = Path(__file__).parent / "invented"
LANGUAGES = ("da", "sv", "nb", "nn")
STYLES = {"clean": "written out", "asr": "as a recogniser writes"}
MARKS = {
    "n": Kind.NAME,
    "p": Kind.PHONE,
    "a": Kind.ADDRESS,
    "e": Kind.EMAIL,
    "i": Kind.NATIONAL_ID,
    "b": Kind.BIRTH_DATE,
    "s": Kind.PLACE,
    "o": Kind.ORGANISATION,
}
TRAP = "x"
_MARK = re.compile(r"\{(\w)\|([^}]*)\}")
BEGIN, END = "<!-- recall: begin -->", "<!-- recall: end -->"


@dataclass(frozen=True, slots=True)
class Detail:
    """A marked detail or trap: where it stands, and its kind."""

    turn: int
    start: int
    end: int
    kind: Kind | None
    """None for a trap, which looks like a detail and is none."""


def exchanges(language: str, half: str) -> Iterator[tuple[Session, list[Detail], str]]:
    """The invented exchanges of one half, what is marked in them, and their style."""
    text = (FOLDER / f"{language}.txt").read_text(encoding="utf-8")
    for block in text.split("\n== ")[1:]:
        head, *lines = block.strip().splitlines()
        number, style = head.split()
        if (int(number) % 2 == 0) != (half == "test"):
            continue
        turns: list[Turn] = []
        details: list[Detail] = []
        for line in lines:
            speaker, _, marked = line.partition(": ")
            plain, found = unmarked(marked, len(turns))
            turns.append(Turn(speaker, plain))
            details += found
        yield Session(f"{language}-{number}", tuple(turns), language), details, style


def unmarked(marked: str, turn: int) -> tuple[str, list[Detail]]:
    """The text without marks, and the details and traps marked."""
    pieces: list[str] = []
    found: list[Detail] = []
    end = length = 0
    for match in _MARK.finditer(marked):
        pieces += [marked[end : match.start()], match[2]]
        start = length + match.start() - end
        length = start + len(match[2])
        kind = None if match[1] == TRAP else MARKS[match[1]]
        found.append(Detail(turn, start, length, kind))
        end = match.end()
    return "".join([*pieces, marked[end:]]), found


def count(
    language: str, half: str, missed: bool = False, only: str | None = None
) -> dict[str, Counter[Kind]]:
    """Marked, found, replaced and rightly replaced details per kind; `only` in one style."""
    counts: dict[str, Counter[Kind]] = {
        key: Counter() for key in ("marked", "found", "replaced", "right")
    }
    for session, marked, style in exchanges(language, half):
        if only not in (None, style):
            continue
        done = _replaced(session)
        for detail in marked:
            if detail.kind is None:
                continue
            counts["marked"][detail.kind] += 1
            whole = _covered(session, detail, done)
            counts["found"][detail.kind] += whole
            if missed and not whole:
                text = session.turns[detail.turn].text
                _tell("missed", session.id, detail.kind, text[detail.start : detail.end])
        for r in done:
            counts["replaced"][r.kind] += 1
            here = [d for d in marked if d.turn == r.turn and d.kind]
            begins = any(d.start <= r.start < d.end for d in here)
            right = begins and any(d.start < r.end <= d.end + 1 for d in here)
            counts["right"][r.kind] += right
            if missed and not right:
                _tell("false", session.id, r.kind, r.original, "-", r.why)
    return counts


def traps(language: str, half: str) -> tuple[int, int]:
    """How many traps were left alone, and how many there are."""
    alone = total = 0
    for session, marked, _ in exchanges(language, half):
        done = _replaced(session)
        for trap in (d for d in marked if d.kind is None):
            total += 1
            alone += not any(
                r.turn == trap.turn and r.start < trap.end and trap.start < r.end for r in done
            )
    return alone, total


def _replaced(session: Session) -> list[Replacement]:
    return [r for r in pseudonymise(session, set(Kind)).replacements if r.part is Part.TEXT]


def _tell(*parts: str) -> None:
    sys.stdout.write(" ".join(parts) + "\n")


def _covered(session: Session, detail: Detail, done: list[Replacement]) -> bool:
    text = session.turns[detail.turn].text
    gone = {place for r in done if r.turn == detail.turn for place in range(r.start, r.end)}
    places = range(detail.start, detail.end)
    # The genitive ending that marks of names include stays in the text.
    last = detail.end - 1
    letters = [p for p in places if text[p].isalnum()]
    if detail.kind is Kind.NAME and text[last] == "s" and last not in gone and len(letters) > 1:
        letters.remove(last)
    return all(place in gone for place in letters)


def table(half: str) -> str:
    """Recall and precision per kind and language, in Markdown."""
    counted = {language: count(language, half) for language in LANGUAGES}
    lines = [
        "| Kind | " + " | ".join(f"{language}: found / right" for language in LANGUAGES) + " |",
        "|---" * (len(LANGUAGES) + 1) + "|",
    ]
    for kind in Kind:
        cells = []
        for c in counted.values():
            found = f"{c['found'][kind]} of {c['marked'][kind]}"
            cells.append(f"{found} / {c['right'][kind]} of {c['replaced'][kind]}")
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    alone = [traps(language, half) for language in LANGUAGES]
    if any(total for _, total in alone):
        cells = [f"{left} of {total}" for left, total in alone]
        lines.append("| traps left alone | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def by_style(half: str) -> str:
    """Recall per kind in each style, the languages together, in Markdown."""
    counted = {
        style: [count(language, half, only=style) for language in LANGUAGES] for style in STYLES
    }
    lines = ["| Kind | " + " | ".join(STYLES.values()) + " |", "|---" * (len(STYLES) + 1) + "|"]
    for kind in Kind:
        cells = [
            f"{sum(c['found'][kind] for c in four)} of {sum(c['marked'][kind] for c in four)}"
            for four in counted.values()
        ]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def both_halves() -> str:
    """What stands in docs/privacy.md between the marks."""
    return (
        f"{BEGIN}\n\nTest half:\n\n{table('test')}\n\n"
        f"Found in the test half, the four languages together:\n\n{by_style('test')}\n\n"
        f"Development half (rules were made looking at it):\n\n{table('dev')}\n\n{END}"
    )


def main() -> None:
    """Print the tables, or put them into a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--missed", action="store_true", help="print what went wrong, too")
    parser.add_argument("--into", type=Path, help="page to write both tables into")
    given = parser.parse_args()
    if given.into:
        page = given.into.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        after = rest.partition(END)[2]
        given.into.write_text(before + both_halves() + after, encoding="utf-8")
        return
    if given.missed:
        for language in LANGUAGES:
            count(language, given.half, missed=True)
    sys.stdout.write(table(given.half) + "\n")


if __name__ == "__main__":
    main()
