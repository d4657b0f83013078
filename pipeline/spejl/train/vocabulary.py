"""A smaller vocabulary: the pieces of a large one that Nordic and English text needs.

Most of a multilingual encoder's size is embeddings of pieces that no Nordic text uses. The kept
pieces are listed in a text file, made once by `select` from word lists and training text.
"""

import copy
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from spejl.errors import SettingsError
from spejl.model.windows import BEGIN, END, PAD, SPECIAL, UNKNOWN

_UNIGRAM = "Unigram"
_KINDS = (_UNIGRAM, "WordPiece", "BPE")
_ALIKE = {
    BEGIN: ("<bos>", "[CLS]", "<s>"),
    PAD: ("<pad>", "[PAD]", "</s>"),
    END: ("<eos>", "[SEP]", "</s>"),
    UNKNOWN: ("<unk>", "[UNK]", "</s>"),
}
"""What tokenizers call the special pieces; our markers begin as an end."""


def select(tokenizer: dict[str, Any], texts: Iterable[str], at_least: int = 1) -> list[str]:
    """The pieces that texts use at least so often, with every single character among them.

    Args:
        tokenizer: A Unigram tokenizer.json.
        texts: Word lists and running text.
        at_least: Fewest occurrences.

    Returns:
        Pieces in the order of the tokenizer.
    """
    from tokenizers import Tokenizer

    encoder = Tokenizer.from_str(json.dumps(tokenizer))
    count: Counter[int] = Counter()
    batch: list[str] = []

    def flush() -> None:
        for found in encoder.encode_batch(batch, add_special_tokens=False):
            count.update(found.ids)
        batch.clear()

    for text in texts:
        batch.append(text)
        if len(batch) >= 10_000:
            flush()
    flush()
    pieces = [piece for piece, _ in tokenizer["model"]["vocab"]]
    kept = {i for i, n in count.items() if n >= at_least}
    letters = {p.lstrip("▁") for p in (pieces[i] for i in kept)}
    characters = {character for piece in letters for character in piece}
    return [
        piece
        for i, piece in enumerate(pieces)
        if piece not in SPECIAL and (i in kept or piece in characters or piece == "▁")
    ]


def trim(
    tokenizer: dict[str, Any], keep: list[str] | None
) -> tuple[dict[str, Any], npt.NDArray[np.int64]]:
    """A tokenizer.json with our special pieces first and the kept pieces after them.

    Args:
        tokenizer: A tokenizer.json of kind Unigram (e5, XLM-R), WordPiece (BERT) or BPE (RoBERTa,
            ModernBERT).
        keep: Pieces to keep, of a Unigram tokenizer; None for all.

    Returns:
        The new tokenizer.json, and for each new id the old one whose embedding it starts from.

    Raises:
        SettingsError: The tokenizer is of another kind, has no special pieces that are known here,
            or is not Unigram and is to lose pieces.
    """
    model = tokenizer["model"]
    kind = model.get("type")
    if kind not in _KINDS:
        raise SettingsError(
            f"the encoder's tokenizer is of kind {kind}, expected one of {', '.join(_KINDS)}",
            "encoder",
        )
    if keep is not None and kind != _UNIGRAM:
        raise SettingsError(
            f'the encoder\'s tokenizer is of kind {kind} and keeps all its pieces: say pieces = ""',
            "pieces",
        )
    scores: dict[str, float] = dict(model["vocab"]) if kind == _UNIGRAM else {}
    old = {p: i for i, p in enumerate(scores)} if kind == _UNIGRAM else dict(model["vocab"])
    wanted = [p for p in (keep if keep is not None else sorted(old, key=old.__getitem__))]
    wanted = [p for p in wanted if p in old and p not in SPECIAL]
    if kind == _UNIGRAM:
        wanted = [p for p in wanted if not _is_marker(p)]
    pieces = [*SPECIAL, *wanted]
    source = [_like(piece, old) for piece in SPECIAL] + [old[piece] for piece in wanted]
    new = copy.deepcopy(tokenizer)
    if kind == _UNIGRAM:
        scored = [[piece, 0.0 if piece in SPECIAL else scores[piece]] for piece in pieces]
        new["model"] = {**model, "vocab": scored, "unk_id": SPECIAL.index(UNKNOWN)}
    else:
        numbered = {piece: i for i, piece in enumerate(pieces)}
        new["model"] = {**model, "vocab": numbered, "unk_token": UNKNOWN}
    new["added_tokens"] = [
        {
            "id": i,
            "content": piece,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
        for i, piece in enumerate(SPECIAL)
    ]
    new["post_processor"] = _processor()
    new["truncation"] = None
    new["padding"] = None
    return new, np.asarray(source, dtype=np.int64)


def _like(piece: str, old: dict[str, int]) -> int:
    """The id of the encoder's own special piece that stands nearest to one of ours."""
    for name in (piece, *_ALIKE.get(piece, _ALIKE[END])):
        if name in old:
            return old[name]
    raise SettingsError(f"the encoder's tokenizer has none of {', '.join(_ALIKE[END])}", "encoder")


def _is_marker(piece: str) -> bool:
    return piece.startswith("<") and piece.endswith(">") and len(piece) > 2


def _processor() -> dict[str, Any]:
    ids = {
        piece: {"id": piece, "ids": [SPECIAL.index(piece)], "tokens": [piece]}
        for piece in (BEGIN, END)
    }
    template = [
        {"SpecialToken": {"id": BEGIN, "type_id": 0}},
        {"Sequence": {"id": "A", "type_id": 0}},
        {"SpecialToken": {"id": END, "type_id": 0}},
    ]
    pair = [*template, {"Sequence": {"id": "B", "type_id": 0}}, template[2]]
    return {"type": "TemplateProcessing", "single": template, "pair": pair, "special_tokens": ids}
