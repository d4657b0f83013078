"""The one folder in which everything is kept."""

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """Where things stand below the folder. Names on disk are drawn, never taken from users."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "spejl.db"

    @property
    def incoming(self) -> Path:
        """Files while they are being received, and files while they are being handed out."""
        return self.folder / "incoming"

    def files(self, key: str) -> Path:
        """The files of one session."""
        return self.folder / "sessions" / key

    def work(self, key: str) -> Path:
        """What is kept of one recording between the stages of writing it out."""
        return self.files(key) / "work"

    def originals(self, key: str) -> Path:
        """The words that were replaced, while a person looks the stand-ins over."""
        return self.files(key) / "originals.json"

    def make(self) -> None:
        """Make the folder, readable by its owner alone, and clear what a stop left half done."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(self.incoming, ignore_errors=True)
        self.incoming.mkdir(mode=0o700)
        (self.folder / "sessions").mkdir(exist_ok=True, mode=0o700)

    def fresh(self, suffix: str = "") -> Path:
        """A path below `incoming` that nothing has yet."""
        return self.incoming / f"{secrets.token_hex(12)}{suffix}"
