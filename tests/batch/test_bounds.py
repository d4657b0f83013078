"""Memory, row groups, the record of a run, and how far it is."""

import csv
import json
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.dataset
import pyarrow.parquet
import pytest

from conftest import ROOT
from spejl.batch import Progress, RunResult, Serial, find_inputs, run
from spejl.batch.progress import Count
from spejl.batch.record import OCCASION
from spejl.classify import KeywordClassifier
from spejl.coder import Coder
from spejl.errors import TranscriptError
from spejl.readers import read_all, read_each, read_raw
from spejl.settings import Settings
from spejl.write import tables

EXAMPLES = ROOT / "data/examples"


def go(out: Path, *paths: Path, **settings: object) -> RunResult:
    chosen = replace(Settings(), **settings)
    return run(Serial(Coder(KeywordClassifier())), paths or (EXAMPLES,), out, chosen)


def table(path: Path, n: int, turns: int = 40) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("session_id", "speaker", "text"))
        for session in range(n):
            for turn in range(turns):
                words = f"Det er nummer {session} og {turn}, og det er en helt almindelig ytring. "
                writer.writerow((f"s{session}", ("Behandler", "Bo")[turn % 2], words * 3))
    return path


def test_a_long_table_is_not_held_many_times_over(tmp_path: Path) -> None:
    path = table(tmp_path / "long.csv", 200)
    size = path.stat().st_size
    assert size > 1e6
    tracemalloc.start()
    assert sum(1 for _ in read_each(read_raw(path), "long").each) == 200
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 3 * size


def test_memory_of_a_run_does_not_grow_with_its_sessions(tmp_path: Path) -> None:
    peaks = []
    for n in (10, 40):
        folder = tmp_path / f"in{n}"
        folder.mkdir()
        for k in range(n):
            table(folder / f"t{k}.csv", 1, 40).write_text(
                (folder / f"t{k}.csv").read_text().replace("s0,", f"s{k},")
            )
        go(tmp_path / f"warm{n}", next(iter(folder.iterdir())), language="da", format="jsonl")
        tracemalloc.start()
        assert go(tmp_path / f"out{n}", folder, language="da", format="jsonl").n_sessions == n
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # 30 sessions more; the rows alone of each are some 20 kB.
    assert peaks[1] < peaks[0] + 30 * 5_000


def test_sessions_whose_rows_are_mixed_are_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    rows = [("b", "P", 'et\n"to"'), ("a", "X", "1"), ("b", "C", "tre"), ("a", "Y", "2, 3")]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("session_id", "speaker", "text"))
        writer.writerows(rows)
    found = read_all(path)
    assert [(s.id, [t.text for t in s.turns]) for s in found] == [
        ("b", ['et "to"', "tre"]),
        ("a", ["1", "2, 3"]),
    ]


def test_a_bad_row_fails_its_session_alone(tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", 3, 4)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[5] = lines[5].replace("Behandler", "")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = go(tmp_path / "out", path, language="da")
    assert result.n_sessions == 2
    assert [f.reason for f in result.failures] == [f"{path}, line 6: the speaker is missing"]
    with pytest.raises(TranscriptError, match="line 6"):
        read_all(path)


def test_parquet_has_row_groups_and_opens_as_a_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(tmp_path / "a", format="parquet")
    monkeypatch.setattr(tables, "CELLS_AT_ONCE", 150)
    go(tmp_path / "b", format="parquet")
    path = tmp_path / "b/utterances.parquet"
    assert pyarrow.parquet.ParquetFile(path).num_row_groups > 1
    assert pyarrow.parquet.ParquetFile(tmp_path / "a/utterances.parquet").num_row_groups == 1
    one = pd.read_parquet(path)
    pd.testing.assert_frame_equal(one, pd.read_parquet(tmp_path / "a/utterances.parquet"))
    files = sorted(str(p) for p in tmp_path.glob("*/utterances.parquet"))
    assert pyarrow.dataset.dataset(files).count_rows() == 2 * len(one)


def test_the_record_says_what_is_needed_to_cite_and_repeat(tmp_path: Path) -> None:
    go(tmp_path / "out")
    record = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))
    assert [i["name"] for i in record["inputs"]] == sorted(p.name for p in EXAMPLES.iterdir())
    assert all(len(i["sha256"]) == 64 for i in record["inputs"])
    assert record["packages"].keys() >= {"spejl", "onnxruntime", "numpy"}
    assert record[OCCASION].keys() == {
        *("started", "ended", "starts", "seconds_of_last_start", "runner"),
    }
    cff = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    title = next(line for line in cff.splitlines() if line.startswith("title:"))
    assert title.split('"')[1] in record["citation"]
    assert "keyword@1" in record["citation"]
    assert str(ROOT) not in json.dumps(record)
    assert str(tmp_path) not in json.dumps(record)


def test_starts_are_counted_and_a_model_may_move(tmp_path: Path) -> None:
    go(tmp_path / "out", model="/somewhere/small")
    assert go(tmp_path / "out", model="/elsewhere/small").n_resumed == 4
    record = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))
    assert (record[OCCASION]["starts"], record["settings"]["model"]) == (2, "small")


def test_rate_and_time_left() -> None:
    # 30 of 100 coded in a minute, 10 by an earlier start: 60 are left at 30 a minute.
    progress = Progress(done=40, coded=30, expected=100, seconds=60)
    assert (progress.per_minute, progress.seconds_left) == (30, 120)
    assert Progress(done=40, coded=0, expected=100, seconds=60).seconds_left is None


def test_files_not_yet_opened_are_expected_to_be_like_others() -> None:
    count = Count(10)
    for _ in range(2):
        count.open_file()
        count.see(3)
    assert count.now().expected == 30


def test_inputs_are_named_the_same_on_every_machine(tmp_path: Path) -> None:
    (tmp_path / "in/sub").mkdir(parents=True)
    (tmp_path / "in/sub/a.txt").write_text("A: Hej.\nB: Hej.\n")
    for path in (tmp_path / "in", tmp_path / "in/*"):
        assert [i.name for i in find_inputs([path]).inputs] == ["sub/a.txt"]
