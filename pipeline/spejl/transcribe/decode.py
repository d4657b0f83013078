"""Recordings of any common form to 16 kHz sound on disk, packet by packet (PyAV, its own FFmpeg).

What a file is is found by its content; its ending does not matter. Only forms that hold sound
themselves are opened, and only as files: a playlist cannot make the decoder fetch something.
"""

import errno
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spejl.errors import AudioError, MissingExtraError
from spejl.transcribe.levels import layout, levels
from spejl.transcribe.sound import NOTE, PCM, RATE, Sound, open_sound, save_sound

# fmt: off
SUFFIXES = (
    ".3g2", ".3gp", ".aac", ".aif", ".aiff", ".amr", ".caf", ".flac",
    ".m4a", ".m4b", ".mka", ".mkv", ".mov", ".mp3", ".mp4", ".oga",
    ".ogg", ".opus", ".wav", ".webm", ".wma", ".wmv",
)
"""Endings of files that are taken for recordings when a folder is searched."""
# fmt: on

_FORMS = (
    "aac,aiff,amr,amrnb,amrwb,asf,au,caf,dss,flac,matroska,mov,mp3,ogg,w64,wav,webm"  # FFmpeg's
)
_LOCKED_CODECS = {"drms", "enca"}
_LOCKED_NOTES = {"asf_protection_type", "encryption"}
_STATING = {"aiff", "asf", "caf", "flac", "matroska", "mov", "wav"}
"""Forms that state their length; of the others FFmpeg reckons it from the size of the file."""
_SIZE_UNKNOWN = 0x7FFF_0000
_SPARE = 50_000_000
_STEP = 60.0
_SHORT = 1.0
"""Seconds that may be missing at the end before the recording counts as cut off."""


def decode(path: Path, folder: Path, progress: Callable[[float], None] | None = None) -> Sound:
    """Take the sound out of a recording, into a folder.

    Samples become 16 000 a second in 16 bits. Two channels stay two only where each has a
    speaker of its own; everything else is mixed to one. The folder holds the whole sound
    afterwards, or nothing new: `open_sound` opens it again.

    Args:
        path: The recording; sound or video.
        folder: Where the samples go; made if it is not there. An hour takes 115 MB, and while
            two channels are examined twice that or more.
        progress: Called with the share that is done, from 0 to 1.

    Raises:
        AudioError: There is no sound in the file, it is empty, broken or encrypted, or the disk
            has no room for it.
        MissingExtraError: The libraries are not installed.
    """
    if not path.is_file():
        raise AudioError("there is no such file", path)
    if path.stat().st_size == 0:
        raise AudioError("the file is empty; copy the recording again", path)
    folder.mkdir(parents=True, exist_ok=True)
    raw, mixed = folder / f"{PCM}.raw.part", folder / f"{PCM}.part"
    try:
        sound = _channels(_decoded(path, raw, progress), mixed)
        (folder / NOTE).unlink(missing_ok=True)
        sound.path.replace(folder / PCM)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise AudioError(f"the disk of {folder} is full; make room and run again", path) from None
    finally:
        raw.unlink(missing_ok=True)
        mixed.unlink(missing_ok=True)
    save_sound(sound, folder)
    if progress is not None:
        progress(1.0)
    return open_sound(folder)


def _decoded(path: Path, raw: Path, progress: Callable[[float], None] | None) -> Sound:
    """The samples as they come, in one channel or two."""
    with _opened(path) as container:
        stream = _audio(container, path)
        n_channels = 2 if stream.codec_context.layout.nb_channels == 2 else 1
        expected = _estimated(container, stream)
        stated = _stated(container, stream, path)
        _check_room(path, raw.parent, expected, n_channels)
        n = 0
        problems: list[str] = []
        with raw.open("wb") as file:
            for piece in _samples(container, stream, n_channels, problems):
                file.write(piece.tobytes())
                n += piece.size // n_channels
                if progress is not None and expected:
                    progress(min(n / RATE / expected, 0.99))
    if n == 0:
        raise AudioError(
            "nothing in this file could be decoded; it is broken, encrypted, or of a kind that is "
            "not supported: open it in the program that made it and save it as WAV or MP3",
            path,
        )
    return Sound(raw, n / RATE, n_channels, str(path), _warning(n / RATE, stated, problems))


def _opened(path: Path) -> Any:
    try:
        import av
    except ImportError:
        raise MissingExtraError("Reading recordings", "audio") from None
    options = {"protocol_whitelist": "file", "format_whitelist": _FORMS}
    try:
        return av.open(str(path.resolve()), options=options, metadata_errors="replace")
    except PermissionError:
        raise AudioError("the file may not be read; check its permissions", path) from None
    except (av.FFmpegError, ValueError):
        raise AudioError(
            "this is not a recording that can be read: it is of another kind, or broken, as when a "
            "recorder was stopped before it closed the file; expected wav, mp3, m4a, mp4, wma, "
            "3gp, amr, ogg, opus, flac, webm, aac or mov. Open it in the program that made it and "
            "save it as WAV or MP3",
            path,
        ) from None


def _audio(container: Any, path: Path) -> Any:
    """The audio stream.

    Raises:
        AudioError: There is none, or it is encrypted.
    """
    if not container.streams.audio:
        raise AudioError("there is no sound in this file, only pictures or data", path)
    stream = container.streams.best("audio") or container.streams.audio[0]
    context = stream.codec_context
    notes = {key.lower() for key in (*container.metadata, *stream.metadata)}
    if notes & _LOCKED_NOTES or (context is not None and context.codec_tag in _LOCKED_CODECS):
        raise AudioError(
            "the recording is encrypted (copy protection or a recorder's password); save it "
            "without protection in the program that made it",
            path,
        )
    if context is None:
        raise AudioError(
            "its sound is of a kind that is not supported; save it as WAV or MP3 in the program "
            "that made it",
            path,
        )
    return stream


def _estimated(container: Any, stream: Any) -> float | None:
    """How long the sound probably is, in seconds; None where nothing tells."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return None if container.duration is None else float(container.duration / 1e6)


def _stated(container: Any, stream: Any, path: Path) -> float | None:
    """How long the file says that its sound is, in seconds; None where it does not say."""
    form = container.format.name.split(",")[0]
    seconds = _estimated(container, stream)
    if form not in _STATING or seconds is None:
        return None
    if stream.duration is None and container.streams.video:
        return None
    return seconds * _wav_share(path) if form == "wav" else seconds


def _wav_share(path: Path) -> float:
    """The length that a WAV file's header gives, as a share of what is there; 1 if it gives none.

    FFmpeg takes the file's own length for the sound's, so that a file cut short looks whole.
    """
    with path.open("rb") as file:
        head = file.read(8)
    size = int.from_bytes(head[4:8], "little") + 8
    there = path.stat().st_size
    known = head[:4] == b"RIFF" and size < _SIZE_UNKNOWN
    return max(size / there, 1.0) if known else 1.0


def _check_room(path: Path, folder: Path, seconds: float | None, n_channels: int) -> None:
    needed = (seconds or 0.0) * RATE * 2 * (3 if n_channels == 2 else 1) + _SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise AudioError(
            f"its sound needs {needed / 1e6:.0f} MB in {folder}, where {free / 1e6:.0f} MB are "
            "free; make room or choose a folder on another disk",
            path,
        )


def _samples(
    container: Any, stream: Any, n_channels: int, problems: list[str]
) -> Iterator[NDArray[np.int16]]:
    """Interleaved samples, packet by packet; what cannot be decoded is left out and noted."""
    import av

    def resampler() -> Any:
        layout_name = "stereo" if n_channels == 2 else "mono"
        return av.AudioResampler(format="s16", layout=layout_name, rate=RATE)

    current, shape = resampler(), None
    for frame in _frames(container, stream, problems):
        if shape != (frame.format.name, frame.layout.name, frame.sample_rate):
            yield from _taken(current, None)
            current = resampler()
            shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        frame.pts = None
        yield from _taken(current, frame)
    yield from _taken(current, None)


def _taken(resampler: Any, frame: Any) -> Iterator[NDArray[np.int16]]:
    for piece in resampler.resample(frame):
        yield np.asarray(piece.to_ndarray(), np.int16).reshape(-1)


def _frames(container: Any, stream: Any, problems: list[str]) -> Iterator[Any]:
    """Frames of the stream; a broken packet is left out, a broken file ends."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except av.FFmpegError:
            problems.append("the file breaks off")
            return
        try:
            yield from packet.decode()
        except av.FFmpegError:
            problems.append("a packet is broken")


def _warning(seconds: float, stated: float | None, problems: list[str]) -> str:
    """What a person should know of a recording that could be read only in part."""
    said: list[str] = []
    broken = problems.count("a packet is broken")
    if stated is not None and stated - seconds > max(_SHORT, stated * 0.01):
        said.append(
            f"the recording breaks off: {seconds:.0f} of {stated:.0f} seconds could be read"
        )
    elif "the file breaks off" in problems:
        said.append(f"the recording breaks off after {seconds:.0f} seconds")
    if broken:
        said.append(f"{broken} pieces of the sound are broken and were left out")
    return "; ".join(said)


def _channels(sound: Sound, mixed: Path) -> Sound:
    """The sound with two channels where each has a speaker, else with one."""
    if sound.n_channels == 1:
        return sound
    found = layout(levels(sound), levels(sound, mixed=True))
    if found.separate:
        return sound
    with mixed.open("wb") as file:
        for start, end in sound.pieces(_STEP):
            samples = sound.samples(start, end, found.alone)
            file.write(np.round(samples * 32768).clip(-32768, 32767).astype("<i2").tobytes())
    return Sound(mixed, sound.seconds, 1, sound.source, sound.warning)
