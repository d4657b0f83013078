"""Recordings on the command line: which files are some, what listens to them, where text goes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from spejl.batch.folder import WORK
from spejl.errors import LanguageError, SettingsError
from spejl.languages import language as known_language
from spejl.settings import Settings
from spejl.transcribe.at_hand import find_engines, is_recording
from spejl.transcribe.recognise import Recogniser
from spejl.transcribe.run import Engines, Progress, Transcribed, transcribe
from spejl.transcribe.spans import Stretch, Word
from spejl.transcribe.store import models_folder
from spejl.transcribe.work import Work
from spejl.write.speech import clock

if TYPE_CHECKING:
    from spejl.transcribe.sound import Sound


@dataclass(frozen=True, slots=True)
class Listener:
    """What makes a transcript of a recording."""

    engines: Engines
    language: str
    """da, sv, nb or nn."""
    n_speakers: int | None


def listener(settings: Settings) -> Listener:
    """What listens, by the settings.

    Raises:
        SettingsError: No language is given: recordings are never listened to by guess.
        ModelError: There is no recogniser.
        MissingExtraError: The libraries for recordings are not installed.
    """
    if not settings.language:
        raise SettingsError(
            "recordings need their language: give --language da, sv, nb or nn", "language"
        )
    try:
        code = known_language(settings.language).code
    except LanguageError as error:
        raise SettingsError(str(error), "language") from None
    root = models_folder(Path(settings.models) if settings.models else None)
    engines = find_engines(code, root, settings.recogniser, settings.threads or None)
    return Listener(engines, code, settings.speakers or None)


def recordings_in(folder: Path, out: Path | None) -> Iterator[Path]:
    """The recordings in a folder and those inside it, sorted; hidden ones and `out` left out."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or (out is not None and path.resolve() == out.resolve()):
            continue
        if path.is_dir():
            yield from recordings_in(path, out)
        elif is_recording(path):
            yield path


def listen(
    path: Path, name: str, out: Path, listening: Listener, progress: Progress | None = None
) -> tuple[Transcribed, Work]:
    """One recording's transcript, and its work folder, to be removed when the text is written.

    Args:
        path: The recording.
        name: The session's id.
        out: The work folder is `work/<name>` in it.
        listening: What listens.
        progress: Told as the work goes on.
    """
    work = Work(out / WORK / name)
    found = transcribe(
        path, work, listening.engines, listening.language, listening.n_speakers, progress
    )
    return found, work


def listening_list(found: Transcribed) -> str:
    """What a person should know and listen to, as Markdown; it quotes nothing that was said."""
    lines = [f"# {found.session.id}", ""]
    lines += [f"- {note}" for note in found.notes]
    lines += [f"- {clock(m.start)} to {clock(m.end)}: {m.why}" for m in found.marks]
    if not found.notes and not found.marks:
        lines.append("- nothing stood out; listen to some places all the same")
    return "\n".join(lines) + "\n"


class Echo:
    """A recogniser whose words are also shown, passage by passage.

    Args:
        recogniser: What recognises.
        show: Called with the time and the text of each passage.
    """

    def __init__(self, recogniser: Recogniser, show: Callable[[str], None]) -> None:
        self._recogniser = recogniser
        self._show = show

    @property
    def id(self) -> str:
        """The recogniser's."""
        return self._recogniser.id

    def words(
        self,
        sound: "Sound",
        speech: Sequence[Stretch],
        language: str,
        channel: int | None = None,
    ) -> Iterator[Word]:
        """The recogniser's words; see `Recogniser.words`."""
        words = list(self._recogniser.words(sound, speech, language, channel))
        if words:
            self._show(f"[{clock(words[0].start)}] {' '.join(word.text for word in words)}")
        yield from words
