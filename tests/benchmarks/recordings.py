"""Transcribing long talk on this machine, as a Markdown table.

    python tests/benchmarks/recordings.py --minutes 5 20 60

Two synthetic voices (espeak-ng) talk in turn for so many minutes; each recording is transcribed
by `spejl transcribe` in a process of its own. Speed is against real time; memory is the most that
the process held, which must stay under 1.5 GB however long the recording is. Words in error are
those of the recogniser given, on synthetic voices; with the small one of the tests
(`tests/transcribe/fetch_recogniser.py`) only English says anything.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from spejl.readers import read  # noqa: E402
from spejl.sessions import Session  # noqa: E402
from transcribe.errors_of_words import right_speaker_share, word_error  # noqa: E402
from transcribe.fetch_recogniser import engine_folder  # noqa: E402
from transcribe.spoken import LINES, Said, conversation, write_wav  # noqa: E402

MOST_GIGABYTES = 1.5
_MORE = (
    "How did it go last week?",
    "It went well on Monday, but on Friday I was too tired to go for a walk.",
    "You managed it on Monday, and Friday was hard.",
    "Yes, and then I was angry with myself for the whole weekend.",
    "What helped you on Monday?",
    "My sister came by, and we went out together before dinner.",
)
"""English lines beside those of the tests, so that passages differ."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One recording."""

    minutes: float
    took: float
    gigabytes: float
    word_error: float
    right: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Speed and memory of spejl transcribe.")
    parser.add_argument("--minutes", type=float, nargs="+", default=[5, 20, 60])
    parser.add_argument("--language", default="da", choices=("da", "sv", "nb"))
    parser.add_argument("--english", action="store_true", help="Measure words in English.")
    parser.add_argument("--stereo", action="store_true", help="A channel for each voice.")
    parser.add_argument("--model", type=Path, default=engine_folder())
    parser.add_argument("--models", type=Path, default=engine_folder().parent)
    given = parser.parse_args()
    language = "en" if given.english else given.language
    _say("| Minutes | Real-time factor | Peak memory | Words in error | Words' speaker right |")
    _say("|---|---|---|---|---|")
    too_much = False
    for minutes in given.minutes:
        one = _measured(minutes, language, given)
        _say(
            f"| {one.minutes:.1f} | {one.took / 60 / one.minutes:.2f} | {one.gigabytes:.2f} GB "
            f"| {one.word_error:.1%} | {one.right:.1%} |"
        )
        too_much |= one.gigabytes > MOST_GIGABYTES
    if too_much:
        sys.exit(f"more than {MOST_GIGABYTES} GB were held")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _measured(minutes: float, language: str, given: argparse.Namespace) -> Measured:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        path = folder / "talk.wav"
        said = _long_talk(path, minutes * 60, language, given.stereo)
        begun = time.monotonic()
        # The command codes Nordic languages only; the recogniser knows English too.
        code = (
            "from spejl.cli import main\n"
            "from spejl.transcribe.recognise import Whisper\n"
            "words = Whisper.words\n"
            f"Whisper.words = lambda self, s, p, _, c=None: words(self, s, p, {language!r}, c)\n"
            "main()"
        )
        command = [
            *(sys.executable, "-c", code, "transcribe", str(path), "--out", str(folder / "out")),
            *("--language", "da" if language == "en" else language, "--format", "json"),
            *("--model", str(given.model), "--models", str(given.models)),
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "pipeline")}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        took = time.monotonic() - begun
        held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
        found = read(folder / "out" / "talk.json")
        return Measured(_minutes(path), took, held, _error(said, found), _right(said, found))


def _long_talk(path: Path, seconds: float, language: str, stereo: bool) -> Sequence[Said]:
    """A wav file of about so many seconds; the same lines again and again, in turn."""
    lines = LINES[language] + (_MORE if language == "en" else ())
    made = conversation([(i % 2, line) for i, line in enumerate(lines)], language)
    write_wav(made.stereo() if stereo else made.mono(), path)
    with wave.open(str(path)) as file:
        form = file.getparams()
        frames = file.readframes(file.getnframes())
    length = form.nframes / form.framerate
    times = max(1, round(seconds / length))
    with wave.open(str(path), "wb") as file:
        file.setparams(form)
        for _ in range(times):
            file.writeframes(frames)
    return [
        Said(s.speaker, s.start + i * length, s.end + i * length, s.text)
        for i in range(times)
        for s in made.said
    ]


def _minutes(path: Path) -> float:
    with wave.open(str(path)) as file:
        return file.getnframes() / file.getframerate() / 60


def _error(said: Sequence[Said], found: Session) -> float:
    """By minutes, since the comparison grows with the square of the words."""
    end = said[-1].end
    wrong = words = 0.0
    for start in range(0, int(end) + 1, 60):
        truth = " ".join(s.text for s in said if start <= s.start < start + 60)
        heard = " ".join(t.text for t in found.turns if start <= (t.start or 0) + 0.3 < start + 60)
        n = len(truth.split())
        wrong += n * word_error(truth, heard)
        words += n
    return wrong / max(words, 1)


def _right(said: Sequence[Said], found: Session) -> float:
    rows = [(t.speaker, t.start or 0.0, t.end or 0.0, len(t.text.split())) for t in found.turns]
    return right_speaker_share(tuple(said), rows)


if __name__ == "__main__":
    main()
