"""CHAT (.cha), the form of CLAN and TalkBank: `*CLI:` lines with the transcribers' marks."""

import re
from collections.abc import Iterator
from typing import Any

from spejl.errors import MissingExtraError, TranscriptError
from spejl.readers.pieces import conversation
from spejl.readers.roles import role_word
from spejl.readers.source import Source
from spejl.sessions import Session, Turn

BULLET = "\x15"
"""The control character that stands around times in CHAT."""
_LINE = re.compile(r"[^\n]+(?:\n[\t ][^\n]*)*")
MOST_CHARACTERS = 5_000
"""In one utterance. The library takes minutes over some longer ones."""
_BEFORE_SIGN = re.compile(r"\s+([.,?!;:…])")
_MILLISECONDS = 1000


def read_chat(source: Source, name: str) -> Session:
    """The session in a CHAT file; utterances of one speaker in a row become one turn.

    Speakers get the role that @Participants gives them where it says who is who (Therapist,
    Client), else their name, else their code. Retracings, pauses and other marks are left out;
    dependent tiers (%) are not read.

    Args:
        source: The file's text, with its bullets.
        name: The session's id.

    Raises:
        MissingExtraError: The library that reads CHAT is not installed.
        TranscriptError: It is no CHAT, or no or only one speaker is found.
    """
    try:
        import pylangacq
    except ImportError:
        raise MissingExtraError("reading CHAT (.cha)", "formats") from None
    if "@Begin" not in source.text[:1000]:
        raise TranscriptError("this is not CHAT; expected a line @Begin at its top", source.path)
    long = next((m for m in _LINE.finditer(source.text) if len(m[0]) > MOST_CHARACTERS), None)
    if long:
        raise TranscriptError(
            f"an utterance has more than {MOST_CHARACTERS} characters; check the file with CLAN",
            source.path,
            source.text.count("\n", 0, long.start()) + 1,
        )
    try:
        chat = pylangacq.CHAT.from_strs([source.text], strict=False, parallel=False)
        names = _names(chat)
        pieces = list(_pieces(chat, names))
    except BaseException as error:
        # A failure inside the library's compiled part is a BaseException.
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise TranscriptError(
            f"this CHAT file cannot be read ({type(error).__name__}); check it with CLAN",
            source.path,
        ) from None
    return conversation(name, pieces, source.path, "lines such as '*CLI:' for each speaker")


def _names(chat: Any) -> dict[str, str]:
    people = list(chat.participants())
    roles = [person.role for person in people]
    return {
        p.code: p.role if role_word(p.role or "") and roles.count(p.role) == 1 else p.name or p.code
        for p in people
    }


def _pieces(chat: Any, names: dict[str, str]) -> Iterator[Turn]:
    for utterance in chat.utterances():
        code = utterance.participant
        words = " ".join(_words([token.word for token in utterance.tokens or ()]))
        times = [t / _MILLISECONDS for t in utterance.time_marks or ()]
        start, end = times if len(times) == 2 else (None, None)
        if any(sign.isalnum() for sign in words):
            yield Turn(names.get(code, code), _BEFORE_SIGN.sub(r"\1", words), start, end)


def _words(tokens: list[str]) -> Iterator[str]:
    """The tokens with CHAT's own ends of utterance (`+...`, `+/?`) as common signs."""
    for number, token in enumerate(tokens):
        if not token.startswith("+"):
            yield token
        elif number:
            yield "?" if "?" in token else "…"
