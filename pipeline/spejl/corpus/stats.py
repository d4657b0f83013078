"""Figures of the corpus: what the datasheet says comes from here."""

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from spejl.corpus.files import conversations
from spejl.segment import sentence_starts
from spejl.serialize import Conversation
from spejl.sessions import Role


def stats(folder: Path) -> dict[str, Any]:
    """Counts per language: conversations, turns, utterances, codes, skills, styles, sizes.

    Args:
        folder: With one folder a language.

    Raises:
        RunError: There is no conversation.
        TranscriptError: One cannot be read.
    """
    groups: dict[str, list[Conversation]] = defaultdict(list)
    for _, conversation in conversations(folder):
        groups[conversation.get("language")].append(conversation)
    every = [c for group in groups.values() for c in group]
    return {
        "all": _figures(every),
        **{language: _figures(group) for language, group in sorted(groups.items())},
    }


def _figures(group: list[Conversation]) -> dict[str, Any]:
    units = [u for c in group for u in c.coded.utterances]
    return {
        "conversations": len(group),
        "turns": sum(len(c.coded.session.turns) for c in group),
        "utterances": len(units),
        "words": sum(len(u.utterance.text.split()) for u in units),
        "codes": dict(Counter(str(u.code) for u in units if u.code).most_common()),
        "forms": dict(Counter(str(u.form) for u in units if u.form).most_common()),
        "client_talk": dict(Counter(str(u.client_talk) for u in units if u.client_talk)),
        "doubt": sum(u.doubt for u in units),
        "skill": dict(Counter(c.get("skill") for c in group).most_common()),
        "style": dict(Counter(c.get("style") for c in group).most_common()),
        "codes_by_skill": _shares(group, "skill"),
        "codes_by_style": _shares(group, "style"),
        "practitioner": _sizes(group, Role.PRACTITIONER),
        "client": _sizes(group, Role.CLIENT),
        "distinct_words": _variety(group),
        "writers": len({c.get("writer") for c in group}),
        "coders": len({c.get("coder") for c in group}),
    }


def _shares(group: list[Conversation], key: str) -> dict[str, dict[str, float]]:
    """Share of each code among practitioner utterances, per value of a key of the header."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for c in group:
        counts[c.get(key)].update(str(u.code) for u in c.coded.utterances if u.code)
    return {
        value: {code: round(n / sum(count.values()), 3) for code, n in count.most_common()}
        for value, count in sorted(counts.items())
    }


def _sizes(group: list[Conversation], role: Role) -> dict[str, float]:
    """Words a turn, units a turn and sentences a unit of one role."""
    words = turns = units = sentences = 0
    for c in group:
        session = c.coded.session
        turns += sum(session.role(t.speaker) is role for t in session.turns)
        for u in c.coded.utterances:
            if u.role is role:
                units += 1
                words += len(u.utterance.text.split())
                sentences += len(sentence_starts(u.utterance.text, session.language or ""))
    return {
        "words_per_turn": round(words / max(turns, 1), 1),
        "units_per_turn": round(units / max(turns, 1), 2),
        "sentences_per_unit": round(sentences / max(units, 1), 2),
    }


def _variety(group: list[Conversation]) -> float:
    """Distinct words in samples of 10,000 words (mean), a measure of lexical variety."""
    words = [w.lower() for c in group for w in c.coded.session.text.split()]
    samples = [words[i : i + 10_000] for i in range(0, len(words) - 9_999, 10_000)]
    return round(sum(len(set(s)) for s in samples) / len(samples), 0) if samples else 0.0
