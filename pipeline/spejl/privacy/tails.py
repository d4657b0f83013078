"""What follows a house number: its letter, the floor, the side, the flat, the town."""

import re

_ORDINAL = (
    r"(?:\d{1,2}\.?|første|fyrste|första|anden|andre|andra|tredje|fjerde|fjärde|femte|sjette|"
    r"sjätte|syvende|sjuende|sjuande|sjunde|ottende|åttende|en|ett|to|två|tre|fire|fyra|fem)"
)
_SIDE = r"(?:til venstre|til højre|til høyre|til høgre|till vänster|till höger|tv|th|mf)\b\.?"
_FLOOR = (
    r"(?:sal|etage|etg|etasje|etasjen|høgda|høgd|høyde|våningen|våning|vån|trappor|trapper|"
    r"trappa|tr)\b\.?(?:\s(?:upp|opp))?"
)
_LETTER = r"(?:[A-Za-zÆØÅÄÖæøåäö]|\s[A-Ha-h])(?![\w])"
_TAIL = re.compile(
    rf"(?:{_LETTER})?(?:\s?-\s?\d{{1,3}})?"
    rf"(?:,?\s+(?:{_ORDINAL}\s?(?:{_FLOOR}(?:,?\s?{_SIDE})?|{_SIDE})"
    rf"|(?:stuen|st|kld|kælderen|kjelleren|kjellaren|källaren)\b\.?(?:,?\s?{_SIDE})?))?"
    r"(?:,?\s+(?:lgh|leilighet|lejlighed|lägenhet|leilegheit)\s?[HUKL]?\d+)?",
)
_TOWN = re.compile(r"\s+(?:i|på)\s+([^\W\d_]+)")


def tail_end(text: str, end: int, cased: bool, towns: frozenset[str]) -> int:
    """One past the last character of what follows a house number that ends at `end`."""
    tail = _TAIL.match(text, end)
    last = tail.end() if tail else end
    town = _TOWN.match(text, last)
    if town and (town[1].lower() in towns or (cased and town[1][0].isupper())):
        return town.end()
    following = text[last:].lstrip()
    ends_sentence = text[last - 1] == "." and (not following or following[0].isupper())
    return last - ends_sentence
