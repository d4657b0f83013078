"""The work folder of one recording: what each stage found, kept until the transcript is written.

Every file says from what it was made. What was made from something else counts as missing.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from spejl.transcribe.spans import Word

SOUND = "sound"
_TEXT = "text.jsonl"


def key_of(*parts: Any) -> str:
    """A hash that stands for what a stage was made from."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class Work:
    """A work folder.

    Args:
        folder: Made if missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def kept(self, stage: str, key: str, make: Callable[[], Any]) -> Any:
        """What a stage found: as it was saved for this key, else made now and saved.

        Args:
            stage: Its name.
            key: Of what it is made from.
            make: Gives plain values, as JSON holds them.
        """
        path = self.folder / f"{stage}.json"
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["key"] == key:
                return data["found"]
        except (OSError, ValueError, KeyError, TypeError):
            pass
        found = make()
        part = path.with_name(f"{path.name}.part")
        part.write_text(json.dumps({"key": key, "found": found}), encoding="utf-8")
        part.replace(path)
        return found

    def sound_folder(self, key: str) -> Path:
        """The folder of the decoded sound; empty if it was made from something else."""
        folder = self.folder / SOUND
        note = folder / "key"
        if not note.is_file() or note.read_text(encoding="utf-8") != key:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            note.write_text(key, encoding="utf-8")
        return folder

    def open_text(self, key: str) -> "TextFile":
        """The words recognised so far."""
        return TextFile(self.folder / _TEXT, key)

    def remove(self) -> None:
        """Delete the folder, and the one around it if nothing is left in that."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.folder.parent.is_dir() and not any(self.folder.parent.iterdir()):
            self.folder.parent.rmdir()


class TextFile:
    """Recognised words on disk, a line a passage, each written as soon as it is there.

    Args:
        path: Of the file. What it holds for another key, and a last line that was cut off, is
            taken away.
        key: Of what the words are made from.
    """

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._passages = list(self._whole_lines(key))
        lines = [json.dumps(key), *(_line(words) for words in self._passages)]
        part = path.with_name(f"{path.name}.part")
        part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        part.replace(path)

    def __len__(self) -> int:
        return len(self._passages)

    @property
    def words(self) -> tuple[Word, ...]:
        """All words, in the order in which they were recognised."""
        return tuple(word for passage in self._passages for word in passage)

    def append(self, words: Sequence[Word]) -> None:
        """Add the words of the next passage."""
        self._passages.append(tuple(words))
        with self._path.open("a", encoding="utf-8") as file:
            file.write(_line(words) + "\n")

    def _whole_lines(self, key: str) -> Iterator[tuple[Word, ...]]:
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
            if not lines or json.loads(lines[0]) != key:
                return
            for line in lines[1:]:
                yield tuple(Word(*values) for values in json.loads(line))
        except (OSError, ValueError, TypeError):
            return


def _line(words: Sequence[Word]) -> str:
    rows = [(w.start, w.end, w.text, w.probability, w.channel, w.doubt) for w in words]
    return json.dumps(rows, ensure_ascii=False)
