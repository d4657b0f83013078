"""Runs that are killed or interrupted, from outside, as a user or a machine would."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from conftest import ROOT
from spejl.batch import Serial, run
from spejl.batch.folder import LOCK, MANIFEST, OutputFolder
from spejl.classify import KeywordClassifier
from spejl.coder import Coder
from spejl.errors import RunError
from spejl.settings import Settings

EXAMPLES = ROOT / "data/examples"
N = 12
KEYWORD = Coder(KeywordClassifier())


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of sessions, each an example's turns under a name of its own."""
    with (EXAMPLES / "sv-promenad.csv").open(encoding="utf-8") as file:
        turns = list(csv.DictReader(file, delimiter=";"))
    path = tmp_path_factory.mktemp("corpus") / "many.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("session_id", "speaker", "role", "text"))
        for n in range(N):
            writer.writerows(
                (f"s{n:02}", turn["speaker"], turn["role"], turn["text"]) for turn in turns
            )
    return path


LISTENING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
"""Where the tests run in the background, a shell has switched off what Ctrl and C send."""
WITH_MODEL = LISTENING + "from spejl.cli import main; main()"
UNHURRIED = LISTENING + "import unhurried_command; unhurried_command.spejl()"


def start(corpus: Path, out: Path, *more: str, program: str = UNHURRIED) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, "code", str(corpus), "--out", str(out), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
    )


def wait_for(process: subprocess.Popen[str], out: Path, n: int) -> None:
    """Until n sessions are coded."""
    until = time.monotonic() + 300
    while len(list((out / "coded").glob("*.json"))) < n:
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < until
        time.sleep(0.02)


def tables(out: Path) -> dict[str, bytes]:
    names = ("utterances.csv", "volleys.csv", "sessions.csv", MANIFEST)
    coded = {p.name: p.read_bytes() for p in (out / "coded").iterdir()}
    return {name: (out / name).read_bytes() for name in names} | coded


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> dict[str, bytes]:
    """What a run that nobody disturbs writes."""
    out = tmp_path_factory.mktemp("whole")
    run(Serial(KEYWORD), [corpus], out, Settings())
    return tables(out)


@pytest.mark.parametrize("how", [(), ("--jobs", "2"), ("--cluster", "local:2")])
def test_a_killed_run_goes_on_and_leaves_no_process(
    tmp_path: Path, corpus: Path, whole: dict[str, bytes], how: tuple[str, ...]
) -> None:
    out = tmp_path / "out"
    process = start(corpus, out, *how)
    wait_for(process, out, 3)
    family = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.communicate()
    _, alive = psutil.wait_procs(family, timeout=30)
    assert alive == []
    times = {p: p.stat().st_mtime_ns for p in (out / "coded").glob("*.json")}
    noted = sum(b'"' in line for line in (out / MANIFEST).read_bytes().splitlines())
    again = start(corpus, out, *how)
    said = again.communicate(timeout=300)[1]
    assert again.returncode == 0, said
    assert f"{noted} sessions were coded before" in said
    assert sum(p.stat().st_mtime_ns == then for p, then in times.items()) >= noted
    assert tables(out) == whole


@pytest.mark.parametrize(
    ("how", "program"),
    [((), WITH_MODEL), (("--jobs", "2"), UNHURRIED)],
    ids=["with the model", "two processes"],
)
def test_the_keyboard_ends_a_run_with_a_word(
    tmp_path: Path, corpus: Path, how: tuple[str, ...], program: str
) -> None:
    out = tmp_path / "out"
    process = start(corpus, out, *how, program=program)
    wait_for(process, out, 1)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert "the same command goes on" in " ".join(said.split())
    assert "Traceback" not in said
    assert not list(out.glob("*.part"))


def test_two_runs_into_one_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with (
        OutputFolder(out, "key"),
        pytest.raises(RunError, match="another run is writing into this folder"),
    ):
        run(Serial(KEYWORD), [EXAMPLES], out, Settings())
    assert run(Serial(KEYWORD), [EXAMPLES], out, Settings()).n_sessions == 4


def test_a_run_killed_before_its_record_was_written_does_not_block(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "coded").mkdir(parents=True)
    (out / LOCK).touch()
    (out / "run.json.part").write_text('{"statements":')
    assert run(Serial(KEYWORD), [EXAMPLES], out, Settings()).n_sessions == 4
