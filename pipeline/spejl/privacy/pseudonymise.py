"""Stand-ins for what points to a person, throughout a session."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from spejl.languages import identify, language
from spejl.privacy.contact import find_emails
from spejl.privacy.dates import find_answered
from spejl.privacy.find import find_details, with_digits
from spejl.privacy.kinds import (
    DEFAULT_KINDS,
    Certainty,
    Finding,
    Kind,
    Part,
    Place,
    Pseudonymised,
    Replacement,
)
from spejl.privacy.labels import find_in_label
from spejl.privacy.lists import lists
from spejl.privacy.marked import with_marked
from spejl.privacy.names import Known
from spejl.privacy.pieces import find_pieces
from spejl.privacy.slots import pets_of
from spejl.privacy.standins import Standins
from spejl.privacy.words import Word, words_of
from spejl.sessions import Session, Turn

_GIVEN = "name that was given"


def pseudonymise(
    session: Session,
    kinds: Collection[Kind] = DEFAULT_KINDS,
    names: Iterable[str] = (),
    keep: Iterable[str] = (),
    marked: Iterable[tuple[Kind, str]] = (),
    spared: Collection[Place] = (),
) -> Pseudonymised:
    """Put stand-ins in the place of details that point to persons.

    The same name gets the same stand-in everywhere in the session. Times, the order of turns and
    all text between the details stay as they are. Not every detail is found: a person must read
    what comes out.

    Args:
        session: Its language is found if it has none.
        kinds: What is replaced.
        names: Words that are names here, beside those found.
        keep: Words that are never replaced.
        marked: Words that are details wherever they stand in these letters, with their kind.
        spared: Single places that stay as they are.

    Raises:
        LanguageError: The language cannot be told, or is none of the four.
        MissingExtraError: The libraries of the extra `privacy` are not installed.
    """
    code = language(session.language or identify(session.text)).code
    wanted = _Wanted(frozenset(kinds), _small(names), _small(keep), tuple(marked), spared)
    return _Run(session, code, wanted).result()


def _small(words: Iterable[str]) -> frozenset[str]:
    return frozenset(part.text.lower() for word in words for part in words_of(word))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a person wants of a run, as in `pseudonymise`."""

    kinds: frozenset[Kind]
    names: frozenset[str]
    """In small letters."""
    keep: frozenset[str]
    """In small letters."""
    marked: tuple[tuple[Kind, str], ...]
    spared: Collection[Place]


class _Run:
    """One session on its way."""

    def __init__(self, session: Session, code: str, wanted: _Wanted) -> None:
        self.session, self.code, self.wanted = session, code, wanted
        self.words = [words_of(turn.text) for turn in session.turns]
        cased = _is_cased(self.words)
        small = _in_small_letters(session.turns, self.words) if cased else frozenset()
        keep = wanted.keep | pets_of(self.words) - wanted.names
        self.known = Known(lists(code), wanted.names, keep, cased, small)
        texts = [session.id, session.goal or "", *session.speakers, session.text]
        self.standins = Standins(code, texts, cased)
        self.replacements: list[Replacement] = []
        self.more: list[list[Finding]] = []
        """What other turns show of each turn."""

    def result(self) -> Pseudonymised:
        """The session with stand-ins."""
        labels = {name: self._label(name) for name in self.session.speakers}
        self._learn(f for name, found in labels.items() for f in _bases(name, found, self.known))
        first = [
            self._details(turn.text, words)
            for turn, words in zip(self.session.turns, self.words, strict=True)
        ]
        texts = [turn.text for turn in self.session.turns]
        pieces = find_pieces(texts, self.words, first, self.code)
        answers = find_answered(texts, self.words, self.code)
        self.more = [[*a, *b] for a, b in zip(pieces, answers, strict=True)]
        self._learn(
            base
            for turn, found in zip(self.session.turns, first, strict=True)
            for base in _bases(turn.text, found, self.known)
        )
        identifier = self._replaced(self.session.id, self._of_id(), Part.ID)
        goal = self.session.goal
        if goal is not None:
            goal = self._replaced(goal, self._details(goal, words_of(goal)), Part.GOAL)
        speakers = self._speakers(labels)
        turns = tuple(
            self._turn(number, turn, speakers[turn.speaker])
            for number, turn in enumerate(self.session.turns)
        )
        roles = tuple((speakers.get(name, name), role) for name, role in self.session.roles)
        session = Session(identifier, turns, self.session.language, goal, roles)
        return Pseudonymised(session, tuple(self.replacements))

    def _details(self, text: str, words: list[Word], more: Iterable[Finding] = ()) -> list[Finding]:
        found = find_details(text, words, self.code, self.known, self.wanted.kinds, more)
        return with_marked(text, found, self.wanted.marked)

    def _learn(self, bases: Iterable[str]) -> None:
        self.known = replace(self.known, names=self.known.names | frozenset(bases))

    def _label(self, name: str) -> list[Finding]:
        found = find_in_label(name) if Kind.NAME in self.wanted.kinds else []
        kept = [f for f in found if name[f.start : f.end].lower() not in self.known.keep]
        whole = [with_digits(finding, name) for finding in kept]
        return with_marked(name, whole, self.wanted.marked)

    def _of_id(self) -> list[Finding]:
        spaced = "".join(c if c.isalnum() else " " for c in self.session.id)
        return self._details(spaced, words_of(spaced))

    def _speakers(self, labels: dict[str, list[Finding]]) -> dict[str, str]:
        """The new label of each speaker; no two become the same."""
        given: dict[str, str] = {}
        for name, found in labels.items():
            turn = next(n for n, t in enumerate(self.session.turns) if t.speaker == name)
            new = self._replaced(name, found, Part.SPEAKER, turn)
            while new in given.values():
                new += "b"
            given[name] = new
        return given

    def _turn(self, number: int, turn: Turn, speaker: str) -> Turn:
        found = self._details(turn.text, self.words[number], self.more[number])
        text = self._replaced(turn.text, found, Part.TEXT, number)
        return replace(turn, speaker=speaker, text=text)

    def _replaced(
        self, text: str, found: list[Finding], part: Part, turn: int | None = None
    ) -> str:
        pieces: list[str] = []
        end = 0
        for finding in found:
            if (part, turn, finding.start, finding.end) in self.wanted.spared:
                continue
            original = text[finding.start : finding.end]
            standin = self.standins.give(finding.kind, original)
            pieces += [text[end : finding.start], standin]
            end = finding.end
            certainty, why = finding.certainty, finding.why
            if original.lower() in self.wanted.names:
                certainty, why = Certainty.SURE, _GIVEN
            self.replacements.append(
                Replacement(
                    part,
                    turn,
                    finding.start,
                    finding.end,
                    finding.kind,
                    original,
                    standin,
                    certainty,
                    why,
                )
            )
        return "".join([*pieces, text[end:]])


def _bases(text: str, found: list[Finding], known: Known) -> list[str]:
    """The names among findings, in small letters, but possible ones that may be words."""
    names = [(text[f.start : f.end].lower(), f) for f in found if f.kind is Kind.NAME]
    return [
        name
        for name, f in names
        if (f.certainty is not Certainty.POSSIBLE or not known.lists.ambiguous(name))
        and (known.lists.known(name) or name not in known.lists.words)
    ]


def _in_small_letters(turns: Iterable[Turn], words: list[list[Word]]) -> frozenset[str]:
    """Words that stand in small letters outside of e-mail addresses, which have no capitals."""
    return frozenset(
        word.low
        for turn, said in zip(turns, words, strict=True)
        for emails in [find_emails(turn.text)]
        for word in said
        if word.text == word.low and not any(e.start <= word.start < e.end for e in emails)
    )


def _is_cased(turns: list[list[Word]]) -> bool:
    """Half of the turns or more begin with a capital."""
    opening = [words[0] for words in turns if words and not words[0].digits]
    return 2 * sum(word.text[0].isupper() for word in opening) >= len(opening)
