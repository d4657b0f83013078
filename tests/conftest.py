"""Builders and fixtures that the tests share."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
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


class QuickClassifier:
    """Codes in no time, so that the page can be tested: questions by their sign."""

    id = "quick@1"

    def classify(
        self, session: Session, utterances: Sequence[Utterance], evidence: object = None
    ) -> tuple[CodedUtterance, ...]:
        """Every utterance with a code and all its probabilities."""
        return tuple(self._coded(utterance) for utterance in utterances)

    def _coded(self, utterance: Utterance) -> CodedUtterance:
        asks = "?" in utterance.text
        if utterance.role is Role.OTHER:
            return CodedUtterance(utterance)
        if utterance.role is Role.CLIENT:
            talk = ClientTalk.CHANGE if "vil" in utterance.text else ClientTalk.NEUTRAL
            shares = tuple(0.9 if one is talk else 0.05 for one in ClientTalk)
            return CodedUtterance(
                utterance, probability=0.9, probabilities=shares, client_talk=talk
            )
        code = Code.Q if asks else Code.SR
        shares = tuple(0.8 if one is code else 0.02 for one in Code)
        return CodedUtterance(
            utterance, code, "open" if asks else None, probability=0.8, probabilities=shares
        )


class QuickCoder(Coder):
    """A coder without a model that gives intervals as one with a model does."""

    def __init__(self) -> None:
        super().__init__(QuickClassifier())

    def code(self, session: Session, **given: Any) -> CodedSession:
        """Code a session at once."""
        return replace(super().code(session, **given), widening=())

    def recode(self, coded: CodedSession) -> CodedSession:
        """Code given utterances at once."""
        return replace(super().recode(coded), widening=())


HOST = "127.0.0.1:8000"


class Visitor:
    """A browser without a window: holds the cookie, sends the origin, waits for the work."""

    def __init__(self, client: Any, app: Any, language: str = "en") -> None:
        self.client, self.app = client, app
        self.client.headers.update({"origin": f"http://{HOST}", "accept-language": language})

    @property
    def services(self) -> Any:
        """What the page consists of."""
        return self.app.state.services

    def put(self, name: str, content: bytes | str) -> Any:
        """Put a file in."""
        body = content.encode() if isinstance(content, str) else content
        return self.client.put("/files", params={"name": name}, content=body)

    def wait(self, address: str) -> str:
        """The page of a session once nothing is worked on any more."""
        until = time.monotonic() + 30
        while self._works_on(address):
            assert time.monotonic() < until, "the work did not end"
            time.sleep(0.01)
        return str(self.client.get(address).text)

    def _works_on(self, address: str) -> bool:
        if 'data-waiting="yes"' in self.client.get(f"{address}/progress").text:
            return True
        # The page may show the result while the job still clears up.
        return self.services.worker.progress(address.rpartition("/")[2]) is not None

    def coded(self, content: str, name: str = "talk.txt", **said: str) -> str:
        """Put a transcript in and have it coded; the address of its page."""
        address = str(self.put(name, content).json()["go"])
        assert "role-0" in self.wait(address)
        given = {"language": "da", "goal": "gå mere", **said}
        assert self.client.post(f"{address}/checked", data=given).status_code == 200
        assert 'id="coded"' in self.wait(address)
        return address

    def correct(self, address: str, slot: int, piece: int = 0, seen: int = 0, **asked: Any) -> Any:
        """Correct a line."""
        data = {"seen": seen, **asked}
        return self.client.post(f"{address}/lines/{slot}/{piece}", data=data)

    def files_with(self, words: str) -> list[Path]:
        """The files of the page in which words still stand, in either way that text is kept."""
        forms = (words.encode(), words.encode("utf-16-le"))
        files = [p for p in self.services.shelf.home.folder.rglob("*") if p.is_file()]
        return [p for p in files if any(form in p.read_bytes() for form in forms)]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's database as the migrations leave it, made once for all tests."""
    pytest.importorskip("fastapi")
    from spejl.web.store import open_store

    path = tmp_path_factory.mktemp("database") / "spejl.db"
    open_store(path)
    return path


@pytest.fixture
def visitors(tmp_path: Path, empty_database: Path) -> Iterator[Callable[..., Visitor]]:
    """Opens the page over a folder; the page is closed when the test ends."""
    from fastapi.testclient import TestClient

    from spejl.web.app import make_app
    from spejl.web.security import Keys

    (tmp_path / "home").mkdir(mode=0o700)
    shutil.copy(empty_database, tmp_path / "home/spejl.db")
    with ExitStack() as stack:

        def open_page(language: str = "en", **parts: Any) -> Visitor:
            keys = Keys(HOST)
            app = make_app(tmp_path / "home", keys, **{"load_coder": QuickCoder, **parts})
            client = TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=False)
            stack.enter_context(client)
            visitor = Visitor(client, app, language)
            assert client.get(keys.address, headers={"origin": f"http://{HOST}"}).status_code == 200
            return visitor

        yield open_page


@pytest.fixture
def visitor(visitors: Callable[..., Visitor]) -> Visitor:
    """The page in English over an empty folder."""
    return visitors()
