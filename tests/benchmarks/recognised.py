"""What a recogniser's errors do to codes and ratios, on corpus conversations that are spoken.

    python tests/benchmarks/recognised.py --recogniser FOLDER --conversations 5 --turns 60

Conversations of the test split, drawn with a seed, are spoken by espeak-ng in two voices and then
transcribed and coded. Nynorsk is left out, because espeak-ng has no voice for it. Each is coded
three times:

- **text**: as it stands in the corpus;
- **plumbing**: with a recogniser that makes no mistakes in the place of Whisper, so that only
  finding speech, telling voices apart, giving words to speakers and building turns can do harm;
- **recognised**: with the recogniser given.

From text to plumbing, the loss is ours; from plumbing to recognised, it is the recogniser's on
synthetic voices, on which recognisers are poor. Nothing here says how well real voices are
recognised. Who is the practitioner is taken from the truth, as a person says it on the page.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from spejl.aggregate import score  # noqa: E402
from spejl.coder import Coder, load  # noqa: E402
from spejl.codes import Code  # noqa: E402
from spejl.corpus.files import conversations  # noqa: E402
from spejl.errors import SpejlError  # noqa: E402
from spejl.evaluate.by_session import by_session  # noqa: E402
from spejl.scores import SessionScores  # noqa: E402
from spejl.sessions import CodedSession, Role, Session, Turn, slice_turns  # noqa: E402
from spejl.transcribe.recognise import Whisper  # noqa: E402
from spejl.transcribe.run import Engines, transcribe  # noqa: E402
from spejl.transcribe.spans import Stretch, Word  # noqa: E402
from spejl.transcribe.speakers import ByVoice  # noqa: E402
from spejl.transcribe.store import fingerprint  # noqa: E402
from spejl.transcribe.turns import awaits_names  # noqa: E402
from spejl.transcribe.voices import FOLDER, load_voices  # noqa: E402
from spejl.transcribe.work import Work  # noqa: E402
from spejl.volley import volleys  # noqa: E402
from transcribe.errors_of_words import right_speaker_share, word_error  # noqa: E402
from transcribe.fetch_recogniser import engine_folder  # noqa: E402
from transcribe.fetch_voices import CACHE  # noqa: E402
from transcribe.spoken import Said, Talk, conversation, write_wav  # noqa: E402

LANGUAGES = ("da", "sv", "nb")
KINDS = ("text", "plumbing", "recognised")


class Faultless:
    """Recognises exactly what was said, each word at an even share of its line's time."""

    id = "faultless"

    def __init__(self, said: Sequence[Said]) -> None:
        self._words = [Word(start, end, text) for one in said for start, end, text in _spread(one)]

    def words(
        self, sound: Any, speech: Sequence[Stretch], language: str, channel: int | None = None
    ) -> list[Word]:
        """The words whose middle lies in the speech."""
        return [
            word
            for word in self._words
            if any(s.start <= (word.start + word.end) / 2 < s.end for s in speech)
        ]


def _spread(one: Said) -> list[tuple[float, float, str]]:
    words = one.text.split()
    letters = sum(map(len, words)) or 1
    at, found = one.start, []
    for word in words:
        end = at + (one.end - one.start) * len(word) / letters
        found.append((at, end, word))
        at = end
    return found


@dataclass(slots=True)
class Tally:
    """What was found of one kind in one language."""

    scores: list[tuple[SessionScores, SessionScores]] = field(default_factory=list)
    """The reference's and the tool's of each conversation."""
    right: int = 0
    codes: int = 0
    """Given by the tool, a volley at a time."""
    reference: int = 0
    words: list[float] = field(default_factory=list)
    """Word error of each conversation."""
    speakers: list[float] = field(default_factory=list)
    unsure: int = 0
    """Conversations in which a person would have been asked who speaks."""
    failed: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / max(self.codes + self.reference, 1)


def main() -> None:
    """Measure and print two Markdown tables."""
    parser = argparse.ArgumentParser(description="What recognition does to codes and ratios.")
    parser.add_argument("--recogniser", type=Path, default=engine_folder())
    parser.add_argument("--models", type=Path, default=CACHE, help="Folder with the voices.")
    parser.add_argument("--languages", nargs="+", default=list(LANGUAGES), choices=LANGUAGES)
    parser.add_argument("--conversations", type=int, default=5, help="Of each language.")
    parser.add_argument("--turns", type=int, default=60, help="At most, of each conversation.")
    parser.add_argument("--stereo", action="store_true", help="A channel for each voice.")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    whisper = Whisper(given.recogniser)
    coder = load()
    tallies = {(lang, kind): Tally() for lang in given.languages for kind in KINDS}
    for language in given.languages:
        for coded in _drawn(language, given):
            _say(f"{coded.session.id} …\n")
            _measure(coded, {k: tallies[language, k] for k in KINDS}, (whisper, coder), given)
    _tables(tallies)
    _say(
        "\nText to plumbing: what finding speech, voices and turns costs. Plumbing to recognised: "
        "what this recogniser's errors cost on synthetic voices, which says nothing of its "
        "quality on real ones. Nynorsk was not spoken: espeak-ng has no voice for it.\n"
    )


def _drawn(language: str, given: argparse.Namespace) -> list[CodedSession]:
    """Beginnings of conversations of the test split in one language, of two speakers."""
    names = set(json.loads((ROOT / "data/corpus/splits.json").read_text())["test"])
    every = [
        c.coded
        for path, c in conversations(ROOT / "data/corpus")
        if path.stem in names and c.coded.session.language == language
    ]
    two = [c for c in every if len(c.session.speakers) == 2]
    drawn = random.Random(given.seed).sample(two, min(given.conversations, len(two)))
    return [slice_turns(c, 0, given.turns - 1) for c in drawn]


def _measure(
    reference: CodedSession,
    tallies: dict[str, Tally],
    tools: tuple[Whisper, Coder],
    given: argparse.Namespace,
) -> None:
    whisper, coder = tools
    session = reference.session
    roles = [session.role(turn.speaker) for turn in session.turns]
    lines = [
        (int(role is not Role.PRACTITIONER), t.text)
        for role, t in zip(roles, session.turns, strict=True)
    ]
    made = conversation(lines, session.language or "")
    timed = _with_times(reference, made)
    engines = {
        "plumbing": Engines(Faultless(made.said), "", ByVoice(load_voices(given.models / FOLDER))),
        "recognised": Engines(
            whisper,
            fingerprint(given.recogniser),
            ByVoice(load_voices(given.models / FOLDER)),
        ),
    }
    _count(tallies["text"], timed, coder.code(timed.session))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{session.id}.wav"
        write_wav(made.stereo() if given.stereo else made.mono(), path)
        for kind, own in engines.items():
            work = Work(Path(folder) / kind)
            try:
                found = transcribe(path, work, own, session.language or "").session
            except SpejlError:
                tallies[kind].failed += 1
                continue
            _compare(tallies[kind], timed, made, found, coder)


def _with_times(reference: CodedSession, made: Talk) -> CodedSession:
    turns = tuple(
        replace(turn, start=one.start, end=one.end)
        for turn, one in zip(reference.session.turns, made.said, strict=True)
    )
    return replace(reference, session=replace(reference.session, turns=turns))


def _compare(
    tally: Tally, reference: CodedSession, made: Talk, found: Session, coder: Coder
) -> None:
    rows = [(t.speaker, t.start or 0.0, t.end or 0.0, len(t.text.split())) for t in found.turns]
    tally.words.append(word_error(made.text, found.text))
    tally.unsure += awaits_names(found.speakers)
    if len(found.speakers) == 2:
        tally.speakers.append(right_speaker_share(made.said, rows))
    _count(tally, reference, coder.code(_named(found, reference.session)))


def _named(found: Session, truth: Session) -> Session:
    """The session with the speakers that a person would name, and its goal.

    A person knows each voice; where none was told from another, each line.
    """
    owners = [_owner(turn, truth) for turn in found.turns]
    turns = found.turns
    if len(found.speakers) == 1:
        turns = tuple(replace(t, speaker=who) for t, who in zip(turns, owners, strict=True))
        return replace(found, turns=turns, goal=truth.goal, roles=truth.roles)
    roles: list[tuple[str, Role]] = []
    for speaker in found.speakers:
        said = {Role.PRACTITIONER: 0, Role.CLIENT: 0}
        for turn, who in zip(turns, owners, strict=True):
            if turn.speaker == speaker:
                said[truth.role(who)] += len(turn.text)
        roles.append((speaker, max(said, key=lambda role: said[role])))
    if len({role for _, role in roles}) == 1:
        roles[-1] = (roles[-1][0], Role.CLIENT)
        roles[0] = (roles[0][0], Role.PRACTITIONER)
    return replace(found, goal=truth.goal, roles=tuple(roles))


def _owner(turn: Turn, truth: Session) -> str:
    """Who speaks most of a turn, by time."""
    return max(truth.turns, key=lambda other: _overlap(turn, other)).speaker


def _overlap(one: Turn, other: Turn) -> float:
    start, end = max(one.start or 0, other.start or 0), min(one.end or 0, other.end or 0)
    return end - start


def _count(tally: Tally, reference: CodedSession, coded: CodedSession) -> None:
    """Compare the codes of each of the reference's volleys, matched by time, and the scores."""
    truth, said = _volleys(reference), _volleys(coded)
    given: list[set[Code]] = [set() for _ in truth]
    for turn, codes in said:
        best = max(range(len(truth)), key=lambda i: _overlap(turn, truth[i][0]), default=None)
        if best is not None and _overlap(turn, truth[best][0]) > 0:
            given[best] |= codes
        tally.codes += len(codes)
    tally.right += sum(len(own & got) for (_, own), got in zip(truth, given, strict=True))
    tally.reference += sum(len(own) for _, own in truth)
    tally.scores.append((score(reference), score(coded)))


def _volleys(coded: CodedSession) -> list[tuple[Turn, set[Code]]]:
    """The volleys as one turn each, with their codes."""
    turns = coded.session.turns
    return [
        (Turn("", "", turns[v.first_turn].start, turns[v.last_turn].end), set(v.codes))
        for v in volleys(coded)
    ]


def _tables(tallies: dict[tuple[str, str], Tally]) -> None:
    _say(
        "\n| Language | Coded from | Conversations | Words in error | Words' speaker right | "
        "Person asked who speaks | Failed | F1 of codes a volley |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    for (language, kind), one in tallies.items():
        heard = f"{_mean(one.words)} | {_mean(one.speakers)} | {one.unsure}"
        where = "– | – | –" if kind == "text" else heard
        _say(
            f"| {language} | {kind} | {len(one.scores)} | {where} | {one.failed} | {one.f1:.3f} |\n"
        )
    _say("\n| Measure | Coded from | n | Bias | ICC(A,1) |\n|---|---|---|---|---|\n")
    for kind in KINDS:
        pairs = [pair for (_, k), one in tallies.items() if k == kind for pair in one.scores]
        for row in (r for r in by_session(pairs) if r.language == "all"):
            _say(
                f"| {row.measure} | {kind} | {row.n} | {_number(row.bias)} | "
                f"{_number(row.icc_a1)} |\n"
            )
    _say("\nAll languages together; bias is the tool's value minus the reference's.\n")


def _mean(values: Sequence[float]) -> str:
    return f"{sum(values) / len(values):.1%}" if values else "–"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
