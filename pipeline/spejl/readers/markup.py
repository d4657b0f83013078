"""XML from files that nobody vouches for."""

from pathlib import Path
from typing import TYPE_CHECKING

from spejl.errors import TranscriptError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def parse_xml(data: bytes, form: str, path: Path) -> "Element":
    """The root of an XML text.

    Args:
        data: The text, in the encoding that it declares.
        form: What it should be, for the messages.
        path: The file it comes from.

    Raises:
        TranscriptError: It is not XML, or it declares entities or a document type, which no
            transcript needs and which can make a small file fill all memory.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise TranscriptError(
            f"declares a document type or entities, which {form} never does; it is not read",
            path,
        ) from None
    except ParseError as error:
        line = error.position[0]
        raise TranscriptError(f"this is not {form}: the XML is broken here", path, line) from None
    except (ValueError, LookupError):
        raise TranscriptError(f"this is not {form}: its encoding is unknown", path) from None
