"""Who speaks when, by a pyannote.audio pipeline that the user has in a folder.

Made for `speaker-diarization-community-1` (CC BY 4.0; its terms must be accepted where it is
downloaded). Written after the library's documentation and tried on a stand-in only: it has not
been run with the real library. pyannote.audio reports use over the network unless it is told not
to before it is imported; it is told not to here.
"""

import importlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from spejl.errors import MissingExtraError, ModelError
from spejl.transcribe.sound import RATE, Sound
from spejl.transcribe.spans import Speakers, SpeakerStretch, Stretch, in_order

_QUIET = {
    "PYANNOTE_METRICS_ENABLED": "0",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}


class Pyannote:
    """A pipeline of pyannote.audio 4; overlaps are marked.

    The whole sound is read into memory (230 MB an hour), as the library wants it.

    Args:
        folder: The pipeline's folder, with its `config.yaml`.

    Raises:
        ModelError: The folder does not hold a pipeline that can be loaded.
        MissingExtraError: pyannote.audio is not installed.
    """

    name = "pyannote"

    def __init__(self, folder: Path) -> None:
        if not (folder / "config.yaml").is_file():
            raise ModelError(
                "there is no config.yaml; expected the folder of a pyannote pipeline such as "
                "speaker-diarization-community-1",
                folder,
            )
        os.environ.update(_QUIET)
        try:
            library = importlib.import_module("pyannote.audio")
            self._torch = importlib.import_module("torch")
        except ImportError:
            raise MissingExtraError("Telling speakers apart by pyannote", "pyannote") from None
        try:
            self._pipeline: Any = library.Pipeline.from_pretrained(str(folder))
        except Exception as error:
            raise ModelError(
                f"pyannote.audio could not load the pipeline ({type(error).__name__}); see "
                "whether all its parts are in the folder",
                folder,
            ) from error
        if self._pipeline is None:
            raise ModelError("pyannote.audio found no pipeline here", folder)

    def find(self, sound: Sound, speech: Sequence[Stretch], n_speakers: int | None = 2) -> Speakers:
        """See `Diariser`; `speech` is not used, since the pipeline finds speech itself."""
        samples = np.ascontiguousarray(sound.samples(0.0, sound.seconds)[None])
        given = {"waveform": self._torch.from_numpy(samples), "sample_rate": RATE}
        wanted = {} if n_speakers is None else {"num_speakers": n_speakers}
        output = self._pipeline(given, **wanted)
        annotation = getattr(output, "speaker_diarization", output)
        stretches: list[SpeakerStretch] = []
        names: dict[str, int] = {}
        for segment, _, name in annotation.itertracks(yield_label=True):
            who = names.setdefault(str(name), len(names))
            stretches.append(SpeakerStretch(float(segment.start), float(segment.end), who))
        reason = _doubt(len(names), n_speakers)
        return Speakers(in_order(stretches), len(names), not reason, reason)


def _doubt(found: int, expected: int | None) -> str:
    """Why a person should look; empty where there is no reason."""
    if expected is not None and found != expected:
        return f"{found} voices were found where {expected} were expected"
    if expected is None and found != 2:
        return f"{found} voices were found; say how many speakers there are"
    return ""
