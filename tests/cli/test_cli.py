"""The command line as a user meets it."""

import json
import sys
from pathlib import Path

import pytest

from cli.command import load_once, spejl, spejl_alone
from conftest import ROOT

EXAMPLES = ROOT / "data/examples"


def test_coding_a_folder(tmp_path: Path) -> None:
    done = spejl("code", EXAMPLES, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "Reflections : questions" in done.stdout
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "coded",
        "manifest.jsonl",
        "run.json",
        "run.lock",
        "sessions.csv",
        "utterances.csv",
        "volleys.csv",
    }


def test_json_goes_to_stdout_alone() -> None:
    done = spejl_alone("code", EXAMPLES / "nb-jobb.vtt", "--json")
    row = json.loads(done.stdout)
    assert (row["session_id"], row["language"]) == ("nb-jobb", "nb")


def test_some_failed_is_1_and_all_failed_is_2(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("hemmeligt uden taler", encoding="utf-8")
    some, every = spejl("code", bad, EXAMPLES / "nb-jobb.vtt"), spejl_alone("code", bad)
    assert (some.returncode, every.returncode) == (1, 2)
    for done in (some, every):
        assert "bad.txt, line 1: no speakers were found" in done.stderr
        assert "hemmeligt" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("code", "/no/such/file.txt"), "no such file"),
        (("code", EXAMPLES, "--language", "fi"), "not one of da, sv, nb and nn"),
        (("code", EXAMPLES, "--model", "/no/model"), "no model was found"),
        (("code", EXAMPLES, "--format", "spss"), "csv, parquet, jsonl"),
        (("code", EXAMPLES, "--engine", "abacus"), "onnxruntime, openvino"),
        (("code", EXAMPLES / "nb-jobb.vtt", "--practitioner", "Carl"), "nobody"),
        (("code", EXAMPLES, "--config", "/no/such.toml"), "no file"),
        (("models", "verify", "/no/model"), "no model was found"),
        (("corpus", "check", "/no/corpus"), "holds no"),
    ],
)
def test_bad_input_is_2_with_a_message_and_no_traceback(args: tuple, says: str) -> None:
    done = spejl(*args)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_the_engine_stands_in_the_record(tmp_path: Path) -> None:
    pytest.importorskip("openvino", reason="needs spejl[fast]")
    pytest.importorskip("onnx", reason="needs spejl[fast]")
    example, out = EXAMPLES / "nb-jobb.vtt", tmp_path / "out"
    done = spejl("code", example, "--out", out, "--engine", "openvino")
    assert done.returncode == 0, done.stderr
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["settings"]["engine"] == "openvino"
    other = spejl("code", example, "--out", out)
    assert other.returncode == 2
    assert "engine" in other.stderr


def test_the_engine_asked_for_is_the_one_that_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    load_once.cache_clear()
    done = spejl("code", EXAMPLES / "nb-jobb.vtt", "--engine", "openvino")
    assert done.returncode == 2
    assert "install spejl[fast]" in done.stderr


def test_globals(tmp_path: Path) -> None:
    ratings = tmp_path / "ratings.csv"
    ratings.write_text("session_id,partnership,empathy\nnb-jobb,4,3\n")
    # The example is shorter than ten minutes, so the ratings are left out, and that is said.
    done = spejl("code", EXAMPLES / "nb-jobb.vtt", "--globals", ratings, "--json")
    assert "globals_left_out" in json.loads(done.stdout)["flags"]
    ratings.write_text("session_id,partnership\nnb-jobb,7\n")
    done = spejl("code", EXAMPLES / "nb-jobb.vtt", "--globals", ratings)
    assert (done.returncode, "line 2: a rating is a number from 1 to 5" in done.stderr) == (2, True)


def test_doctor_and_models() -> None:
    doctor = spejl("doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert "unaltered, answers" in doctor.stdout
    assert "(default)" in spejl("models", "list").stdout
    assert "unaltered" in spejl("models", "verify").stdout
