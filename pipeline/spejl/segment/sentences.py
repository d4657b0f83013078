"""Tokens and sentences by spaCy's blank pipelines, with rules that Nordic speech needs.

The blank pipelines know most abbreviations (`f.eks.`, `t.ex.`, `bl.a.`); the cases added here
are those they miss. No trained pipeline is needed and nothing is downloaded.
"""

import re
from functools import cache
from itertools import pairwise
from typing import Any

_SPACY = {"da": "da", "sv": "sv", "nb": "nb", "nn": "nn"}

_ABBREVIATIONS = {
    "da": ("ca.", "min.", "nr.", "tlf.", "evt.", "osv.", "ift.", "ifm.", "pga.", "mht."),
    "sv": ("ca.", "min.", "nr.", "tel.", "ev.", "p.g.a.", "m.fl.", "d.v.s.", "kl.", "fr.o.m."),
    "nb": ("ca.", "min.", "nr.", "tlf.", "evt.", "osv.", "pga.", "mht.", "ifm."),
    "nn": ("ca.", "min.", "nr.", "tlf.", "evt.", "osv.", "pga.", "mtp.", "ifm."),
}

_ENDS = frozenset({".", "!", "?", "…", "...", "?!", "!?", "‽"})
_CLOSERS = frozenset({'"', "'", "”", "’", "»", "«", ")", "]", "“"})
_NUMBER_STOP = re.compile(r"\d+\.")


@cache
def _pipeline(language: str) -> Any:
    import spacy

    nlp: Any = spacy.blank(_SPACY.get(language, "nb"))
    for form in _ABBREVIATIONS.get(language, ()):
        nlp.tokenizer.add_special_case(form, [{"ORTH": form}])
    return nlp


def tokens(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Character spans of the tokens of a text, white space left out.

    Args:
        text: One turn.
        language: da, sv, nb or nn; any other is read by the Bokmål rules.
    """
    doc = _pipeline(language).make_doc(text)
    return tuple((t.idx, t.idx + len(t.text)) for t in doc if not t.is_space)


def sentence_starts(text: str, language: str) -> tuple[int, ...]:
    """First character of every sentence of a text; the first is that of the first token.

    A sentence ends at a full stop, question or exclamation mark or ellipsis, closing quotes and
    brackets included. A number with a full stop (`kl. 10.`) ends one only before a capital
    letter; an ellipsis or a sound such as "mm." only where the next word is no lower case.
    """
    doc = _pipeline(language).make_doc(text)
    words = [t for t in doc if not t.is_space]
    starts: list[int] = [words[0].idx] if words else []
    ended = False
    for before, word in pairwise(words):
        ended = _ends(before.text) or (ended and before.text in _CLOSERS)
        if not ended or word.text in _ENDS or _closes(word.text, text, word.idx):
            continue
        if _starts_lower(word.text) and before.text not in ("?", "!"):
            continue
        starts.append(word.idx)
        ended = False
    return tuple(starts)


def _ends(token: str) -> bool:
    return token in _ENDS or _NUMBER_STOP.fullmatch(token) is not None


def _closes(token: str, text: str, at: int) -> bool:
    """Whether a quote or bracket belongs to what stands before it."""
    return token in _CLOSERS and (at == 0 or not text[at - 1].isspace())


def _starts_lower(token: str) -> bool:
    letters = [c for c in token if c.isalpha()]
    return bool(letters) and letters[0].islower()
