"""Batches on this machine: time, memory and the model's share, as a Markdown table.

Sessions of about twenty minutes (3,000 words at 150 words a minute) are joined and cut from the
corpus's conversations of one language, drawn with a seed. First all are coded on all cores by one
process; then a smaller number by one process, by two (`--jobs 2`) and by Dask
with two workers (`--cluster local:2`).

    python tests/benchmarks/batch.py --sessions 3500 --compared 100 --engine openvino
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from spejl.corpus.files import conversations
from spejl.sessions import Session
from spejl.settings import ENGINES

ROOT = Path(__file__).resolve().parents[2]
WORDS = 20 * 150
SEED = 4211
_TIMED = """
import sys, time
from spejl.cli import main
from spejl.model.loaded import Model

whole = time.perf_counter()
inside = 0.0
read = Model.read

def timed(self, *args, **how):
    global inside
    began = time.perf_counter()
    try:
        return read(self, *args, **how)
    finally:
        inside += time.perf_counter() - began

Model.read = timed
try:
    main()
finally:
    whole = time.perf_counter() - whole
    print(f"share {inside / whole:.4f}", file=sys.stderr)
"""
_PLAIN = "from spejl.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of the command."""

    seconds: float
    megabytes: float
    """Most memory of the process and all its children together (PSS: shared pages once)."""
    share: float | None
    """Of the time spent in the model; None where other processes code."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time and memory of batches on this machine.")
    parser.add_argument("--sessions", type=int, default=3500)
    parser.add_argument("--compared", type=int, default=100)
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    given = parser.parse_args()
    n_cores = len(psutil.Process().cpu_affinity())
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        many, few = folder / "many", folder / "few"
        _write(many, given.sessions)
        _write(few, given.compared)
        engine = ("--engine", given.engine)
        _say(f"{n_cores} cores; sessions of {WORDS} words; {given.engine}.\n\n")
        _say("| | sessions | seconds | sessions/min | most memory, MB | in the model |\n")
        _say("|---|---|---|---|---|---|\n")
        _row("one process, all cores", given.sessions, _measure(many, folder / "a", engine))
        ways = {
            "serial (all cores)": engine,
            "--jobs 2": (*engine, "--jobs", "2"),
            "--cluster local:2": (*engine, "--cluster", "local:2"),
        }
        for number, (name, how) in enumerate(ways.items()):
            _row(name, given.compared, _measure(few, folder / f"b{number}", how))
        outputs = [_contents(folder / f"b{number}") for number in range(len(ways))]
        same = all(one == outputs[0] for one in outputs)
        _say(f"\nThe three outputs are {'the same, byte for byte' if same else 'NOT THE SAME'}.\n")


def sessions(n: int) -> Iterator[Session]:
    """Sessions of about twenty minutes, the languages in turn."""
    by_language: dict[str, list[Session]] = defaultdict(list)
    for _, conversation in conversations(ROOT / "data/corpus"):
        session = conversation.coded.session
        by_language[session.language or ""].append(session)
    chance = random.Random(SEED)
    languages = sorted(by_language)
    for number in range(n):
        pool = by_language[languages[number % len(languages)]]
        turns, words = [], 0
        while words < WORDS:
            for turn in chance.choice(pool).turns:
                turns.append(turn)
                words += len(turn.text.split())
                if words >= WORDS:
                    break
        yield Session(f"s{number:05}", tuple(turns))


def _write(folder: Path, n: int) -> None:
    """A CSV file for each session, as a transcript without language or goal."""
    folder.mkdir()
    names = {"P": "Rådgiver", "C": "Borger", "O": "Anden"}
    for session in sessions(n):
        with (folder / f"{session.id}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("speaker", "text"))
            writer.writerows((names[turn.speaker], turn.text) for turn in session.turns)


def _measure(inputs: Path, out: Path, how: tuple[str, ...]) -> Measured:
    alone = not {"--jobs", "--cluster"} & set(how)
    command = [sys.executable, "-c", _TIMED if alone else _PLAIN]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "code", str(inputs), "--out", str(out), "--format", "parquet", *how],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    watch = _Watch(process.pid)
    said = process.communicate()[1]
    seconds = time.perf_counter() - began
    watch.stop()
    if process.returncode:
        raise SystemExit(said)
    shares = [line.split()[1] for line in said.splitlines() if line.startswith("share ")]
    return Measured(seconds, watch.most / 1e6, float(shares[0]) if shares else None)


class _Watch:
    """Looks twice a second how much memory a process and its children hold."""

    def __init__(self, pid: int) -> None:
        self.most = 0
        self._process = psutil.Process(pid)
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._end.wait(0.5):
            total = 0
            try:
                for one in (self._process, *self._process.children(recursive=True)):
                    total += one.memory_full_info().pss
            except psutil.Error:
                continue
            self.most = max(self.most, total)


def _contents(out: Path) -> dict[str, object]:
    found: dict[str, object] = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    del record["occasion"]
    return found | {"run.json": record}


def _row(name: str, n: int, measured: Measured) -> None:
    share = "" if measured.share is None else f"{100 * measured.share:.0f} %"
    rate = 60 * n / measured.seconds
    _say(
        f"| {name} | {n} | {measured.seconds:.0f} | {rate:.1f} | {measured.megabytes:.0f} "
        f"| {share} |\n"
    )


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
