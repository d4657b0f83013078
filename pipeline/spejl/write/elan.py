"""Transcripts as ELAN files: a tier a speaker, and under it a tier with the codes."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spejl.serialize import label
from spejl.sessions import CodedSession, Session, Turn
from spejl.write.speech import session_in, timed, xml_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SPEECH, _CODES = "speech", "codes"
_MILLISECONDS = 1000
_SCHEMA_ATTRIBUTE = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"


def write_eaf(conversation: Session | CodedSession, path: Path) -> None:
    """Write an ELAN file.

    Turn n of the tables (0-based) is the annotation `turn-n`. In a coded session the tier
    `codes of <speaker>` divides each turn into its utterances, in order, each with its code as
    in `.miti`. ELAN keeps annotations of one speaker apart from each other, so that a turn ends
    at the latest where the same speaker's next one begins.

    Raises:
        ConvertError: A turn has no start.
    """
    from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

    session = session_in(conversation)
    root = Element("ANNOTATION_DOCUMENT", AUTHOR="Spejl", FORMAT="3.0", VERSION="3.0")
    root.set("DATE", datetime.now(UTC).isoformat(timespec="seconds"))
    root.set(_SCHEMA_ATTRIBUTE, "http://www.mpi.nl/tools/elan/EAFv3.0.xsd")
    header = SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    SubElement(header, "PROPERTY", NAME="session").text = session.id
    _add_times(root, _apart(timed(session, "ELAN", str(path))))
    _add_speech(root, session)
    if isinstance(conversation, CodedSession):
        _add_codes(root, conversation)
    _add_types(root)
    indent(root)
    ElementTree(root).write(path, encoding="UTF-8", xml_declaration=True)


def _apart(turns: list[tuple[Turn, float, float]]) -> list[tuple[int, int]]:
    """(start, end) of each turn in milliseconds, ended where its speaker goes on."""
    found: list[tuple[int, int]] = []
    following: dict[str, int] = {}
    for turn, start, end in reversed(turns):
        first, last = round(start * _MILLISECONDS), round(end * _MILLISECONDS)
        following_start = following.get(turn.speaker, last)
        found.append((first, min(last, following_start) if following_start > first else last))
        following[turn.speaker] = first
    return found[::-1]


def _add_times(root: "Element", times: list[tuple[int, int]]) -> None:
    """The time slots in the order of time: of turn n, slots 2n and 2n + 1."""
    from xml.etree.ElementTree import SubElement

    order = SubElement(root, "TIME_ORDER")
    slots = enumerate(time for ends in times for time in ends)
    for number, time in sorted(slots, key=lambda slot: slot[1]):
        SubElement(order, "TIME_SLOT", TIME_SLOT_ID=f"ts{number}", TIME_VALUE=str(time))


def _add_speech(root: "Element", session: Session) -> None:
    from xml.etree.ElementTree import SubElement

    tiers: dict[str, Element] = {}
    for speaker in session.speakers:
        tiers[speaker] = SubElement(root, "TIER", LINGUISTIC_TYPE_REF=_SPEECH)
        tiers[speaker].attrib |= {"PARTICIPANT": xml_line(speaker), "TIER_ID": xml_line(speaker)}
    for number, turn in enumerate(session.turns):
        annotation = SubElement(
            SubElement(tiers[turn.speaker], "ANNOTATION"),
            "ALIGNABLE_ANNOTATION",
            ANNOTATION_ID=f"turn-{number}",
            TIME_SLOT_REF1=f"ts{2 * number}",
            TIME_SLOT_REF2=f"ts{2 * number + 1}",
        )
        SubElement(annotation, "ANNOTATION_VALUE").text = xml_line(turn.text)


def _add_codes(root: "Element", coded: CodedSession) -> None:
    from xml.etree.ElementTree import SubElement

    tiers: dict[str, Element] = {}
    count: Counter[int] = Counter()
    for unit in coded.utterances:
        number = unit.utterance.turn
        speaker = xml_line(coded.session.turns[number].speaker)
        if speaker not in tiers:
            name = f"codes of {speaker}"
            tiers[speaker] = SubElement(
                root, "TIER", LINGUISTIC_TYPE_REF=_CODES, PARENT_REF=speaker, TIER_ID=name
            )
        code = {"ANNOTATION_ID": f"code-{number}-{count[number]}"}
        code["ANNOTATION_REF"] = f"turn-{number}"
        if count[number]:
            code["PREVIOUS_ANNOTATION"] = f"code-{number}-{count[number] - 1}"
        count[number] += 1
        annotation = SubElement(SubElement(tiers[speaker], "ANNOTATION"), "REF_ANNOTATION", code)
        SubElement(annotation, "ANNOTATION_VALUE").text = label(unit)


def _add_types(root: "Element") -> None:
    from xml.etree.ElementTree import SubElement

    kind, described = "Symbolic_Subdivision", "Parts of an annotation in order, without times"
    types = {_SPEECH: {"TIME_ALIGNABLE": "true"}}
    types[_CODES] = {"TIME_ALIGNABLE": "false", "CONSTRAINTS": kind}
    for name, attributes in types.items():
        SubElement(
            root,
            "LINGUISTIC_TYPE",
            {"LINGUISTIC_TYPE_ID": name, "GRAPHIC_REFERENCES": "false", **attributes},
        )
    SubElement(root, "CONSTRAINT", STEREOTYPE=kind, DESCRIPTION=described)
