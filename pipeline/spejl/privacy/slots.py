"""Places in a sentence where a person's name stands, told by the words around."""

from spejl.privacy.wordlists import word_list
from spejl.privacy.words import Word

KIN = word_list("relations")
AND = frozenset(("og", "och", "&"))
_OWNERS = word_list("owners")
_GREETINGS = word_list("greetings")
_TITLES = word_list("titles")
_CALLED = word_list("called")
_DOINGS = word_list("doings")
_STATES = word_list("states")
_SPEECH = word_list("speech")
_WITH = word_list("company")
_PRONOUNS = word_list("pronouns")
_TO = frozenset(("til", "till", "åt"))
_PETS = word_list("pets")
_CONSUMED = word_list("consuming")
_IDIOMS = tuple(tuple(idiom.split("_")) for idiom in word_list("idioms"))


def low_at(words: list[Word], index: int) -> str:
    """The word at an index in small letters; empty outside the turn."""
    return words[index].low if 0 <= index < len(words) else ""


def acts(words: list[Word], index: int) -> bool:
    """Before a verb that persons are the subject of."""
    return low_at(words, index + 1) in _DOINGS


def does(words: list[Word], index: int) -> bool:
    """As `acts`, but not before verbs that anything may be the subject of, such as `is`."""
    return acts(words, index) and low_at(words, index + 1) not in _STATES


def introduced(words: list[Word], index: int) -> bool:
    """Beside a relation, a greeting, a title or a verb of speech, or taken up by a pronoun."""
    before, after = low_at(words, index - 1), low_at(words, index + 1)
    if before in _GREETINGS or before in _TITLES or before in _SPEECH:
        return True
    if before in KIN or (before in _TO and low_at(words, index - 2) in KIN):
        return True
    if before in _OWNERS and low_at(words, index - 2) in KIN:
        return True
    if after in _PRONOUNS and low_at(words, index + 2) in _DOINGS:
        return True
    return explained(words, index)


def explained(words: list[Word], index: int) -> bool:
    """Followed by who it is, such as `liv min datter`."""
    after, second = low_at(words, index + 1), low_at(words, index + 2)
    return (after in _OWNERS and second in KIN) or (after in KIN and second in _OWNERS)


def accompanied(words: list[Word], index: int) -> bool:
    """After `hos`, or `sammen med` and the like."""
    before = low_at(words, index - 1)
    return before == "hos" or (before == "med" and low_at(words, index - 2) in _WITH)


def spoken_of(words: list[Word], index: int) -> bool:
    """After a verb of speech or before a verb that persons are the subject of."""
    return low_at(words, index - 1) in _SPEECH or acts(words, index)


def is_thing(words: list[Word], index: int) -> bool:
    """After an article or a number, or what somebody eats, drinks, takes or watches."""
    before = words[index - 1] if index else None
    return before is not None and (before.digits or before.low in _CONSUMED)


def in_idiom(words: list[Word], index: int) -> bool:
    """Part of a set phrase with a name in it, of a hero, a saint or an oath."""
    low = words[index].low
    for idiom in _IDIOMS:
        if low not in idiom and low.removesuffix("s") not in idiom:
            continue
        for place, part in enumerate(idiom):
            start = index - place
            if part in (low, low.removesuffix("s")) and start >= 0:
                around = [word.low for word in words[start : start + len(idiom)]]
                if len(around) == len(idiom) and all(
                    said in (own, own + "s") for said, own in zip(around, idiom, strict=True)
                ):
                    return True
    return False


def pets_of(turns: list[list[Word]]) -> frozenset[str]:
    """What animals are called in a session, in small letters."""
    found: set[str] = set()
    for words in turns:
        for index, word in enumerate(words):
            if word.low not in _PETS:
                continue
            step = index + 1
            if low_at(words, step) in ("min", "mi", "vår", "hans", "hennes"):
                step += 1
            called = low_at(words, step) in _CALLED
            step += called
            if step < len(words) and words[step].low and (called or words[step].capital):
                found.add(words[step].low)
    return frozenset(found)
