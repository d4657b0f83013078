"""All details of a text, none lying over another."""

from collections.abc import Iterable
from dataclasses import replace

from spejl.privacy.addresses import find_addresses
from spejl.privacy.contact import find_emails
from spejl.privacy.dates import find_birth_dates
from spejl.privacy.kinds import Finding, Kind
from spejl.privacy.names import Known, find_names
from spejl.privacy.numbers import find_numbers
from spejl.privacy.numerals import numbers_of
from spejl.privacy.places import find_organisations, find_places
from spejl.privacy.words import Word

_FIRST_COME = (
    Kind.EMAIL,
    Kind.NATIONAL_ID,
    Kind.BIRTH_DATE,
    Kind.PHONE,
    Kind.ADDRESS,
    Kind.ORGANISATION,
    Kind.NAME,
    Kind.PLACE,
)
"""Which kind stays where two lie over each other."""


def find_details(
    text: str,
    words: list[Word],
    language: str,
    known: Known,
    kinds: frozenset[Kind],
    more: Iterable[Finding] = (),
) -> list[Finding]:
    """The details of the given kinds in a text, in order.

    Args:
        text: Of a turn, a goal or an id.
        words: Of the text.
        language: da, sv, nb or nn.
        known: What the session has shown.
        kinds: That are wanted.
        more: Found in the text by looking at other turns; what is found here goes before it.
    """
    found = find_names(words, known) if Kind.NAME in kinds else []
    numbers = numbers_of(words, language)
    if numbers:
        found += find_numbers(text, words, numbers, language)
        found += find_birth_dates(text, words, numbers)
    found += find_emails(text)
    found += find_addresses(text, words, numbers, known.lists, known.cased)
    if Kind.PLACE in kinds:
        found += find_places(words, known.lists, known.cased)
    if Kind.ORGANISATION in kinds:
        found += find_organisations(words, known.lists, known.cased)
    standins = [word for word in words if not word.low]
    kept = [
        finding
        for finding in found
        if finding.kind in kinds
        and not any(w.start < finding.end and finding.start < w.end for w in standins)
        and text[finding.start : finding.end].lower() not in known.keep
    ]
    surer = _apart([with_digits(finding, text) for finding in kept])
    return sorted([*surer, *_beside(surer, more, kinds)], key=lambda f: f.start)


def with_digits(finding: Finding, text: str) -> Finding:
    """The finding and the digits that touch its end, which would run into the stand-in's number."""
    end = finding.end
    while end < len(text) and text[end] in "0123456789":
        end += 1
    return replace(finding, end=end)


def _beside(kept: list[Finding], more: Iterable[Finding], kinds: frozenset[Kind]) -> list[Finding]:
    """Those of the findings that lie over none that are kept, nor over each other."""
    added: list[Finding] = []
    for finding in more:
        if finding.kind in kinds and all(
            other.end <= finding.start or finding.end <= other.start for other in [*kept, *added]
        ):
            added.append(finding)
    return added


def _apart(found: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda f: (_FIRST_COME.index(f.kind), f.start, -f.end)):
        if all(other.end <= finding.start or finding.end <= other.start for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda f: f.start)
