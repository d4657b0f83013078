"""The page's words in its five languages, and in which of them a browser is answered.

The English words are the keys. What the report says already is taken from its catalogues, so that
a thing has one name on the page and on paper.
"""

from datetime import UTC, date, datetime
from functools import cache

from babel.dates import format_date, format_datetime

from spejl.report import Messages, messages, read_catalogue
from spejl.settings import REPORT_LANGUAGES

NATIVE = {
    "da": "Dansk",
    "sv": "Svenska",
    "nb": "Bokmål",
    "nn": "Nynorsk",
    "en": "English",
}
"""What each language calls itself, in the order in which they are offered."""


@cache
def page_messages(language: str) -> Messages:
    """The words of the page and the report in one language.

    Raises:
        LanguageError: There is no page in this language.
    """
    own = read_catalogue("spejl.web", language)
    return Messages(language, {**messages(language).catalogue, **own})


def chosen_language(cookie: str | None, accepted: str) -> str:
    """The language of the page: the one chosen, else the first that the browser asks for.

    Args:
        cookie: What was chosen on the page; None where nothing was.
        accepted: The browser's Accept-Language, such as `sv-SE,sv;q=0.9,en;q=0.8`.
    """
    if cookie in REPORT_LANGUAGES:
        return str(cookie)
    for part in accepted.split(","):
        wanted = part.split(";")[0].strip().lower().split("-")[0]
        wanted = "nb" if wanted == "no" else wanted
        if wanted in REPORT_LANGUAGES:
            return wanted
    return "en"


STATE_NAMES = {
    "asking": "waits for its language",
    "reading": "is being read",
    "checking": "waits for you to look it over",
    "coding": "is being coded",
    "ready": "ready",
    "stopped": "stopped",
}
ROLE_NAMES = {
    "practitioner": "Practitioner",
    "client": "Client",
    "other": "Somebody else",
}
KIND_NAMES = {
    "code": "another code",
    "split": "divided in two",
    "join": "joined with the next",
    "speaker": "another speaker",
    "words": "other words",
    "remark": "seen differently",
    "undo": "taken back",
}
MISSING_NAMES = {
    "libraries": "What takes the sound out of recordings",
    "recogniser": "A speech recogniser",
    "voices": "What tells voices apart; without it you say of every line who speaks",
}
"""What states, roles, kinds of correction and missing parts are called, in English."""


def day(moment: datetime, _: Messages) -> str:
    """A day as the language writes it."""
    return str(format_date(_here(moment), "long", locale=_place(_)))


def plain_date(day: date, _: Messages) -> str:
    """A date of no certain hour as the language writes it."""
    return str(format_date(day, "long", locale=_place(_)))


def moment(moment: datetime, _: Messages) -> str:
    """A day and a time of day as the language writes them."""
    return str(format_datetime(_here(moment), "short", locale=_place(_)))


def clock(seconds: float) -> str:
    """A time in a recording: minutes and seconds, with hours where there are any.

    >>> clock(65.4), clock(3700)
    ('1:05', '1:01:40')
    """
    minutes, left = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def _here(moment: datetime) -> datetime:
    """A moment as it is kept, UTC, by the clock of this machine."""
    return moment.replace(tzinfo=UTC).astimezone()


def _place(_: Messages) -> str:
    """The language with its country where dates differ between countries."""
    return "en_GB" if _.language == "en" else _.language
