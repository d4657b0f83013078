"""What can go wrong, in words for somebody who has never opened a terminal.

Errors of the readers are known by words that stand in them; a test makes each of these errors and
looks whether it is still known. What is not known gets a general sentence, and the error's own
words in English, which never quote a conversation, are shown folded away.
"""

import errno
from dataclasses import dataclass

from spejl.errors import (
    AudioError,
    LanguageError,
    MissingExtraError,
    ModelError,
    RoleError,
    SpejlError,
    TranscriptError,
)
from spejl.web.recordings import NotReadyError

PROBLEMS: dict[str, tuple[str, str]] = {
    "ending": (
        "This kind of file cannot be read.",
        "Save the transcript as a Word file (.docx) or as plain text (.txt) and try again.",
    ),
    "empty": ("The file is empty.", "Look whether the right file was chosen."),
    "too_large": (
        "The file is too large.",
        "Divide it into smaller files, one conversation in each.",
    ),
    "speakers": (
        "It cannot be seen who is speaking.",
        "Let every line begin with a name and a colon, such as “Anna: How are you?”.",
    ),
    "one_speaker": (
        "Only one speaker was found.",
        "At least two people must speak, and each line must begin with a name and a colon.",
    ),
    "damaged": (
        "The file is damaged, or is not what its name says.",
        "Open it where it was made, save it again and try once more.",
    ),
    "password": (
        "The file is protected by a password, or in an old form.",
        "Open it, save it in the new form without a password and try again.",
    ),
    "scan": (
        "The file holds pictures of pages and no text.",
        "Save the transcript as a Word file or as text and try again.",
    ),
    "letters": (
        "The letters in the file cannot be made out.",
        "Save it as plain text with the encoding UTF-8 and try again.",
    ),
    "transcript": (
        "The file could not be read as a conversation.",
        "Let every line begin with a name and a colon, and save it as a Word file or as text.",
    ),
    "language": (
        "The conversation seems to be in a language that Spejl does not know.",
        "Danish, Swedish, Norwegian Bokmål and Nynorsk can be coded.",
    ),
    "roles": (
        "It is not clear who is the practitioner.",
        "Choose one practitioner and at least one other speaker.",
    ),
    "audio": (
        "Recordings cannot be written out on this machine yet.",
        "Ask the person who installed Spejl to add what recordings need, or put in a transcript.",
    ),
    "privacy": (
        "Names cannot be replaced on this machine yet.",
        "Ask the person who installed Spejl to add “spejl[privacy]”, or put the file in as it is.",
    ),
    "no_recording": (
        "This cannot be read as a recording.",
        "Open it in the program that made it, save it as WAV or MP3 and try again.",
    ),
    "encrypted": (
        "The recording is encrypted.",
        "Save it without protection in the program that made it and try again.",
    ),
    "no_speech": (
        "No speech was found in the recording.",
        "Listen whether it is silent, very quiet, or another recording than you meant.",
    ),
    "disk": (
        "The disk is full.",
        "Make room on the disk and try again. Nothing that was kept before is lost.",
    ),
    "model": (
        "The model that codes is missing or damaged.",
        "Ask the person who installed Spejl to run “spejl doctor”.",
    ),
    "interrupted": (
        "The work was interrupted several times.",
        "Start it again. If it stops at the same place, put in a shorter file.",
    ),
    "unknown": (
        "Something went wrong that Spejl did not expect.",
        "Try again. If it happens once more, tell the person who installed Spejl.",
    ),
}
"""What happened, and what can be done, by the name that is kept with a job."""

_KNOWN = (
    ("only one speaker was found", "one_speaker"),
    ("no speakers were found", "speakers"),
    ("before the first speaker", "speakers"),
    ("the file is empty", "empty"),
    ("files that end in", "ending"),
    ("more than the", "too_large"),
    ("pages; split it", "too_large"),
    ("with a password", "password"),
    ("by a password", "password"),
    ("may be a scan", "scan"),
    ("damaged", "damaged"),
    ("it lacks the part", "damaged"),
    ("this PDF cannot be read", "damaged"),
    ("encoding", "letters"),
    ("UTF-8", "letters"),
    ("no text file", "letters"),
    ("not a text file", "letters"),
)

_KNOWN_OF_SOUND = (
    ("no speech was found", "no_speech"),
    ("no words were recognised", "no_speech"),
    ("the recording is encrypted", "encrypted"),
    ("the disk of", "disk"),
    ("make room", "disk"),
    ("the file is empty", "empty"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong."""

    name: str
    """A key of `PROBLEMS`."""
    detail: str = ""
    """The error's own words, in English, without the file's place; empty where there are none."""


def problem_of(error: BaseException) -> Problem:
    """What to say of an error."""
    if isinstance(error, TranscriptError):
        text = str(error).removeprefix(str(error.path)).lstrip(":, ")
        return Problem(next((name for part, name in _KNOWN if part in text), "transcript"), text)
    if isinstance(error, AudioError):
        text = str(error).removeprefix(str(error.path)).lstrip(":, ")
        return Problem(next((n for part, n in _KNOWN_OF_SOUND if part in text), "no_recording"))
    if isinstance(error, NotReadyError):
        return Problem("audio", str(error))
    extra = getattr(error, "extra", "")
    kinds: tuple[tuple[type[SpejlError], str], ...] = (
        (LanguageError, "language"),
        (RoleError, "roles"),
        (MissingExtraError, "privacy" if extra == "privacy" else "audio"),
        (ModelError, "model"),
    )
    for kind, name in kinds:
        if isinstance(error, kind):
            return Problem(name)
    if is_full(error):
        return Problem("disk")
    return Problem("unknown", type(error).__name__)


def is_full(error: BaseException) -> bool:
    """Whether an error says that the disk is full, as the system or as SQLite puts it."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return "database or disk is full" in str(error)
