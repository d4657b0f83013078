"""Runners: the same tables whatever codes and in whatever order; deaths of processes."""

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from model_free import deadly, keyword

from conftest import ROOT
from spejl.batch import (
    DaskCluster,
    Processes,
    Recipe,
    Runner,
    RunResult,
    Serial,
    recipe,
    recipe_of,
    run,
)
from spejl.batch.recipe import coder_here
from spejl.batch.record import OCCASION
from spejl.batch.runner import in_order
from spejl.batch.task import Outcome, Task, code_task
from spejl.coder import Coder
from spejl.errors import RunError, SettingsError
from spejl.sessions import Session, Turn
from spejl.settings import Settings

EXAMPLES = ROOT / "data/examples"
TEXT = "Behandler: Hvad tænker du om det?\nBo: Det ved jeg ikke rigtig.\n"
DANISH = replace(Settings(), language="da")


class Shuffled(Serial):
    """Ends tasks in any order."""

    places = 3

    def __init__(self, coder: Coder, seed: int) -> None:
        super().__init__(coder)
        self._random = random.Random(seed)
        self.most = 0

    def finished(self) -> list[Outcome]:
        self.most = max(self.most, len(self._tasks))
        self._tasks.rotate(self._random.randrange(len(self._tasks)))
        return super().finished()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(12):
        (folder / f"s{n:02}.txt").write_text(TEXT * (1 + n % 3), encoding="utf-8")
    (folder / "s05b.txt").write_text("hemmeligt uden taler", encoding="utf-8")
    return folder


def go(runner: Runner, out: Path, *paths: Path) -> RunResult:
    return run(runner, paths, out, DANISH)


def contents(out: Path) -> dict[str, Any]:
    """Every file of an output folder; of the record all but when and how it was made."""
    found: dict[str, Any] = {
        p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()
    }
    record = json.loads(found["run.json"])
    assert record.pop(OCCASION)["starts"] >= 1
    return found | {"run.json": record}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_in_which_sessions_end_does_not_show(
    tmp_path: Path, corpus: Path, seed: int
) -> None:
    go(Serial(keyword(1)), tmp_path / "serial", corpus)
    result = go(Shuffled(keyword(1), seed), tmp_path / "shuffled", corpus)
    assert (result.n_sessions, len(result.failures)) == (12, 1)
    assert contents(tmp_path / "shuffled") == contents(tmp_path / "serial")


def test_no_more_is_read_ahead_than_memory_allows() -> None:
    session = Session("s", (Turn("Behandler", "Hej."), Turn("Bo", "Hej.")))
    taken = 0

    def items() -> Any:
        nonlocal taken
        for n in range(500):
            taken += 1
            yield Task(n, "s.txt", session, "", DANISH)

    class Stuck(Serial):
        """Holds the first task back as long as there are others."""

        def finished(self) -> list[Outcome]:
            return [code_task(self._coder, self._tasks.pop())]

    ordered = in_order(items(), Stuck(keyword(1)), lambda outcome: outcome)
    assert next(ordered).number == 0
    assert taken <= 40


def test_processes_come_to_the_same(tmp_path: Path, corpus: Path) -> None:
    go(Serial(keyword(1)), tmp_path / "serial", corpus)
    go(Processes(recipe_of(keyword), 2), tmp_path / "two", corpus)
    assert contents(tmp_path / "two") == contents(tmp_path / "serial")


def test_a_process_with_the_shipped_model_comes_to_the_same(tmp_path: Path, coder: Coder) -> None:
    run(Serial(coder), [EXAMPLES], tmp_path / "serial", Settings())
    run(Processes(recipe(Settings().model), 1, 1), [EXAMPLES], tmp_path / "other", Settings())
    assert contents(tmp_path / "other") == contents(tmp_path / "serial")


def test_a_session_that_kills_its_process_is_named_and_the_rest_is_coded(
    tmp_path: Path, corpus: Path
) -> None:
    (corpus / "deadly.txt").write_text(TEXT, encoding="utf-8")
    result = go(Processes(recipe_of(deadly), 2), tmp_path / "out", corpus)
    assert result.n_sessions == 12
    assert "session deadly: the process that coded it died" in result.failures[0].reason


def test_a_process_killed_once_loses_nothing(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "deadly.txt").write_text(TEXT, encoding="utf-8")
    go(Serial(keyword(1)), tmp_path / "serial", corpus)
    monkeypatch.setenv("DEADLY_ONCE", str(tmp_path / "died"))
    go(Processes(recipe_of(deadly), 2), tmp_path / "out", corpus)
    assert (tmp_path / "died").exists()
    assert contents(tmp_path / "out") == contents(tmp_path / "serial")


def test_a_dask_worker_killed_once_loses_nothing(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, socket_enabled: None
) -> None:
    (corpus / "deadly.txt").write_text(TEXT, encoding="utf-8")
    go(Serial(keyword(1)), tmp_path / "serial", corpus)
    monkeypatch.setenv("DEADLY_ONCE", str(tmp_path / "died"))
    go(DaskCluster(recipe_of(deadly), "local:2"), tmp_path / "out", corpus)
    assert (tmp_path / "died").exists()
    assert contents(tmp_path / "out") == contents(tmp_path / "serial")


def test_a_session_that_kills_dask_workers_is_named(
    tmp_path: Path, corpus: Path, socket_enabled: None
) -> None:
    (corpus / "deadly.txt").write_text(TEXT, encoding="utf-8")
    result = go(DaskCluster(recipe_of(deadly), "local:1"), tmp_path / "out", corpus)
    assert result.n_sessions == 12
    assert "session deadly: every worker that coded it died" in result.failures[0].reason


def test_a_worker_with_another_model_or_other_libraries_is_refused() -> None:
    right = recipe_of(keyword)
    assert coder_here(right, 1).id == "keyword@1"
    with pytest.raises(RunError, match="is not the run's other@1"):
        coder_here(Recipe(keyword, "other@1", None, right.versions), 1)
    old = tuple((n, "0.1" if n == "numpy" else v) for n, v in right.versions)
    with pytest.raises(RunError, match=r"numpy \S+ instead of 0\.1"):
        coder_here(Recipe(keyword, "old@1", None, old), 1)


def test_clusters_that_cannot_be(tmp_path: Path, socket_enabled: None) -> None:
    with pytest.raises(SettingsError, match="local:2"):
        go(DaskCluster(recipe_of(keyword), "local:none"), tmp_path / "a", EXAMPLES)
    with pytest.raises(RunError, match="no Dask scheduler answers"):
        go(DaskCluster(recipe_of(keyword), "nonsense"), tmp_path / "b", EXAMPLES)
