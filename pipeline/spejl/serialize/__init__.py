"""Sessions as text: our JSON and our `.miti` form, both ways."""

from spejl.serialize.contrast_form import Family, parse_contrast
from spejl.serialize.json_form import (
    SCHEMA_VERSION,
    coded_from_json,
    coded_to_json,
    session_from_json,
    session_to_json,
)
from spejl.serialize.miti_form import Conversation, compose_miti, label, parse_code, parse_miti

__all__ = [
    "SCHEMA_VERSION",
    "Conversation",
    "Family",
    "coded_from_json",
    "coded_to_json",
    "compose_miti",
    "label",
    "parse_code",
    "parse_contrast",
    "parse_miti",
    "session_from_json",
    "session_to_json",
]
