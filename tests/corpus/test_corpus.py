"""The corpus, and that its checks can fail."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from spejl.corpus import check
from spejl.corpus.duplicates import near_duplicates
from spejl.corpus.files import conversation_files

CORPUS = ROOT / "data/corpus"


def test_the_corpus_has_no_problems() -> None:
    assert check(CORPUS) == []


def test_every_language_has_every_code(figures: dict[str, Any]) -> None:
    assert set(figures) == {"all", "da", "sv", "nb", "nn"}
    for one in figures.values():
        assert set(one["codes"]) == {
            "GI",
            "Persuade",
            "PersuadeWith",
            "Q",
            "SR",
            "CR",
            "AF",
            "Seek",
            "Emphasize",
            "Confront",
            "NC",
        }


def test_rare_codes_and_variety_keep_their_floors(figures: dict[str, Any]) -> None:
    everything = figures["all"]
    assert everything["utterances"] >= 40_000
    assert everything["conversations"] >= 600
    for code in ("AF", "Seek", "Emphasize", "Persuade", "PersuadeWith", "Confront"):
        assert everything["codes"][code] >= 900, code
        for language, fewest in (("da", 200), ("sv", 200), ("nb", 200), ("nn", 100)):
            assert figures[language]["codes"][code] >= fewest, (language, code)
    assert everything["codes"]["GI"] >= 2_000
    assert min(everything["client_talk"].values()) >= 2_500
    assert everything["skill"]["expert"] + everything["skill"]["trained"] >= 0.45 * 600
    for language in ("da", "sv", "nb", "nn"):
        assert figures[language]["distinct_words"] >= 2_000, language


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A corpus of three conversations."""
    names = []
    for path in conversation_files(CORPUS)[:3]:
        (tmp_path / path.parent.name).mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / path.parent.name)
        names.append(path.stem)
    splits = {"train": names, "validation": [], "calibration": [], "test": []}
    (tmp_path / "splits.json").write_text(json.dumps(splits))
    return tmp_path


def test_three_conversations_have_no_problems(small: Path) -> None:
    assert check(small) == []


def spoil(small: Path, old: str, new: str) -> list[str]:
    path = conversation_files(small)[0]
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return check(small)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("\nskill: ", "\nskil: ", "lacks skill"),
        ("\nid: ", "\nid: x", "id is not"),
        ("\nlanguage: da", "\nlanguage: sv", "language is not"),
        ("\n---\n", "\n---\nP BLAME | Nej.\n", "does not fit"),
        ("\n---\n", "\n---\nP NC:other | 010190-1234.\n\n", "identity number"),
    ],
)
def test_a_spoilt_conversation_is_found(small: Path, old: str, new: str, says: str) -> None:
    text = conversation_files(small)[0].read_text(encoding="utf-8")
    if not text.startswith("id") and old.startswith("\nid"):
        pytest.skip("no id")
    conversation_files(small)[0].write_text("\n" + text, encoding="utf-8")
    assert any(says in problem for problem in spoil(small, old, new))


def test_a_copy_is_a_near_duplicate(small: Path) -> None:
    path = conversation_files(small)[0]
    copy = path.with_name("da-9999.miti")
    copy.write_text(
        path.read_text(encoding="utf-8").replace(path.stem, "da-9999"), encoding="utf-8"
    )
    problems = check(small)
    assert any("near-duplicates" in p for p in problems)
    assert any("in no split" in p for p in problems)


def test_unlike_texts_are_no_duplicates() -> None:
    words = [f"ord{i}" for i in range(400)]
    texts = {"a": " ".join(words[:200]), "b": " ".join(words[200:]), "c": " ".join(words[:190])}
    assert near_duplicates(texts) == [("a", "c")]
