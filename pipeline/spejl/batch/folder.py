"""The output folder of a run: its lock, its manifest, and files that are whole or absent.

A session's coded file is written to a part file and renamed, and only then noted in the manifest;
so a run may be killed anywhere. The lock is one that the system takes back from a process that
ends, however it ends.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout

from spejl.errors import RunError, SpejlError
from spejl.serialize import coded_from_json, session_to_json
from spejl.sessions import CodedSession, Session

RUN, MANIFEST, CODED, REPORTS = "run.json", "manifest.jsonl", "coded", "reports"
LOCK = "run.lock"
TRANSCRIPTS, WORK = "transcripts", "work"
"""What recordings became before they are coded, and what is kept while they do."""
_BEGUN = (LOCK, CODED, f"{RUN}.part", TRANSCRIPTS, WORK)
"""All that is in a folder whose run was killed before its record was written."""


class OutputFolder:
    """A folder that one run at a time writes into.

    Args:
        path: Made if missing.
        key: What codes the sessions of this run: hash of the coder and the settings.

    Raises:
        RunError: The folder cannot be written, holds something else, or another run is at work.
    """

    def __init__(self, path: Path, key: str) -> None:
        self.path = path
        self._key = key
        self._done: dict[str, str] = {}
        self._lock = FileLock(path / LOCK, timeout=0)

    def __enter__(self) -> Self:
        if self.path.exists() and not (self.path / RUN).exists() and not _is_free(self.path):
            raise RunError(
                f"{self.path}: exists and is not the output of a run; give another --out"
            )
        try:
            (self.path / CODED).mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            raise RunError(
                f"{self.path}: another run is writing into this folder; wait for its end, or give "
                "another --out"
            ) from None
        except OSError as error:
            raise RunError(f"{self.path}: cannot be written ({error.strerror})") from None
        self._done = self._noted()
        return self

    def __exit__(self, *args: object) -> None:
        self._lock.release()

    def record(self) -> dict[str, Any] | None:
        """The record of the run to which the folder belongs; None for a new folder.

        Raises:
            RunError: It cannot be read.
        """
        path = self.path / RUN
        if not path.exists():
            return None
        try:
            return dict(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError, OSError):
            raise RunError(f"{path}: cannot be read; give another --out") from None

    def write_record(self, record: dict[str, Any]) -> None:
        """Write the record of the run."""
        write_whole(self.path / RUN, json.dumps(record, ensure_ascii=False, indent=1) + "\n")

    def recall(self, name: str, digest: str) -> CodedSession | None:
        """The coded session of an earlier start; None where there is none of this content."""
        if self._done.get(name) != digest:
            return None
        path = self.coded_path(name)
        try:
            return coded_from_json(path.read_text(encoding="utf-8"), path)
        except (OSError, UnicodeDecodeError, SpejlError):
            return None

    def keep(self, name: str, digest: str, coded: str) -> None:
        """Write a coded session and note it."""
        write_whole(self.coded_path(name), coded)
        # The line begins with a line end, so that one cut off by a kill never swallows the next.
        with (self.path / MANIFEST).open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n" + self._line(name, digest))

    def keep_page(self, name: str, page: str) -> None:
        """Write a session's report."""
        (self.path / REPORTS).mkdir(exist_ok=True)
        write_whole(self.path / REPORTS / f"{name}.html", page)

    def close(self, record: dict[str, Any]) -> None:
        """Write the complete record, and the manifest in the order of the record."""
        self.write_record(record)
        lines = [self._line(name, digest) + "\n" for name, digest in record["sessions"].items()]
        write_whole(self.path / MANIFEST, "".join(lines))

    def coded_path(self, name: str) -> Path:
        """Where a session's coded file stands."""
        return self.path / CODED / f"{name}.json"

    def _line(self, name: str, digest: str) -> str:
        return json.dumps({"session_id": name, "sha256": digest, "run": self._key})

    def _noted(self) -> dict[str, str]:
        path = self.path / MANIFEST
        found: dict[str, str] = {}
        if not path.exists():
            return found
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                try:
                    entry = json.loads(line)
                    if entry["run"] == self._key:
                        found[str(entry["session_id"])] = str(entry["sha256"])
                except (ValueError, KeyError, TypeError):
                    continue  # An empty line, or one of a run that was killed while writing it.
        return found


def digest_of(session: Session) -> str:
    """SHA-256 of a session as it was read."""
    return hashlib.sha256(session_to_json(session).encode()).hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def _is_free(path: Path) -> bool:
    """Whether a folder is empty, or holds only what a run writes before its record."""
    if not path.is_dir() or any(p.name not in _BEGUN for p in path.iterdir()):
        return False
    return not (path / CODED).exists() or not any((path / CODED).iterdir())
