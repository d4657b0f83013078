"""What the two kinds of job do: read what was put in, and code it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from spejl.coder import Coder
from spejl.errors import LanguageError, RoleError
from spejl.readers import read_all
from spejl.serialize import session_from_json
from spejl.sessions import Session
from spejl.transcribe.turns import UNKNOWN
from spejl.web.jobs import Progress
from spejl.web.recordings import SUFFIXES, Asked, Transcribe
from spejl.web.stand_ins import Review, need_libraries
from spejl.web.store.models import Kept, State
from spejl.web.store.reviews import Reviews, columns
from spejl.web.store.shelf import Shelf

STAGES = {
    "receive": "The file has been received",
    "read": "Reading the transcript",
    "ears": "Waking the recogniser",
    "sound": "Taking the sound out of the recording",
    "speech": "Finding where somebody speaks",
    "voices": "Telling the voices apart",
    "text": "Writing out what is said",
    "speakers": "Finding the language and who is who",
    "names": "Replacing names, numbers and addresses",
    "model": "Waking the model",
    "code": "Coding the conversation",
    "keep": "Keeping the result",
}
"""What the stages of a job are called on the page, in English."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The work of the queue."""

    shelf: Shelf
    load: Callable[[], Coder]
    """Loads the model at the first call."""
    transcribe: Transcribe

    def read(self, key: str, progress: Progress) -> None:
        """Read a session's file; language and roles are guessed, for a person to check."""
        kept = self.shelf.get(key)
        if kept is None or kept.source is None:
            return
        if kept.stand_ins:
            need_libraries()
        found = self._sessions(kept, progress)
        progress("speakers")
        if len(found) == 1:
            found = (replace(found[0], id=kept.title, goal=kept.goal or found[0].goal),)
        sessions = [self._guessed(session) for session in found]
        if kept.stand_ins:
            progress("names")
        first, *others = sessions
        for session in others:
            values = columns(_shown(session, kept))
            added = self.shelf.add(**values, state=State.CHECKING, stand_ins=kept.stand_ins)
            self._let_review(added.key, session, kept)
        self._let_review(key, first, kept)
        self.shelf.change(key, state=State.CHECKING, **columns(_shown(first, kept)))
        # Only now: whoever stops before this goes on where the work was.
        self.shelf.delete_work(key)
        if kept.stand_ins:
            self.shelf.delete_source(key)
        if kept.discard:
            self.shelf.delete_recording(key)

    def code(self, key: str, progress: Progress) -> None:
        """Code a session whose language, goal and roles a person has checked."""
        kept = self.shelf.get(key)
        if kept is None or kept.data is None:
            return
        progress("model")
        coder = self.load()
        progress("code")
        coded = coder.code(session_from_json(kept.data), goal=kept.goal)
        progress("keep")
        self.shelf.keep_coding(key, coded)

    def _sessions(self, kept: Kept, progress: Progress) -> tuple[Session, ...]:
        path = self.shelf.home.files(kept.key) / str(kept.source)
        if path.suffix not in SUFFIXES:
            progress("read")
            return read_all(path)
        asked = Asked(kept.language or "", kept.n_speakers)
        work = self.shelf.home.work(kept.key)
        work.mkdir(exist_ok=True)
        return (self.transcribe(path, asked, work, progress),)

    def _guessed(self, session: Session) -> Session:
        if session.speakers == (UNKNOWN,):
            return session  # Who speaks in which line is asked of the person.
        coder = self.load()
        try:
            return coder.prepare(session)
        except LanguageError:
            # Asked of the person; until then any of the four will do to find the practitioner.
            known = coder.prepare(replace(session, language="da"))
            return replace(known, language=None)
        except RoleError:
            if len(session.speakers) < 2:
                raise
            return session

    def _let_review(self, key: str, session: Session, kept: Kept) -> None:
        if kept.stand_ins:
            Reviews(self.shelf).keep(key, Review(session))


def _shown(session: Session, kept: Kept) -> Session:
    """The session as it is kept."""
    return Review(session).done().session if kept.stand_ins else session
