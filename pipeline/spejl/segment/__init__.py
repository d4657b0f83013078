"""Turns into utterances (thought units)."""

from spejl.segment.sentences import sentence_starts, tokens
from spejl.segment.units import segment

__all__ = ["segment", "sentence_starts", "tokens"]
