"""Near-duplicate conversations by MinHash over word 5-grams."""

import re
import zlib
from itertools import combinations

import numpy as np
import numpy.typing as npt

_SHINGLE = 5
_HASHES = 128
_PRIME = (1 << 31) - 1
ALIKE = 0.15
"""Estimated Jaccard similarity from which two conversations count as near-duplicates."""


def near_duplicates(texts: dict[str, str], alike: float = ALIKE) -> list[tuple[str, str]]:
    """Pairs of texts that share many word 5-grams.

    Broder's MinHash with 128 hash functions; its standard error is at most .045.

    Args:
        texts: Texts by name.
        alike: Similarity from which a pair is reported.
    """
    rng = np.random.default_rng(5)
    factors = rng.integers(1, _PRIME, size=(2, _HASHES), dtype=np.int64)
    names = [name for name, text in texts.items() if len(_words(text)) >= _SHINGLE]
    if len(names) < 2:
        return []
    signatures = np.stack([_signature(_words(texts[n]), factors) for n in names])
    found: list[tuple[str, str]] = []
    for i, j in combinations(range(len(names)), 2):
        if np.mean(signatures[i] == signatures[j]) >= alike:
            found.append((names[i], names[j]))
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _signature(words: list[str], factors: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    grams = {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
    values = np.asarray([zlib.crc32(g.encode()) % _PRIME for g in grams], dtype=np.int64)
    smallest = np.full(_HASHES, _PRIME, dtype=np.int64)
    for k in range(_HASHES):
        smallest[k] = ((values * factors[0, k] + factors[1, k]) % _PRIME).min()
    return smallest
