"""ELAN's EAF: a tier a speaker, with times."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spejl.errors import TranscriptError
from spejl.readers.markup import parse_xml
from spejl.readers.pieces import conversation, in_time
from spejl.readers.source import Raw
from spejl.sessions import Session, Turn

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FORM = "an ELAN file (.eaf)"
MOST_BYTES = 32 * 1024 * 1024
_MILLISECONDS = 1000


def read_eaf(raw: Raw, name: str) -> Session:
    """The session in an ELAN file.

    Each tier that depends on no other is a speaker, by its participant or its own name; where
    participants are named, tiers without one are left out. Annotations come in the order in which
    they begin, also where tiers overlap; those of one speaker in a row become one turn.

    Args:
        raw: The file.
        name: The session's id.

    Raises:
        TranscriptError: It is no ELAN file, two tiers are one participant's, a time is missing
            or no number, or no or only one speaker is found.
    """
    if len(raw.data) > MOST_BYTES:
        raise TranscriptError(
            f"more than {MOST_BYTES / 1e6:.0f} MB are not read as one {FORM}; split it", raw.path
        )
    root = parse_xml(raw.data, FORM, raw.path)
    if root.tag != "ANNOTATION_DOCUMENT":
        raise TranscriptError(f"this is not {FORM}", raw.path)
    times = _times(root, raw)
    tiers = [tier for tier in root.findall("TIER") if not tier.get("PARENT_REF")]
    if any(tier.get("PARTICIPANT", "").strip() for tier in tiers):
        tiers = [tier for tier in tiers if tier.get("PARTICIPANT", "").strip()]
    spoken = [found for tier in tiers if (found := list(_pieces(tier, times, raw)))]
    speakers = [pieces[0].speaker for pieces in spoken]
    if len(set(speakers)) < len(speakers):
        raise TranscriptError(
            "two tiers are one participant's, and it cannot be told which is the transcript; "
            "export the file with one tier a speaker",
            raw.path,
        )
    return conversation(name, in_time(spoken), raw.path, "a tier for each speaker")


def _times(root: "Element", raw: Raw) -> dict[str, float | None]:
    """Seconds of each time slot; None for slots that ELAN has not aligned."""
    found: dict[str, float | None] = {}
    for slot in root.findall("TIME_ORDER/TIME_SLOT"):
        value = slot.get("TIME_VALUE")
        if value is not None and not (value.isascii() and value.isdigit() and len(value) < 12):
            raise TranscriptError("a time slot holds no milliseconds", raw.path)
        found[slot.get("TIME_SLOT_ID", "")] = None if value is None else int(value) / _MILLISECONDS
    return found


def _pieces(tier: "Element", times: dict[str, float | None], raw: Raw) -> Iterator[Turn]:
    speaker = " ".join((tier.get("PARTICIPANT", "").strip() or tier.get("TIER_ID", "")).split())
    for annotation in tier.findall("ANNOTATION/ALIGNABLE_ANNOTATION"):
        text = " ".join((annotation.findtext("ANNOTATION_VALUE") or "").split())
        slots = [annotation.get(f"TIME_SLOT_REF{n}", "") for n in (1, 2)]
        if any(slot not in times for slot in slots):
            raise TranscriptError("an annotation has no time slot", raw.path)
        if text:
            yield Turn(speaker or "?", text, times[slots[0]], times[slots[1]])
