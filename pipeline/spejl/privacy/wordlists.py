"""The package's own lists of words, in `data`."""

from functools import cache
from importlib import resources


@cache
def _sections(name: str) -> dict[str, frozenset[str]]:
    """The sections of a file: `[section]`, then words; `#` begins a remark."""
    text = resources.files("spejl.privacy").joinpath(f"data/{name}.txt").read_text("utf-8")
    found: dict[str, set[str]] = {}
    section = ""
    for line in text.splitlines():
        content = line.partition("#")[0].strip()
        if content.startswith("["):
            section = content.strip("[]")
        elif content:
            found.setdefault(section, set()).update(content.lower().split())
    return {key: frozenset(words) for key, words in found.items()}


def word_list(section: str, name: str = "words") -> frozenset[str]:
    """The words of one section of `data/<name>.txt`, in small letters."""
    return _sections(name)[section]
