"""Coded conversations as training windows: tokens, and what is known of stretches of them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from spejl.codes import ClientTalk, Code, Form
from spejl.model.heads import HEADS, Head
from spejl.model.windows import BEGIN, END, GOAL, MARKERS, MOST_GOAL_PIECES, Ints
from spejl.readers import Choices
from spejl.readers.code_mapping import Meaning
from spejl.readers.mapped import Span
from spejl.serialize import Conversation
from spejl.sessions import CodedUtterance, Role
from spejl.train.augment import Style, restyle

_CODES = {code: i for i, code in enumerate(Code)}
_FORMS = {form: i for i, form in enumerate(Form)}
_TALKS = {talk: i for i, talk in enumerate(ClientTalk)}
_INDEX = {str(name): i for known in (_CODES, _TALKS) for name, i in known.items()}
_ROLES = {role: i for i, role in enumerate(HEADS[Head.ROLE].classes)}
_SENTENCE_END = (".", "!", "?", "…", '."', '?"', ".)", "?)", "!)", ")")

UNKNOWN = -1
"""Label of what is not known or does not apply."""


class TrainingPieces:
    """The tokenizer as training needs it: ids, and which pieces begin a word."""

    def __init__(self, tokenizer: object) -> None:
        self._tokenizer = tokenizer

    def encode(self, texts: Sequence[str]) -> list[tuple[list[int], list[bool]]]:
        """Ids of each text, and for each piece whether it begins a word."""
        found = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)  # type: ignore[attr-defined]
        return [(e.ids, _begins(text, e.offsets)) for text, e in zip(texts, found, strict=True)]

    def special(self, piece: str) -> int:
        """The id of a special piece."""
        return int(self._tokenizer.token_to_id(piece))  # type: ignore[attr-defined]


def _begins(text: str, offsets: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each piece is the first of a word, by white space; tokenizers mark it differently.

    Args:
        text: What was cut into pieces.
        offsets: First and last character (exclusive) of each piece; the space before a word may
            belong to it, or be a piece of its own, which is then the word's first.
    """
    number = [0] * (len(text) + 1)
    words = 0
    for at in range(len(text) - 1, -1, -1):
        # Counted from the end, so that a space belongs to the word after it.
        if not text[at].isspace() and (at + 1 == len(text) or text[at + 1].isspace()):
            words += 1
        number[at] = words
    found = [number[first] for first, _ in offsets]
    return [one != before for before, one in zip([0, *found], found, strict=False)]


@dataclass(frozen=True, slots=True)
class Unit:
    """One coded thought unit as training sees it. Labels are class indices or UNKNOWN."""

    turn: int
    role: Role
    text: str
    code: int
    form: int
    talk: int
    one_of: tuple[int, ...] = ()
    """Where only this is known: the codes, or kinds of client talk, of which one holds."""


@dataclass(frozen=True, slots=True)
class Example:
    """One conversation."""

    id: str
    language: str
    style: str
    goal: str
    units: tuple[Unit, ...]


def example(conversation: Conversation, choices: Choices | None = None) -> Example:
    """A coded conversation as training sees it.

    A stretch of speech that was given several codes is one unit, of which one of them holds.

    Args:
        conversation: The conversation.
        choices: Utterances of which it is known only that one of several codes holds.
    """
    coded = conversation.coded
    together: dict[Span, list[CodedUtterance]] = {}
    for unit in coded.utterances:
        u = unit.utterance
        together.setdefault((u.turn, u.start, u.end), []).append(unit)
    return Example(
        coded.session.id,
        coded.session.language or "",
        conversation.get("style"),
        coded.session.goal or "",
        tuple(_joined(units, (choices or {}).get(span)) for span, units in together.items()),
    )


def _joined(units: list[CodedUtterance], choices: Meaning | None) -> Unit:
    one = _unit(units[0])
    mains = [code.partition(":")[0] for code in choices or ()]
    if not mains:
        mains = [str(u.code or u.client_talk) for u in units if u.code or u.client_talk]
    classes = tuple(sorted({_INDEX[main] for main in mains}))
    if len(classes) > 1:
        return replace(one, code=UNKNOWN, form=UNKNOWN, talk=UNKNOWN, one_of=classes)
    if choices:
        # Details apart, the choices are one code.
        if one.role is Role.PRACTITIONER:
            return replace(one, code=classes[0])
        return replace(one, talk=classes[0])
    return one


def _unit(coded: CodedUtterance) -> Unit:
    return Unit(
        coded.utterance.turn,
        coded.role,
        coded.utterance.text,
        UNKNOWN if coded.code is None else _CODES[coded.code],
        UNKNOWN if coded.form is None else _FORMS[coded.form],
        UNKNOWN if coded.client_talk is None else _TALKS[coded.client_talk],
    )


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches of one window with their labels. Arrays of shape (n_spans,)."""

    first: Ints
    last: Ints
    label: Ints


@dataclass(frozen=True, slots=True)
class OpenSpans:
    """Stretches of one window of which one of several classes holds."""

    first: Ints
    last: Ints
    allowed: npt.NDArray[np.bool_]
    """Shape (n_spans, n_classes)."""


@dataclass(frozen=True, slots=True)
class Window:
    """One training window."""

    ids: Ints
    spans: dict[Head, Spans]
    boundary_weight: np.ndarray
    one_of: dict[Head, OpenSpans]
    """For the heads that have any."""


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """How conversations are cut and varied."""

    window: int = 256
    hide_roles: float = 0.15
    """Share of passes in which the markers are hidden and the role head learns."""
    hide_goal: float = 0.3
    """Share of passes without the goal."""
    restyle: float = 0.5
    """Share of passes in which case, punctuation or fillers are changed."""


def windows(
    example: Example, pieces: TrainingPieces, settings: WindowSettings, rng: random.Random | None
) -> Iterator[Window]:
    """The windows of one pass over a conversation.

    Args:
        example: The conversation.
        pieces: The tokenizer.
        settings: How to cut and vary.
        rng: Source of variation; None for the conversation as it stands.
    """
    hidden = rng is not None and rng.random() < settings.hide_roles
    goal = "" if rng is not None and rng.random() < settings.hide_goal else example.goal
    vary = rng is not None and rng.random() < settings.restyle
    style = rng.choice(tuple(Style)) if rng is not None and vary else Style.AS_IS
    texts = [
        restyle(u.text, style, rng, example.language) if rng else u.text for u in example.units
    ]
    tokens = _tokens(example, texts, pieces, hidden)
    opening = [pieces.special(BEGIN)]
    if goal:
        ((ids, _),) = pieces.encode([goal])
        opening += [pieces.special(GOAL), *ids[:MOST_GOAL_PIECES]]
    room = settings.window - len(opening) - 1
    at = -rng.randrange(room) if rng else 0
    while at < len(tokens.ids):
        first, last = max(at, 0), min(at + room, len(tokens.ids))
        if last - first >= min(16, len(tokens.ids)):
            yield _window(tokens, first, last, opening, pieces.special(END), hidden)
        at += room


@dataclass(frozen=True, slots=True)
class _Tokens:
    ids: list[int]
    units: list[tuple[int, int, Unit]]
    """First and last token (exclusive) of each unit."""
    turns: list[tuple[int, int, int]]
    """First and last token of each turn, and its role label."""
    words: list[tuple[int, int, float]]
    """Tokens that begin a word inside a turn: position, 1 where a unit begins, weight."""


def _tokens(example: Example, texts: list[str], pieces: TrainingPieces, hidden: bool) -> _Tokens:
    found = _Tokens([], [], [], [])
    turn = -1
    before = ""
    for unit, text, (ids, begins) in zip(example.units, texts, pieces.encode(texts), strict=True):
        fresh = unit.turn != turn
        if fresh:
            turn = unit.turn
            found.turns.append((len(found.ids), 0, _ROLES.get(unit.role, UNKNOWN)))
            found.ids.append(pieces.special(MARKERS[None if hidden else unit.role]))
        start = len(found.ids)
        found.ids.extend(ids)
        found.units.append((start, len(found.ids), unit))
        opened, _, role = found.turns[-1]
        found.turns[-1] = (opened, len(found.ids), role)
        words = text.split()
        word = -1
        for offset, begin in enumerate(begins):
            word += begin
            if not begin or (fresh and offset == 0):
                continue
            previous = before if offset == 0 else words[min(word - 1, len(words) - 1)]
            weight = 1.0 if previous.endswith(_SENTENCE_END) else 0.15
            found.words.append((start + offset, int(offset == 0), weight))
        before = words[-1] if words else ""
    return found


def _window(
    tokens: _Tokens, first: int, last: int, opening: list[int], end: int, hidden: bool
) -> Window:
    shift = len(opening) - first

    def inside(spans: list[tuple[int, int, int]]) -> Spans:
        kept = []
        for a, b, label in spans:
            x, y = max(a, first), min(b, last)
            # A unit cut by the window's edge still counts if most of it is inside.
            if label != UNKNOWN and b > a and y - x > 0.6 * (b - a):
                kept.append((x + shift, y + shift, label))
        array = np.asarray(kept, dtype=np.int64).reshape(-1, 3)
        return Spans(array[:, 0], array[:, 1], array[:, 2])

    words = [(p + shift, label, w) for p, label, w in tokens.words if first <= p < last]
    spans = {
        Head.CODE: inside([(a, b, u.code) for a, b, u in tokens.units]),
        Head.FORM: inside([(a, b, u.form) for a, b, u in tokens.units]),
        Head.TALK: inside([(a, b, u.talk) for a, b, u in tokens.units]),
        Head.ROLE: inside(tokens.turns if hidden else []),
        Head.BOUNDARY: Spans(
            np.asarray([p for p, _, _ in words], dtype=np.int64),
            np.asarray([p + 1 for p, _, _ in words], dtype=np.int64),
            np.asarray([label for _, label, _ in words], dtype=np.int64),
        ),
    }
    ids = np.asarray([*opening, *tokens.ids[first:last], end], dtype=np.int64)
    weights = np.asarray([w for _, _, w in words], dtype=np.float32)
    places = inside([(a, b, i) for i, (a, b, u) in enumerate(tokens.units) if u.one_of])
    return Window(ids, spans, weights, _open(places, [u for _, _, u in tokens.units]))


def _open(places: Spans, units: list[Unit]) -> dict[Head, OpenSpans]:
    """By head, the stretches that have several possible classes; `label` is the unit's place."""
    found: dict[Head, OpenSpans] = {}
    for role, head in ((Role.PRACTITIONER, Head.CODE), (Role.CLIENT, Head.TALK)):
        kept = np.asarray([units[i].role is role for i in places.label], dtype=bool)
        if not kept.any():
            continue
        allowed = np.zeros((int(kept.sum()), len(HEADS[head].classes)), dtype=bool)
        for row, i in enumerate(places.label[kept]):
            allowed[row, list(units[i].one_of)] = True
        found[head] = OpenSpans(places.first[kept], places.last[kept], allowed)
    return found
