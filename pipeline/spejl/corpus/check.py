"""Checks of the corpus that can fail."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from spejl.corpus.duplicates import near_duplicates
from spejl.corpus.files import conversation_files
from spejl.errors import LanguageError, TranscriptError
from spejl.languages import identify
from spejl.segment import sentence_starts
from spejl.serialize import Conversation, parse_miti

HEADER = (
    "id",
    "language",
    "setting",
    "goal",
    "practitioner",
    "client",
    "skill",
    "style",
    "writer",
    "coder",
)
SKILLS = ("novice", "trained", "expert", "non-adherent", "mixed")
STYLES = ("clean", "verbatim", "asr")
_SPLITS = ("train", "validation", "calibration", "test")

MOST_REPEATS = 8
"""Conversations in which one sentence of some length may stand."""
_LONG_SENTENCE = 6

_IDENTITY = re.compile(r"\b\d{6}[- ]?\d{4,5}\b|\b(19|20)\d{6}[- ]?\d{4}\b")
"""The shapes of Danish, Swedish and Norwegian national identity numbers."""


def check(folder: Path) -> list[str]:
    """Everything that is wrong with a corpus, a line each; empty where all is well.

    Checked: every file parses; names, headers and languages agree; each conversation has both
    speakers; no identity number; no sentence in many conversations; no near-duplicate
    conversations; splits cover the corpus, and test writers wrote nothing else.

    Args:
        folder: With one folder a language.

    Raises:
        RunError: The folder holds no conversation.
    """
    problems: list[str] = []
    read: dict[str, Conversation] = {}
    for path in conversation_files(folder):
        try:
            conversation = parse_miti(path.read_text(encoding="utf-8"), path)
        except TranscriptError as error:
            problems.append(str(error))
            continue
        problems += [f"{path}: {what}" for what in _one(path, conversation)]
        read[path.stem] = conversation
    problems += _repeats(read)
    texts = {name: c.coded.session.text for name, c in read.items()}
    problems += [f"{a} and {b} are near-duplicates" for a, b in near_duplicates(texts)]
    return problems + _splits(folder, read)


def _one(path: Path, conversation: Conversation) -> list[str]:
    found: list[str] = []
    keys = {key for key, _ in conversation.header}
    found += [f"the header lacks {key}" for key in HEADER if key not in keys]
    if conversation.get("id") != path.stem:
        found.append("the id is not the file's name")
    if conversation.get("language") != path.parent.name:
        found.append("the language is not that of the folder")
    if conversation.get("skill") not in SKILLS:
        found.append(f"skill is not one of {', '.join(SKILLS)}")
    if conversation.get("style") not in STYLES:
        found.append(f"style is not one of {', '.join(STYLES)}")
    session = conversation.coded.session
    if not {"P", "C"} <= set(session.speakers):
        found.append("practitioner or client never speaks")
    try:
        language = identify(session.text)
        if language != conversation.get("language"):
            found.append(f"the text looks like {language}")
    except LanguageError as error:
        found.append(str(error))
    if _IDENTITY.search(session.text):
        found.append("a number looks like a national identity number")
    return found


def _repeats(read: dict[str, Conversation]) -> list[str]:
    """Sentences of six words or more that stand in many conversations."""
    where: dict[str, set[str]] = defaultdict(set)
    for name, conversation in read.items():
        language = conversation.get("language")
        for turn in conversation.coded.session.turns:
            starts = sentence_starts(turn.text, language)
            for first, last in zip(starts, [*starts[1:], len(turn.text)], strict=True):
                words = re.findall(r"\w+", turn.text[first:last].lower())
                if len(words) >= _LONG_SENTENCE:
                    where[" ".join(words)].add(name)
    return [
        f"one sentence of {len(sentence.split())} words stands in {len(names)} conversations, "
        f"among them {', '.join(sorted(names)[:3])}"
        for sentence, names in where.items()
        if len(names) > MOST_REPEATS
    ]


def _splits(folder: Path, read: dict[str, Conversation]) -> list[str]:
    path = folder / "splits.json"
    if not path.is_file():
        return [f"{path} is missing"]
    splits = json.loads(path.read_text(encoding="utf-8"))
    count = Counter(name for split in _SPLITS for name in splits.get(split, ()))
    found = [f"splits.json: {name} stands {n} times" for name, n in count.items() if n > 1]
    found += [f"splits.json: {name} is in no split" for name in sorted(set(read) - set(count))]
    found += [f"splits.json: there is no {name}" for name in sorted(set(count) - set(read))]
    test = set(splits.get("test", ())) & set(read)
    rest = set(read) - test
    for key in ("writer",):
        shared = {read[n].get(key) for n in test} & {read[n].get(key) for n in rest}
        found += [f"{key} {value} is in test and elsewhere" for value in sorted(shared)]
    pairs = [
        {(read[n].get("setting"), read[n].get("goal")) for n in names} for names in (test, rest)
    ]
    found += ["a setting and goal are in test and elsewhere" for _ in pairs[0] & pairs[1]]
    return found
