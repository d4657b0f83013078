"""Windows, the model folder, and that a session's codes do not depend on its company."""

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, build
from spejl.coder import Coder, load
from spejl.errors import ModelError
from spejl.model import find_model, load_model, verify
from spejl.model.heads import HEADS, N_COLUMNS, Head
from spejl.model.windows import cuts, stream
from spejl.readers import read_all
from spejl.sessions import CodedSession


@given(st.integers(0, 3000), st.integers(20, 300), st.integers(0, 19))
def test_windows_tile_the_conversation(n: int, room: int, overlap: int) -> None:
    plan = cuts(n, room, overlap)
    assert [p for c in plan for p in range(c.keep_first, c.keep_last)] == list(range(n))
    for cut in plan:
        assert cut.last - cut.first <= room
        assert 0 <= cut.first <= cut.keep_first <= cut.keep_last <= cut.last <= n


@given(st.integers(241, 3000), st.integers(0, 100))
def test_windows_are_few_and_of_one_length(n: int, overlap: int) -> None:
    room = 240
    plan = cuts(n, room, overlap)
    assert len({cut.last - cut.first for cut in plan}) == 1
    assert overlap + (len(plan) - 1) * (room - overlap) < n  # One fewer would not reach the end.
    for before, after in pairwise(plan):
        assert before.last - after.first >= overlap - 1
        assert before.last - before.keep_last >= (overlap - 1) // 2
        assert after.keep_first - after.first >= (overlap - 1) // 2


def test_heads_do_not_overlap() -> None:
    columns = [i for h in Head for i in range(N_COLUMNS)[HEADS[h].slice]]
    assert columns == list(range(N_COLUMNS))


def _long() -> CodedSession:
    lines = [
        ("PC"[i % 2], "", f"Det er tur nummer {i}, og jeg ved ikke helt. Hvad nu?")
        for i in range(80)
    ]
    return build(lines)


def test_tokens_know_their_characters(coder: Coder) -> None:
    assert coder.model is not None
    session = _long().session
    found = stream(session, coder.model.tokenizer)
    for turn, start, end in zip(found.turn, found.start, found.end, strict=True):
        if start >= 0:
            assert 0 <= start < end <= len(session.turns[turn].text)


def test_hidden_roles_change_only_the_markers(coder: Coder) -> None:
    assert coder.model is not None
    plain = stream(_long().session, coder.model.tokenizer)
    hidden = stream(_long().session, coder.model.tokenizer, hide_roles=True)
    assert set(plain.start[plain.ids != hidden.ids]) == {-1}


def test_a_session_is_coded_alike_alone_and_in_company(coder: Coder) -> None:
    sessions = [s for p in sorted((ROOT / "data/examples").glob("*.*")) for s in read_all(p)]
    other = load(threads=1)
    # In another order, so that what a session left behind would meet another one.
    alone = [other.code(s).utterances for s in reversed(sessions)][::-1]
    together = [c.utterances for c in coder.pipe([*sessions, _long().session, *sessions])]
    assert together[: len(alone)] == alone == together[-len(alone) :]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(find_model(), tmp_path / "copy")
    return tmp_path / "copy"


def test_an_unaltered_folder_loads(copied: Path) -> None:
    assert load_model(copied).hash == verify(find_model())


def test_an_altered_file_is_refused(copied: Path) -> None:
    settings = json.loads((copied / "spejl.json").read_text())
    (copied / "spejl.json").write_text(json.dumps({**settings, "boundary": 0.01}))
    with pytest.raises(ModelError, match=r"spejl\.json is not the file"):
        load_model(copied)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "SHA256SUMS"])
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(ModelError, match=name):
        load_model(copied)


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model was found"):
        load_model(tmp_path)


def test_a_newer_format_is_refused(copied: Path) -> None:
    from spejl.model.folder import write_hashes

    settings = json.loads((copied / "spejl.json").read_text())
    (copied / "spejl.json").write_text(json.dumps({**settings, "format": 99}))
    write_hashes(copied)
    with pytest.raises(ModelError, match="newer"):
        load_model(copied)
