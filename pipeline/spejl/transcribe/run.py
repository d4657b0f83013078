"""From a recording to a session, in stages that are saved as they end."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from spejl.errors import AudioError
from spejl.model.folder import sha256
from spejl.sessions import Session
from spejl.transcribe.doubts import marked
from spejl.transcribe.passages import listening_plan
from spejl.transcribe.recognise import Recogniser
from spejl.transcribe.spans import Speakers, SpeakerStretch, Stretch, Word
from spejl.transcribe.turns import turns
from spejl.transcribe.work import Work, key_of

if TYPE_CHECKING:
    from spejl.transcribe.sound import Sound
    from spejl.transcribe.speakers import Diariser

STAGES = ("sound", "speech", "speakers", "text")
OVERLAP = "both speak"
_LEAST_OVERLAP = 0.3
"""Seconds of talk at once that are worth a mark."""
_MARK_GAP = 2.0
"""Seconds between doubtful words that still make one mark."""
_Speech = tuple[Stretch, ...]
_FORMAT = 1
"""Raised whenever what an older program saved must not be used."""

Progress = Callable[[str, float, float], None]
"""Called with the stage, and how much of it is done of how much."""


@dataclass(frozen=True, slots=True)
class Engines:
    """What listens."""

    recogniser: Recogniser
    model_hash: str
    """Of the recogniser's model."""
    diariser: "Diariser | None"
    """Tells voices apart; None where there is none. Channels need none."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of the recording that a person should listen to."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    why: str


@dataclass(frozen=True, slots=True)
class Transcribed:
    """A recording as text."""

    session: Session
    """Its speakers are called Speaker 1 and 2, or Unsure or Unknown where a person must say."""
    seconds: float
    """Length of the recording."""
    notes: tuple[str, ...]
    """What a person should know, in sentences."""
    marks: tuple[Mark, ...]
    """In order of their start."""


def transcribe(
    path: Path,
    work: Work,
    engines: Engines,
    language: str,
    n_speakers: int | None = 2,
    progress: Progress | None = None,
) -> Transcribed:
    """Transcribe one recording.

    What an earlier start with the same file, models and settings left in the work folder is
    used. The folder is left as it is: remove it when the transcript is written.

    Args:
        path: The recording; its name without the ending is the session's id.
        work: Where the stages are saved.
        engines: What listens.
        language: da, sv, nb or nn; never guessed.
        n_speakers: Speakers to tell apart; None to find out how many there are.
        progress: Told as the work goes on.

    Raises:
        AudioError: There is no sound, or no speech in it.
        ModelError: A model cannot be used.
    """
    tell = progress or (lambda stage, done, total: None)
    source = key_of(_FORMAT, sha256(path)) if path.is_file() else ""
    sound = _sound(path, work, source, tell)
    speech = _speech(sound, work, source, tell)
    speakers, why = _speakers(sound, speech[0], work, (source, engines.diariser, n_speakers), tell)
    tracks = _tracks(speech, speakers)
    key = key_of(source, engines.recogniser.id, engines.model_hash, language, tracks)
    words = _text(sound, tracks, work, (key, engines.recogniser, language), tell)
    if not any(word.text for word in words):
        raise AudioError("speech was found, but no words were recognised in it", path)
    channels = {t.channel: t.speaker for t in tracks if t.channel is not None}
    found = turns(words, speakers, language, channels)
    return Transcribed(
        Session(path.stem, found, language),
        sound.seconds,
        tuple(note for note in (sound.warning, why) if note),
        _marks(words, speakers),
    )


@dataclass(frozen=True, slots=True)
class _Track:
    """What is listened to at once: the whole recording, or one speaker's channel."""

    channel: int | None
    speaker: int
    speech: tuple[Stretch, ...]


def _sound(path: Path, work: Work, source: str, tell: Progress) -> "Sound":
    from spejl.transcribe.decode import decode
    from spejl.transcribe.sound import open_sound

    folder = work.sound_folder(source)
    tell("sound", 0.0, 1.0)
    try:
        sound = open_sound(folder)
    except AudioError:
        sound = decode(path, folder, lambda share: tell("sound", share, 1.0))
    tell("sound", 1.0, 1.0)
    return sound


def _speech(sound: "Sound", work: Work, source: str, tell: Progress) -> list[_Speech]:
    """The speech of the whole recording, and then of each channel where there are two."""
    from spejl.transcribe.speech import find_speech

    channels = (None, 0, 1) if sound.n_channels == 2 else (None,)

    def find() -> list[list[tuple[float, float]]]:
        found = []
        for number, channel in enumerate(channels):
            tell("speech", number, len(channels))
            found.append([(s.start, s.end) for s in find_speech(sound, channel)])
        return found

    rows = work.kept("speech", source, find)
    tell("speech", 1.0, 1.0)
    return [tuple(Stretch(*pair) for pair in row) for row in rows]


def _speakers(
    sound: "Sound",
    speech: Sequence[Stretch],
    work: Work,
    asked: tuple[str, "Diariser | None", int | None],
    tell: Progress,
) -> tuple[Speakers | None, str]:
    """Who speaks when, None where nothing can tell, and what is to be said about it."""
    from spejl.transcribe.speakers import ByChannel

    source, voices, n_speakers = asked
    diariser = ByChannel() if sound.n_channels == 2 else voices
    if diariser is None:
        return None, (
            "voices were not told apart, because there is no model for them (spejl models fetch "
            "voices); say in the transcript who speaks"
        )
    tell("speakers", 0.0, 1.0)
    found = work.kept(
        "speakers",
        key_of(source, diariser.name, n_speakers),
        lambda: asdict(diariser.find(sound, speech, n_speakers)),
    )
    tell("speakers", 1.0, 1.0)
    stretches = tuple(SpeakerStretch(**stretch) for stretch in found.pop("stretches"))
    speakers = Speakers(stretches, channels=tuple(found.pop("channels")), **found)
    if speakers.n_speakers < 2:
        why = speakers.reason or "only one voice was found"
        return None, f"{why}; say in the transcript who speaks"
    if speakers.certain:
        return speakers, ""
    return speakers, f"{speakers.reason}; say in the transcript who speaks"


def _tracks(speech: Sequence[_Speech], speakers: Speakers | None) -> tuple[_Track, ...]:
    """What is listened to: each speaker's channel where there are two, else the whole."""
    if len(speech) == 1 or speakers is None or not speakers.channels:
        return (_Track(None, 0, speech[0]),)
    owned = enumerate(speakers.channels)
    return tuple(_Track(channel, speaker, speech[1 + channel]) for speaker, channel in owned)


def _text(
    sound: "Sound",
    tracks: Iterable[_Track],
    work: Work,
    asked: tuple[str, Recogniser, str],
    tell: Progress,
) -> tuple[Word, ...]:
    key, recogniser, language = asked
    plan = [(t, group) for t in tracks for group in listening_plan(sound, t.speech, t.channel)]
    lengths = [sum(s.end - s.start for s in group) for _, group in plan]
    text = work.open_text(key)
    tell("text", sum(lengths[: len(text)]), sum(lengths))
    for number in range(len(text), len(plan)):
        track, group = plan[number]
        text.append(list(recogniser.words(sound, group, language, track.channel)))
        tell("text", sum(lengths[: number + 1]), sum(lengths))
    by_channel: dict[int | None, list[Word]] = {}
    for word in text.words:
        by_channel.setdefault(word.channel, []).append(word)
    return tuple(word for words in by_channel.values() for word in marked(words))


def _marks(words: Sequence[Word], speakers: Speakers | None) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for word in words:
        last = marks[-1] if marks else None
        if not word.doubt:
            continue
        if last and last.why == word.doubt and 0 <= word.start - last.end < _MARK_GAP:
            marks[-1] = Mark(last.start, word.end, last.why)
        else:
            marks.append(Mark(word.start, word.end, word.doubt))
    marks += _overlaps(speakers.stretches if speakers else ())
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))


def _overlaps(stretches: Sequence[SpeakerStretch]) -> list[Mark]:
    found: list[Mark] = []
    latest: SpeakerStretch | None = None
    for stretch in sorted(stretches, key=lambda s: s.start):
        if latest is not None and latest.speaker != stretch.speaker:
            end = min(latest.end, stretch.end)
            if end - stretch.start >= _LEAST_OVERLAP:
                found.append(Mark(stretch.start, end, OVERLAP))
        if latest is None or stretch.end > latest.end:
            latest = stretch
    return found
