"""The output folder of a run: its record, its manifest, and files that are whole or absent."""

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from spejl.coder import Coder
from spejl.errors import RunError, SpejlError
from spejl.serialize import coded_from_json, session_to_json
from spejl.sessions import Session
from spejl.settings import Settings

STATEMENTS = (
    "The codes are made by a machine.",
    "The model was trained on role-plays written and coded by language models and has not been "
    "validated on real Nordic sessions.",
    "Reference values are expert opinion without normative data.",
    "This is for learning and research, and never for decisions about a person's employment.",
)
"""What every output says of itself."""

RUN, MANIFEST, CODED, REPORTS = "run.json", "manifest.jsonl", "coded", "reports"
TRANSCRIPTS, WORK = "transcripts", "work"
BESIDE = (TRANSCRIPTS, WORK)
"""What may stand in the folder before the run begins: recordings become transcripts first."""
_FREE = ("threads", "report", "report_language", "recogniser", "models", "speakers")
"""Settings that change no code and no ratio: a run may be resumed with others."""
_PACKAGES = ("spejl", "onnxruntime", "tokenizers", "spacy", "py3langid", "numpy")


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or session that could not be coded."""

    path: str
    reason: str


def is_whole(out: Path, name: str) -> bool:
    """Whether a session's coded file is there and can be read."""
    path = coded_path(out, name)
    try:
        coded_from_json(path.read_text(encoding="utf-8"), path)
    except (OSError, UnicodeDecodeError, SpejlError):
        return False
    return True


def open_folder(out: Path, coder: Coder, settings: Settings, inputs: list[Path]) -> None:
    """Make the folder and its run record, or check that it belongs to the same run."""
    record = {
        "coder": coder.id,
        "model_hash": coder.model.hash if coder.model else None,
        "settings": {k: v for k, v in asdict(settings).items() if k not in _FREE},
    }
    path = out / RUN
    if path.exists():
        try:
            before = dict(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError):
            raise RunError(f"{path}: cannot be read; give another --out") from None
        differs = [key for key, value in record.items() if before.get(key) != value]
        if not set(before.get("inputs", ())) <= {p.name for p in inputs}:
            differs.append("files")
        if differs:
            raise RunError(
                f"{out}: belongs to a run with other {' and '.join(differs)}; "
                "give another --out, or the same settings to resume it"
            )
        return
    if out.exists() and (not out.is_dir() or any(p.name not in BESIDE for p in out.iterdir())):
        raise RunError(f"{out}: exists and is not the output of a run; give another --out")
    try:
        (out / CODED).mkdir(parents=True, exist_ok=True)
        packages = {name: version(name) for name in _PACKAGES}
        full = {
            "statements": list(STATEMENTS),
            **record,
            "python": platform.python_version(),
            "packages": packages,
            "inputs": [p.name for p in inputs],
        }
        write_whole(path, json.dumps(full, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise RunError(f"{out}: cannot be written ({error.strerror})") from None


def close_folder(out: Path, inputs: list[Path], failures: list[Failure], order: list[str]) -> None:
    """Complete the run record with what was read."""
    path = out / RUN
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    done = manifest(out)
    record["inputs"] = [p.name for p in inputs]
    record["sessions"] = {name: done[name] for name in order}
    record["failures"] = [asdict(f) for f in failures]
    write_whole(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def manifest(out: Path) -> dict[str, str]:
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


def note(out: Path, name: str, digest: str) -> None:
    """Note in the manifest that a session is coded."""
    # The line begins with a line end, so that one cut off by a kill never swallows the next.
    with (out / MANIFEST).open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps({"session_id": name, "sha256": digest}))


def digest_of(session: Session) -> str:
    """SHA-256 of a session as it was read."""
    return hashlib.sha256(session_to_json(session).encode()).hexdigest()


def coded_path(out: Path, name: str) -> Path:
    """Where a session's coded file stands."""
    return out / CODED / f"{name}.json"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
