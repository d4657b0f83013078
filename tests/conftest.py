"""Builders and fixtures that the tests share."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from spejl.coder import Coder, load
from spejl.codes import ClientTalk, Code
from spejl.corpus import stats
from spejl.errors import ModelError
from spejl.sessions import CodedSession, CodedUtterance, Role, Session, Turn, Utterance
from spejl.transcribe.voices import FOLDER, Voices, load_voices

settings.register_profile("spejl", deadline=None)
settings.load_profile("spejl")

ROOT = Path(__file__).resolve().parents[1]
ROLES = {"P": Role.PRACTITIONER, "C": Role.CLIENT, "O": Role.OTHER}

Line = tuple[str, str, str]
"""Speaker (P, C or O), labels joined by a bar, text."""


def build(
    lines: Sequence[Line], language: str = "da", goal: str | None = "gå mere"
) -> CodedSession:
    """A coded session: each line a turn; `Q:open|SR` gives the turn two codes of one span."""
    turns = tuple(Turn(speaker, text) for speaker, _, text in lines)
    units: list[CodedUtterance] = []
    for index, (speaker, labels, text) in enumerate(lines):
        utterance = Utterance(index, 0, len(text), ROLES[speaker], text)
        for label in filter(None, labels.split("|")):
            main, _, detail = label.partition(":")
            if speaker == "P":
                units.append(CodedUtterance(utterance, code=Code(main), detail=detail or None))
            elif speaker == "C":
                talk = ClientTalk(main)
                units.append(CodedUtterance(utterance, client_talk=talk, detail=detail or None))
    roles = tuple((s, ROLES[s]) for s in dict.fromkeys(s for s, _, _ in lines))
    session = Session("test", turns, language, goal, roles)
    return CodedSession(session, tuple(units), "person")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden`: write the golden files anew instead of comparing with them."""
    parser.addoption("--update-golden", action="store_true")


@pytest.fixture(scope="session")
def coder() -> Coder:
    """The shipped model."""
    return load()


@pytest.fixture(scope="session")
def figures() -> dict[str, Any]:
    """What `spejl corpus stats` says of the corpus, counted once for all tests."""
    return stats(ROOT / "data/corpus")


@pytest.fixture(scope="session")
def voices() -> Voices:
    """Resemblyzer's encoder, from the cache of `fetch_voices.py` or an installed package."""
    from transcribe.fetch_voices import CACHE

    try:
        return load_voices(CACHE / FOLDER)
    except ModelError:
        pytest.skip("needs the voices: python tests/transcribe/fetch_voices.py")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Writes a file into the test's folder."""

    def writer(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            path.write_bytes(content)
        return path

    return writer
