"""Stand-ins on their way in: what was replaced, what is put back, what was missed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.util import find_spec

from spejl.errors import LanguageError, MissingExtraError
from spejl.languages import identify
from spejl.privacy import Certainty, Kind, Part, Pseudonymised, Replacement, pseudonymise
from spejl.privacy.kinds import Place
from spejl.privacy.review import text_of
from spejl.report import Messages
from spejl.serialize import session_from_json, session_to_json
from spejl.sessions import Session

DETAILS = {
    Kind.NAME: "name",
    Kind.PHONE: "telephone number",
    Kind.ADDRESS: "address",
    Kind.EMAIL: "e-mail address",
    Kind.NATIONAL_ID: "national identity number",
    Kind.BIRTH_DATE: "date of birth",
    Kind.PLACE: "place",
    Kind.ORGANISATION: "workplace or school",
}
"""What kinds of details are called, in English."""
CERTAINTIES = {
    Certainty.POSSIBLE: "uncertain",
    Certainty.LIKELY: "fairly certain",
    Certainty.SURE: "certain",
}
"""What the page says of a replacement, the least certain first, in English."""
PARTS = {
    Part.SPEAKER: "the name of a speaker",
    Part.GOAL: "The change it is about",
    Part.ID: "What you call this conversation",
}
"""Where a replacement stands that is in no line, in English."""

_LIBRARIES = ("cryptography", "faker", "personnummer", "phonenumbers", "stdnum")
_AROUND = 40
"""Most characters shown on each side; whole words."""


def can_replace() -> bool:
    """Whether the libraries of the extra `privacy` are installed."""
    return all(find_spec(name) is not None for name in _LIBRARIES)


def need_libraries() -> None:
    """Nothing.

    Raises:
        MissingExtraError: The libraries of the extra `privacy` are not installed.
    """
    if not can_replace():
        raise MissingExtraError("pseudonymising", "privacy")


def named(place: Place) -> str:
    """A place as a form names it."""
    return "-".join("" if one is None else str(one) for one in place)


@dataclass(frozen=True, slots=True)
class Review:
    """A conversation as it was, with what a person has said of its stand-ins."""

    original: Session
    """Its id is its title."""
    marked: tuple[tuple[Kind, str], ...] = ()
    """What was missed: replaced wherever it stands."""
    spared: frozenset[Place] = frozenset()
    """Where the original word was put back."""

    def done(self) -> Pseudonymised:
        """The conversation with its stand-ins."""
        known = replace(self.original, language=_language(self.original))
        done = pseudonymise(known, marked=self.marked, spared=self.spared)
        return replace(done, session=replace(done.session, language=self.original.language))

    def left(self) -> tuple[Replacement, ...]:
        """What would be replaced where the original word was put back."""
        whole = replace(self, spared=frozenset()).done()
        return tuple(r for r in whole.replacements if r.place in self.spared)

    def put_back(self, place: str) -> "Review":
        """With the original word in one place."""
        found = {r.place for r in self.done().replacements if named(r.place) == place}
        return replace(self, spared=self.spared | found)

    def put_all_back(self, stand_in: str) -> "Review":
        """With the original word wherever a stand-in stands."""
        low = stand_in.lower()
        found = {r.place for r in self.done().replacements if r.replacement.lower() == low}
        return replace(self, spared=self.spared | found)

    def replaced_again(self, place: str) -> "Review":
        """With a stand-in where the original word was put back."""
        kept = frozenset(one for one in self.spared if named(one) != place)
        return replace(self, spared=kept)

    def missed(self, kind: Kind, words: str) -> "Review":
        """With a stand-in for words that were missed; the same where nothing new is replaced."""
        words = " ".join(words.split())
        kept = frozenset(one for one in self.spared if self._at(one) != words.casefold())
        found = replace(self, marked=(*self.marked, (kind, words)), spared=kept)
        places = [{r.place for r in one.done().replacements} for one in (self, found)]
        return self if places[0] == places[1] else found

    def in_language(self, code: str) -> "Review":
        """With names looked for by another language: da, sv, nb or nn."""
        return replace(self, original=replace(self.original, language=code))

    def _at(self, place: Place) -> str:
        part, turn, start, end = place
        return text_of(self.original, part, turn)[start:end].casefold()


def review_to_json(review: Review) -> str:
    """A review as text."""
    content = {
        "session": session_to_json(review.original),
        "marked": review.marked,
        "spared": sorted(review.spared, key=named),
    }
    return json.dumps(content, ensure_ascii=False)


def review_from_json(text: str) -> Review:
    """The review that `review_to_json` has written."""
    content = json.loads(text)
    return Review(
        session_from_json(content["session"]),
        tuple((Kind(kind), words) for kind, words in content["marked"]),
        frozenset((Part(part), turn, start, end) for part, turn, start, end in content["spared"]),
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """A replacement as the page shows it."""

    place: str
    """As a form names it."""
    where: str
    before: str
    word: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A stand-in with everything it stands for."""

    stand_in: str
    kind: str
    certainty: str
    """Of the least certain."""
    spots: tuple[Spot, ...]


def shown(review: Review, done: Pseudonymised, _: Messages) -> list[Shown]:
    """All stand-ins of a conversation, the uncertain ones first."""
    groups: dict[str, list[Replacement]] = {}
    for one in done.replacements:
        groups.setdefault(one.replacement.lower(), []).append(one)
    order = list(CERTAINTIES)
    found: list[tuple[int, Shown]] = []
    for group in groups.values():
        sure = min(order.index(one.certainty) for one in group)
        first = group[0]
        told = Shown(
            first.replacement,
            _(DETAILS[first.kind]),
            _(CERTAINTIES[order[sure]]),
            spots(review.original, group, _),
        )
        found.append((sure, told))
    return [told for _sure, told in sorted(found, key=lambda one: one[0])]


def spots(session: Session, replacements: Iterable[Replacement], _: Messages) -> tuple[Spot, ...]:
    """Replacements with the words around them as they were."""
    return tuple(_spot(session, one, _) for one in replacements)


def _spot(session: Session, one: Replacement, _: Messages) -> Spot:
    text = text_of(session, one.part, one.turn)
    in_line = one.part is Part.TEXT and one.turn is not None
    where = _("line {n}", n=(one.turn or 0) + 1) if in_line else _(PARTS[one.part])
    before, after = text[: one.start], text[one.end :]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return Spot(named(one.place), where, before, one.original, after)


def _language(session: Session) -> str:
    """By which names are looked for; where nobody knows it yet, any of the four will do."""
    try:
        return session.language or identify(session.text)
    except LanguageError:
        return "da"
