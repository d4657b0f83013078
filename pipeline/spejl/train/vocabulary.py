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
from spejl.model.windows import BEGIN, END, SPECIAL, UNKNOWN

_NEW_SPECIAL_LIKE = END


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
        tokenizer: A Unigram tokenizer.json (SentencePiece family, as XLM-R and its kin).
        keep: Pieces to keep; None for all.

    Returns:
        The new tokenizer.json, and for each new id the old one whose embedding it starts from.

    Raises:
        SettingsError: The tokenizer is of another kind.
    """
    model = tokenizer["model"]
    if model.get("type") != "Unigram":
        raise SettingsError(
            f"the encoder's tokenizer is of kind {model.get('type')}, expected Unigram "
            "(SentencePiece), as in e5, XLM-R and their kin",
            "encoder",
        )
    old = {piece: i for i, (piece, _) in enumerate(model["vocab"])}
    scores = dict(model["vocab"])
    wanted = [p for p in (keep if keep is not None else list(old)) if p in old]
    wanted = [p for p in wanted if p not in SPECIAL and not _is_marker(p)]
    like = old[_NEW_SPECIAL_LIKE]
    vocab = [[piece, 0.0] for piece in SPECIAL] + [[piece, scores[piece]] for piece in wanted]
    source = [old.get(piece, like) for piece, _ in vocab]
    new = copy.deepcopy(tokenizer)
    new["model"] = {**model, "vocab": vocab, "unk_id": SPECIAL.index(UNKNOWN)}
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
