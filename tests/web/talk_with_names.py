"""A talk with names and a number in it, and where on disk a word is left."""

from pathlib import Path

TALK = """Mål: at Anna går mere

Behandler: Hej Anna Lindgaard, hvordan går det med turene?
Anna: Jeg vil gerne gå mere. Min mand Preben siger det samme.
Behandler: Du vil gerne gå mere, og Preben støtter dig.
Anna: Ja, og Plimsoll med, henne på solgården. Mit nummer er 20 45 67 89.
Behandler: Hvad kunne hjælpe dig med det, Anna?
Anna: En tur hver dag måske.
"""
WORDS = ("Anna", "Lindgaard", "Preben", "Plimsoll", "20 45 67 89")
"""What is found in it."""


def holding(folder: Path, word: str) -> list[str]:
    """Names of the files below a folder in which a word stands, in any of the ways text is kept."""
    forms = (word.encode(), word.encode("utf-16-le"), word.encode("unicode_escape"))
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]
