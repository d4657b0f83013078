"""The corpus as tables: one row an utterance, for pandas and for Hugging Face datasets."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spejl.codes import ClientTalk, Code
from spejl.corpus.files import conversations
from spejl.errors import MissingExtraError
from spejl.languages import LANGUAGES
from spejl.sessions import Role

if TYPE_CHECKING:
    import pandas as pd

NONE = "none"
"""Class of an utterance to which a column does not apply."""

_HEADER = ("language", "setting", "goal", "practitioner", "client", "skill", "style", "writer")
_CARD = """---
license: cc-by-4.0
language: [da, sv, nb, nn]
task_categories: [text-classification]
pretty_name: Spejl corpus of coded role-plays
---

Synthetic motivational interviewing role-plays, written and coded by language models; no real
person speaks in them. One row an utterance (thought unit), in order; `code` is the MITI 4.2.1
code of practitioner utterances, `client_talk` that of client utterances, `none` elsewhere.
See data/README.md of the project for how it was made, its
figures, its known weaknesses and what it must not be used for.
"""


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Every utterance with its conversation's header.

    Columns: conversation, split, the header's keys, coder, turn (0-based), start and end
    (characters of the turn's text), role, text, code, detail, client_talk, doubt.

    Raises:
        RunError: There is no conversation.
        TranscriptError: One cannot be read.
    """
    listed = json.loads((folder / "splits.json").read_text(encoding="utf-8"))
    split_of = {name: split for split, names in listed.items() for name in names}
    for path, conversation in conversations(folder):
        head = {key: conversation.get(key) for key in _HEADER}
        for u in conversation.coded.utterances:
            yield {
                "conversation": path.stem,
                "split": split_of.get(path.stem, NONE),
                **head,
                "coder": conversation.coded.coder,
                "turn": u.utterance.turn,
                "start": u.utterance.start,
                "end": u.utterance.end,
                "role": str(u.role),
                "text": u.utterance.text,
                "code": str(u.code) if u.code else NONE,
                "detail": u.detail or "",
                "client_talk": str(u.client_talk) if u.client_talk else NONE,
                "doubt": u.doubt,
            }


def to_pandas(folder: Path) -> "pd.DataFrame":
    """The corpus as a data frame; see `rows`."""
    import pandas as pd

    return pd.DataFrame(rows(folder))


def to_datasets(folder: Path) -> Any:
    """The corpus as a Hugging Face `DatasetDict` with a dataset for each split.

    `code`, `client_talk`, `role` and `language` are class labels.

    Raises:
        MissingExtraError: The package `datasets` is not installed.
    """
    try:
        from datasets import Dataset, DatasetDict, DatasetInfo
    except ImportError:
        raise MissingExtraError("exporting the corpus", "research") from None
    frame = to_pandas(folder)
    info = DatasetInfo(license="CC BY 4.0", features=_features())
    return DatasetDict(
        {
            str(split): Dataset.from_pandas(
                part.drop(columns="split"), info=info, preserve_index=False
            )
            for split, part in frame.groupby("split", sort=False)
        }
    )


def export(folder: Path, out: Path) -> None:
    """Write `corpus.parquet` (all splits) and `datasets/` (for `datasets.load_from_disk`).

    Raises:
        MissingExtraError: The package `datasets` is not installed.
    """
    found = to_datasets(folder)
    out.mkdir(parents=True, exist_ok=True)
    to_pandas(folder).to_parquet(out / "corpus.parquet", index=False)
    found.save_to_disk(str(out / "datasets"))
    (out / "datasets" / "README.md").write_text(_CARD, encoding="utf-8")


def _features() -> Any:
    from datasets import ClassLabel, Features, Value

    text, whole = Value("string"), Value("int32")
    return Features(
        {
            "conversation": text,
            **dict.fromkeys(_HEADER, text),
            "language": ClassLabel(names=sorted(LANGUAGES)),
            "coder": text,
            "turn": whole,
            "start": whole,
            "end": whole,
            "role": ClassLabel(names=[str(r) for r in Role]),
            "text": text,
            "code": ClassLabel(names=[NONE, *map(str, Code)]),
            "detail": text,
            "client_talk": ClassLabel(names=[NONE, *map(str, ClientTalk)]),
            "doubt": Value("bool"),
        }
    )
