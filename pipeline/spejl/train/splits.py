"""The corpus by its splits, as recorded in splits.json."""

import json
from collections.abc import Sequence
from pathlib import Path

from spejl.errors import SettingsError
from spejl.serialize import Conversation, parse_miti

SPLITS = ("train", "validation", "calibration", "test")
FILE = "splits.json"


def read_corpus(folder: Path, splits: Sequence[str] = SPLITS) -> dict[str, list[Conversation]]:
    """The conversations of some splits. The files of the other splits are not opened.

    Args:
        folder: With one folder a language and splits.json, which gives for each split its ids.
        splits: Which to read.

    Raises:
        SettingsError: There is no splits.json, or it names a conversation that is not there.
        TranscriptError: A conversation cannot be read.
    """
    try:
        listed = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"there is no {folder / FILE}", "corpus") from None
    files = {path.stem: path for path in sorted(folder.glob("[a-z][a-z]/*.miti"))}
    found: dict[str, list[Conversation]] = {}
    for split in splits:
        missing = [name for name in listed[split] if name not in files]
        if missing:
            raise SettingsError(
                f"splits.json names {len(missing)} conversations that are not there, "
                f"the first being {missing[0]}",
                "corpus",
            )
        found[split] = [
            parse_miti(files[name].read_text(encoding="utf-8"), files[name])
            for name in listed[split]
        ]
    return found
