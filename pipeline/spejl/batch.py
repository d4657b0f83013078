"""Coding many files into one output folder, so that nothing is lost and nothing done twice.

Each session's coded JSON is written whole (to a part file, then renamed) and noted in the
manifest; the tables are made from these files at the end. A run that was stopped goes on where
it was; a folder that belongs to another run is refused.
"""

import hashlib
import json
import platform
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from spejl.aggregate import score, segments
from spejl.coder import Coder
from spejl.errors import RunError, SettingsError, SpejlError
from spejl.readers import SUFFIXES, read_all, seconds
from spejl.scores import Globals, SessionScores
from spejl.serialize import coded_from_json, coded_to_json, session_to_json
from spejl.sessions import CodedSession, Session
from spejl.settings import Settings
from spejl.write import TableWriter, session_row, utterance_rows, volley_rows

STATEMENTS = (
    "The codes are made by a machine.",
    "The model was trained on role-plays written and coded by language models and has not been "
    "validated on real Nordic sessions.",
    "Reference values are expert opinion without normative data.",
    "This is for learning and research, and never for decisions about a person's employment.",
)
"""What every output says of itself."""

RUN, MANIFEST, CODED = "run.json", "manifest.jsonl", "coded"
_PACKAGES = ("spejl", "onnxruntime", "tokenizers", "spacy", "py3langid", "numpy")


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or session that could not be coded."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run came to."""

    scores: tuple[SessionScores, ...]
    failures: tuple[Failure, ...]
    n_resumed: int
    """Sessions that an earlier start of the same run had already coded."""


Progress = Callable[[int, int], None]
"""Called with sessions or files done, and their number."""


def find_inputs(paths: Iterable[Path]) -> list[Path]:
    """The transcript files in paths: files as they are, folders searched through, sorted.

    Raises:
        RunError: A path does not exist, or a folder holds no transcript.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES
            )
            if not inside:
                raise RunError(
                    f"{path}: the folder holds no transcripts; expected files that end in "
                    f"{', '.join(SUFFIXES)}"
                )
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise RunError(f"{path}: there is no such file or folder")
    return list(dict.fromkeys(found))


def run(
    coder: Coder,
    paths: Iterable[Path],
    out: Path,
    settings: Settings,
    globals: dict[str, Globals] | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Code files into an output folder.

    Args:
        coder: What codes.
        paths: Files and folders.
        out: Made if missing; resumed if it belongs to the same run.
        settings: Of this run.
        globals: A person's global ratings by session id.
        progress: Told after every file.

    Raises:
        RunError: The inputs or the output folder cannot be used.
    """
    inputs = find_inputs(paths)
    part_of(settings)
    _open(out, coder, settings)
    done = _manifest(out)
    failures: list[Failure] = []
    order: list[str] = []
    resumed = 0
    for number, path in enumerate(inputs, 1):
        try:
            sessions = read_all(path, settings.max_megabytes * 1024 * 1024)
        except SpejlError as error:
            failures.append(Failure(str(path), str(error)))
            sessions = ()
        for session in sessions:
            if session.id in order:
                failures.append(
                    Failure(str(path), f"another session is already called {session.id}")
                )
                continue
            digest = _digest(session)
            if done.get(session.id) == digest and _coded_path(out, session.id).exists():
                resumed += 1
            else:
                try:
                    _code_one(coder, session, out, settings)
                except SpejlError as error:
                    failures.append(Failure(str(path), str(error)))
                    continue
                _note(out, session.id, digest)
            order.append(session.id)
        if progress:
            progress(number, len(inputs))
    scores, unscored = _tables(out, order, settings, globals or {})
    failures += unscored
    _close(out, inputs, failures, order)
    return RunResult(scores, tuple(failures), resumed)


def _code_one(coder: Coder, session: Session, out: Path, settings: Settings) -> None:
    coded = coder.code(
        session,
        language=settings.language or None,
        practitioner=settings.practitioner or None,
        goal=settings.goal or None,
    )
    _write_whole(_coded_path(out, session.id), coded_to_json(coded))


def part_of(settings: Settings) -> tuple[float, float | None] | None:
    """Minutes of a part and the second at which the only one begins; None for whole sessions.

    Raises:
        SettingsError: The length or the start cannot be read, or a start has no length.
    """
    length = settings.segment.lower().removesuffix("min").strip()
    minutes = seconds(length) if ":" not in length else None
    start = seconds(settings.start) if settings.start else None
    if settings.start and start is None:
        raise SettingsError("expected seconds or h:mm:ss", "start")
    if not settings.segment:
        if settings.start:
            raise SettingsError("a start needs a length too, such as --segment 20min", "start")
        return None
    if not minutes:
        raise SettingsError("expected minutes, such as 20min", "segment")
    return minutes, start


def _tables(
    out: Path, order: list[str], settings: Settings, globals: dict[str, Globals]
) -> tuple[tuple[SessionScores, ...], list[Failure]]:
    scores: list[SessionScores] = []
    unscored: list[Failure] = []
    part = part_of(settings)
    with (
        TableWriter(out, "utterances", settings.format) as utterances,
        TableWriter(out, "volleys", settings.format) as found_volleys,
        TableWriter(out, "sessions", settings.format) as sessions,
    ):
        for coded in _read_back(out, order):
            utterances.write(utterance_rows(coded))
            found_volleys.write(volley_rows(coded))
            try:
                parts = segments(coded, *part) if part else (coded,)
            except SpejlError as error:
                unscored.append(Failure(coded.session.id, str(error)))
                continue
            for number, one in enumerate(parts):
                found = score(one, globals.get(coded.session.id))
                sessions.write([session_row(found, number if part else None)])
                scores.append(found)
    return tuple(scores), unscored


def _read_back(out: Path, order: list[str]) -> Iterator[CodedSession]:
    for name in order:
        path = _coded_path(out, name)
        yield coded_from_json(path.read_text(encoding="utf-8"), path)


def _open(out: Path, coder: Coder, settings: Settings) -> None:
    """Make the folder and its run record, or check that it belongs to the same run."""
    record = {
        "coder": coder.id,
        "model_hash": coder.model.hash if coder.model else None,
        "settings": {k: v for k, v in asdict(settings).items() if k != "threads"},
    }
    path = out / RUN
    if path.exists():
        try:
            before = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            raise RunError(f"{path}: cannot be read; give another --out") from None
        differs = [key for key, value in record.items() if before.get(key) != value]
        if differs:
            raise RunError(
                f"{out}: belongs to a run with other {' and '.join(differs)}; "
                "give another --out, or the same settings to resume it"
            )
        return
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise RunError(f"{out}: exists and is not the output of a run; give another --out")
    try:
        (out / CODED).mkdir(parents=True, exist_ok=True)
        packages = {name: version(name) for name in _PACKAGES}
        full = {
            "statements": list(STATEMENTS),
            **record,
            "python": platform.python_version(),
            "packages": packages,
        }
        _write_whole(path, json.dumps(full, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise RunError(f"{out}: cannot be written ({error.strerror})") from None


def _close(out: Path, inputs: list[Path], failures: list[Failure], order: list[str]) -> None:
    """Complete the run record with what was read."""
    path = out / RUN
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    done = _manifest(out)
    record["inputs"] = [p.name for p in inputs]
    record["sessions"] = {name: done[name] for name in order}
    record["failures"] = [asdict(f) for f in failures]
    _write_whole(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def _manifest(out: Path) -> dict[str, str]:
    """Session ids that are coded, with the hash of what was coded."""
    path = out / MANIFEST
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
            found[str(entry["session_id"])] = str(entry["sha256"])
        except (ValueError, KeyError):
            continue  # The last line of a run that was killed while writing it.
    return found


def _note(out: Path, name: str, digest: str) -> None:
    # The line begins with a line end, so that one cut off by a kill never swallows the next.
    with (out / MANIFEST).open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps({"session_id": name, "sha256": digest}))


def _digest(session: Session) -> str:
    return hashlib.sha256(session_to_json(session).encode()).hexdigest()


def _coded_path(out: Path, name: str) -> Path:
    return out / CODED / f"{name}.json"


def _write_whole(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
