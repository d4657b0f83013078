"""Who is the practitioner, as far as the speakers' names say it."""

import re
from collections import Counter
from dataclasses import replace

from spejl.errors import RoleError
from spejl.languages import LANGUAGES
from spejl.sessions import Role, Session

_LETTER_PAIRS = (("P", "C"), ("B", "K"), ("T", "K"), ("T", "C"), ("R", "K"), ("V", "K"))
"""Pairs of single letters that transcribers use for practitioner and client."""


def find_roles(session: Session, practitioner: str | None = None) -> Session:
    """The session with a role for each speaker, where names say who is who.

    Args:
        session: Roles that it already has are kept, unless a practitioner is named.
        practitioner: The practitioner's name as it stands in the transcript; None to go by names
            such as "Behandler", "Sygeplejerske" or "Klient".

    Returns:
        The session with roles, or unchanged where the names do not tell.

    Raises:
        RoleError: There are fewer than two speakers, or nobody has the name given.
    """
    speakers = session.speakers
    if len(speakers) < 2:
        raise RoleError(
            f"session {session.id} has {len(speakers)} speaker; a practitioner and a client "
            "are needed"
        )
    if practitioner:
        named = [s for s in speakers if s.casefold() == practitioner.strip().casefold()]
        if not named:
            raise RoleError(
                f"nobody in session {session.id} has the name given as practitioner; "
                f"it has {len(speakers)} speakers (look at their names in the transcript)"
            )
        return with_practitioner(session, named[0])
    if session.roles:
        return session
    helpers = [s for s in speakers if role_word(s) is Role.PRACTITIONER]
    clients = [s for s in speakers if role_word(s) is Role.CLIENT]
    if not helpers and not clients:
        for first, second in _LETTER_PAIRS:
            letters = {s.upper().rstrip("."): s for s in speakers}
            if {first, second} <= set(letters):
                return with_practitioner(session, letters[first])
    if len(helpers) == 1:
        return with_practitioner(session, helpers[0])
    others = [s for s in speakers if s not in clients]
    if len(clients) >= 1 and len(others) == 1 and not helpers:
        return with_practitioner(session, others[0])
    return session


def with_practitioner(session: Session, practitioner: str) -> Session:
    """The session with one speaker as practitioner and one as client.

    Of several other speakers the client is the one whose name says so, else the one who says
    most; the rest are `other`.
    """
    others = [s for s in session.speakers if s != practitioner]
    words: Counter[str] = Counter()
    for turn in session.turns:
        words[turn.speaker] += len(turn.text.split())
    named = [s for s in others if role_word(s) is Role.CLIENT]
    client = max(named or others, key=lambda s: words[s])
    roles = {practitioner: Role.PRACTITIONER, client: Role.CLIENT}
    return replace(session, roles=tuple((s, roles.get(s, Role.OTHER)) for s in session.speakers))


def role_word(speaker: str) -> Role | None:
    """The role that a name such as "Sygeplejerske" or "Klient" says; None for other names."""
    if _says(speaker, "practitioner_words"):
        return Role.PRACTITIONER
    return Role.CLIENT if _says(speaker, "client_words") else None


def _says(speaker: str, kind: str) -> bool:
    words = re.findall(r"[^\W\d_]+", speaker.lower())
    return any(
        word.endswith(known)
        for word in words
        for language in LANGUAGES.values()
        for known in getattr(language, kind)
    )
