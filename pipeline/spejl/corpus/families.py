"""Checks of the contrast set."""

from collections import Counter, defaultdict
from pathlib import Path

from spejl.errors import LanguageError, TranscriptError
from spejl.languages import identify
from spejl.serialize import Family, parse_contrast
from spejl.serialize.contrast_form import DEV, TEST

FEWEST = 250
"""Families that each language has at least."""


def families(folder: Path) -> dict[str, tuple[Family, ...]]:
    """The families of each language.

    Raises:
        TranscriptError: A file cannot be read.
    """
    return {
        path.stem: parse_contrast(path.read_text(encoding="utf-8"), path.stem, path)
        for path in sorted(folder.glob("[a-z][a-z].jsonl"))
    }


def check_families(folder: Path, fewest: int = FEWEST) -> list[str]:
    """Everything that is wrong with the contrast set, a line each; empty where all is well.

    Checked: every file parses; there are enough families; ids are unique; the forms of a family
    differ in code; no form stands twice; dev and test have different writers; the language is
    what it says.
    """
    try:
        read = families(folder)
    except TranscriptError as error:
        return [str(error)]
    problems: list[str] = []
    writers: dict[str, set[str]] = defaultdict(set)
    texts: Counter[str] = Counter()
    for language, group in read.items():
        if len(group) < fewest:
            problems.append(f"{language}: {len(group)} families, expected {fewest} or more")
        ids = Counter(family.id for family in group)
        problems += [f"{language}: {name} stands {n} times" for name, n in ids.items() if n > 1]
        words = " ".join(form.session.text for family in group for form in family.forms)
        problems += _language(language, words)
        for family in group:
            writers[family.split].add(family.writer)
            labels = {_label(family, i) for i in range(len(family.forms))}
            if len(labels) < 2:
                problems.append(f"{family.id}: the forms do not differ in code")
            texts.update(f"{form.session.text}" for form in family.forms)
    problems += [f"a form stands {n} times" for n in texts.values() if n > 1]
    shared = writers[DEV] & writers[TEST]
    problems += [f"writer {name} is in dev and in test" for name in sorted(shared)]
    return problems


def _label(family: Family, number: int) -> tuple[str, str | None]:
    last = family.forms[number].utterances[-1]
    form = str(last.form) if last.form else None
    return str(last.code or last.client_talk), form


def _language(language: str, words: str) -> list[str]:
    try:
        found = identify(words)
    except LanguageError as error:
        return [f"{language}: {error}"]
    return [] if found == language else [f"{language}: the text looks like {found}"]
