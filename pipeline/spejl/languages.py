"""The four languages, as data, and how a conversation's language is found."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from spejl.errors import LanguageError


@dataclass(frozen=True, slots=True)
class Language:
    """What Spejl knows of one language."""

    code: str
    """ISO 639-1 code: da, sv, nb or nn."""
    name: str
    """English name."""
    native: str
    """The language's own name of itself."""
    backchannels: frozenset[str]
    """Words that, alone or repeated, only show that the client listens."""
    practitioner_words: tuple[str, ...]
    """Speaker names that say "practitioner"; matched as whole words or as word endings."""
    client_words: tuple[str, ...]
    """Speaker names that say "client"; matched in the same way."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_SOUNDS = _words(
    "a aa ah aha aja e eh em ha hm hmm hmmm ja jaa jaha jaja jo joo m mh "
    "mhm mm mmm nej nä nå o oh ok okay okej okei ss så øh øhm öh"
)

_ENGLISH_PRACTITIONER = ("therapist", "counsellor", "counselor", "practitioner", "interviewer")
_ENGLISH_CLIENT = ("client", "patient", "participant")

LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language(
            "da",
            "Danish",
            "dansk",
            _SOUNDS | _words("jamen jep netop nemlig præcis nåh næ næh klart rigtigt"),
            (
                "behandler",
                "rådgiver",
                "vejleder",
                "praktiker",
                "sygeplejerske",
                "terapeut",
                "sagsbehandler",
                "konsulent",
                "læge",
                "assistent",
                "pædagog",
                "sundhedsplejerske",
                "jordemoder",
                "visitator",
                "coach",
                *_ENGLISH_PRACTITIONER,
            ),
            ("klient", "borger", "patient", "bruger", "elev", "deltager", *_ENGLISH_CLIENT),
        ),
        Language(
            "sv",
            "Swedish",
            "svenska",
            _SOUNDS | _words("japp jo precis just exakt näe nähä visst jajamän okå"),
            (
                "behandlare",
                "rådgivare",
                "terapeut",
                "sjuksköterska",
                "handläggare",
                "socialsekreterare",
                "kurator",
                "läkare",
                "vägledare",
                "coach",
                "samtalsledare",
                "boendestödjare",
                "barnmorska",
                *_ENGLISH_PRACTITIONER,
            ),
            ("klient", "patient", "brukare", "elev", "deltagare", *_ENGLISH_CLIENT),
        ),
        Language(
            "nb",
            "Norwegian Bokmål",
            "norsk bokmål",
            _SOUNDS | _words("javel nettopp akkurat nei næ jepp riktig greit jada"),
            (
                "behandler",
                "veileder",
                "rådgiver",
                "terapeut",
                "sykepleier",
                "saksbehandler",
                "lege",
                "jordmor",
                "helsesykepleier",
                "konsulent",
                "coach",
                *_ENGLISH_PRACTITIONER,
            ),
            ("klient", "bruker", "pasient", "elev", "deltaker", *_ENGLISH_CLIENT),
        ),
        Language(
            "nn",
            "Norwegian Nynorsk",
            "norsk nynorsk",
            _SOUNDS | _words("javel nettopp akkurat nei næ jepp rett greitt jada"),
            (
                "behandlar",
                "rettleiar",
                "rådgjevar",
                "terapeut",
                "sjukepleiar",
                "saksbehandlar",
                "lege",
                "jordmor",
                "helsesjukepleiar",
                "konsulent",
                "coach",
                *_ENGLISH_PRACTITIONER,
            ),
            ("klient", "brukar", "pasient", "elev", "deltakar", *_ENGLISH_CLIENT),
        ),
    )
}

_LANGID_LABELS = {"da": "da", "sv": "sv", "no": "nb", "nn": "nn"}
_CLEARLY_ANOTHER = 0.05
"""Of a text that looks like another language most: probability of the four under which it is."""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str) -> str:
    """The language of a whole conversation, by py3langid.

    Meant for whole conversations: single utterances such as "Ja, det har det." stand alike in
    several of the languages.

    Args:
        text: What everybody in the conversation says; at least a few dozen words.

    Raises:
        LanguageError: The text is in another language, or holds no words.

    >>> identify("Hvad tænker du selv om det, nu hvor du har prøvet det i en uge?")
    'da'
    """
    if not any(character.isalpha() for character in text):
        raise LanguageError("no words were found by which to tell the language; give --language")
    ranked = _identifier().rank(text)
    found, _ = ranked[0]
    nordic = [(label, float(share)) for label, share in ranked if label in _LANGID_LABELS]
    # A short Nordic text can look like another language; only a clear case is refused.
    if found not in _LANGID_LABELS and sum(share for _, share in nordic) < _CLEARLY_ANOTHER:
        raise LanguageError(
            f"the conversation seems to be in '{found}'; Spejl codes Danish (da), Swedish "
            "(sv), Norwegian Bokmål (nb) and Nynorsk (nn). If it is one of these, give "
            "--language"
        )
    likeliest, _ = nordic[0]
    return _LANGID_LABELS[likeliest]


def language(code: str) -> Language:
    """The data of one language.

    Args:
        code: da, sv, nb or nn ("no" is taken as nb).

    Raises:
        LanguageError: Another code.
    """
    code = "nb" if code.lower() == "no" else code.lower()
    if code not in LANGUAGES:
        raise LanguageError(f"language '{code}' is not one of da, sv, nb and nn, which Spejl codes")
    return LANGUAGES[code]
