"""Who speaks when: errors and speed of each back end, on conversations made by espeak-ng.

    python tests/benchmarks/speakers.py                    # all of it, some minutes
    python tests/benchmarks/speakers.py --languages da --lines 6

Synthetic voices are either easy (a man's and a woman's) or almost the same; real people lie
between, and no figure here says how well they are told apart. The weights are those of
`tests/transcribe/fetch_voices.py`, or `--models FOLDER`.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from spejl.errors import ModelError
from spejl.transcribe.speakers import ByChannel, ByVoice, Diariser, Pyannote
from spejl.transcribe.speech import find_speech
from spejl.transcribe.voices import FOLDER, load_voices
from transcribe.errors_of_speakers import errors
from transcribe.fetch_voices import CACHE
from transcribe.spoken import ESPEAK, LINES, Talk, sound_of, talk

KINDS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("man and woman", ("m3", "f4"), 0.0),
    ("the same, each begins 0.5 s early", ("m3", "f4"), 0.5),
    ("two men", ("m3", "m7"), 0.0),
    ("two men, more alike", ("m1", "m4"), 0.0),
    ("two men, much alike", ("m2", "m6"), 0.0),
    ("two women, almost the same", ("f2", "f5"), 0.0),
    ("one person", ("m3",), 0.0),
    ("three people", ("m3", "f4", "m7"), 0.0),
)


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description="Errors and speed of telling speakers apart.")
    parser.add_argument("--languages", nargs="+", default=list(LINES), choices=list(LINES))
    parser.add_argument("--lines", type=int, default=12, help="Turns in a conversation.")
    parser.add_argument("--models", type=Path, default=CACHE)
    parser.add_argument("--pyannote", type=Path, help="A pyannote pipeline's folder.")
    given = parser.parse_args()
    if ESPEAK is None:
        parser.exit(2, "espeak-ng is needed: apt install espeak-ng\n")
    mono = _by_voice(given.models)
    if given.pyannote is not None:
        mono.append(Pyannote(given.pyannote))
    _say(
        "| Language | Recording | Back end | DER | missed | false alarm | wrong speaker | "
        "wrong speaker, no collar | certain | speech RTF | speakers RTF |\n"
        "|---|---|---|---|---|---|---|---|---|---|---|\n"
    )
    for language in given.languages:
        for kind, voices, overlap in KINDS:
            made = talk(language, voices, given.lines, overlap)
            for row in _rows(made, mono):
                _say(f"| {language} | {kind} {row}\n")
    _say("\nDER with a collar of 250 ms, of the time spoken; two speakers asked for throughout.\n")


def _by_voice(models: Path) -> list[Diariser]:
    try:
        return [ByVoice(load_voices(models / FOLDER))]
    except ModelError as error:
        _say(f"Without voices: {error}\n\n")
        return []


def _rows(made: Talk, mono: list[Diariser]) -> Iterator[str]:
    for by in mono:
        yield _row(made, by, stereo=False)
    if len(made.voices) == 2:
        yield _row(made, ByChannel(), stereo=True)


def _row(made: Talk, by: Diariser, stereo: bool) -> str:
    with tempfile.TemporaryDirectory() as folder:
        sound = sound_of(made.stereo(crosstalk=0.1) if stereo else made.mono(), Path(folder))
        began = time.perf_counter()
        speech = find_speech(sound)
        between = time.perf_counter()
        found = by.find(sound, speech)
        ended = time.perf_counter()
    loose = errors(made.truth, found.stretches, made.seconds)
    strict = errors(made.truth, found.stretches, made.seconds, collar=0.0)
    form = "stereo, 10 % cross-talk" if stereo else "mono"
    return (
        f"({form}) | {by.name} | {loose.rate:.3f} | {loose.missed:.3f} | {loose.false_alarm:.3f} | "
        f"{loose.confused:.3f} | {strict.confused:.3f} | {found.reason or 'yes'} | "
        f"{(between - began) / made.seconds:.3f} | {(ended - between) / made.seconds:.3f} |"
    )


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
