"""Recordings of every kind that the decoder promises, and of the kinds that it must refuse."""

import os
import shutil
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from spejl.errors import AudioError
from spejl.transcribe.decode import decode
from spejl.transcribe.sound import PCM, RATE, open_sound
from transcribe.spoken import write_wav

av = pytest.importorskip("av", reason="needs the audio extra")

SECONDS = 6
Mix = Callable[[NDArray[np.float32]], NDArray[np.float32]]
FORMS = {
    "a.wav": ("pcm_s16le", 44_100),
    "a.mp3": ("libmp3lame", 44_100),
    "a.m4a": ("aac", 48_000),
    "a.mp4": ("aac", 44_100),
    "a.mov": ("aac", 44_100),
    "a.aac": ("aac", 44_100),
    "a.wma": ("wmav2", 44_100),
    "a.3gp": ("amr_nb", 8_000),
    "a.amr": ("amr_nb", 8_000),
    "a.ogg": ("libopus", 48_000),
    "a.opus": ("libopus", 48_000),
    "a.flac": ("flac", 48_000),
    "a.webm": ("libopus", 48_000),
}
CONTAINERS = {"aac": "adts", "wma": "asf"}


def tone(hertz: float, rate: int, seconds: float = SECONDS) -> NDArray[np.float32]:
    """Bursts of a tone with pauses, as speech has."""
    at = np.arange(round(seconds * rate)) / rate
    return np.asarray(0.3 * np.sin(2 * np.pi * hertz * at) * (at % 1 < 0.6), np.float32)


def encode(
    path: Path,
    codec: str,
    rate: int,
    channels: NDArray[np.float32],
    options: dict[str, str] | None = None,
) -> Path:
    form = CONTAINERS.get(path.suffix[1:])
    layout = "mono" if len(channels) == 1 else "stereo"
    with av.open(str(path), "w", format=form, options=options or {}) as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        stream.bit_rate = 12_200 if codec == "amr_nb" else 64_000
        whole = (channels.T * 32767).astype(np.int16)
        resampler = av.AudioResampler(
            format=stream.codec_context.format, layout=layout, rate=rate, frame_size=160
        )
        fifo = av.AudioFifo()
        frame = av.AudioFrame.from_ndarray(whole.reshape(1, -1), format="s16", layout=layout)
        frame.sample_rate = rate
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            fifo.write(piece)
        size = stream.codec_context.frame_size or 1024
        while (piece := fifo.read(size, partial=True)) is not None:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("name", FORMS)
def test_every_form(name: str, tmp_path: Path) -> None:
    codec, rate = FORMS[name]
    path = encode(tmp_path / name, codec, rate, tone(400, rate)[None])
    shares: list[float] = []
    sound = decode(path, tmp_path / "out", shares.append)
    assert sound.seconds == pytest.approx(SECONDS, abs=0.15)
    assert (sound.n_channels, sound.warning, sound.source) == (1, "", str(path))
    burst = sound.samples(2.1, 2.5)
    spectrum = np.abs(np.fft.rfft(burst))
    assert spectrum.argmax() * RATE / len(burst) == pytest.approx(400, abs=5)
    assert np.abs(sound.samples(2.75, 2.9)).max() < 0.05
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert open_sound(tmp_path / "out") == sound


def test_goes_by_content_not_by_ending(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp3", "libmp3lame", 44_100, tone(400, 44_100)[None])
    wrong = path.rename(tmp_path / "a.docx")
    assert decode(wrong, tmp_path / "out").seconds == pytest.approx(SECONDS, abs=0.15)


def test_video_with_sound(tmp_path: Path) -> None:
    path = tmp_path / "meeting.mp4"
    with av.open(str(path), "w") as container:
        pictures = container.add_stream("mpeg4", rate=5)
        pictures.width = pictures.height = 64
        pictures.pix_fmt = "yuv420p"
        sound = container.add_stream("aac", rate=16_000, layout="mono")
        for _ in range(5):
            picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            container.mux(pictures.encode(picture))
        container.mux(pictures.encode(None))
        whole = (tone(300, 16_000, 1.024) * 32767).astype(np.int16)
        for at in range(0, 16 * 1024, 1024):
            piece = av.AudioFrame.from_ndarray(whole[None, at : at + 1024], "s16", "mono")
            piece.sample_rate = 16_000
            container.mux(sound.encode(piece))
        container.mux(sound.encode(None))
    assert decode(path, tmp_path / "out").seconds == pytest.approx(1.0, abs=0.15)


def speakers() -> NDArray[np.float32]:
    """Two voices by turns: a second the one, a second the other."""
    at = np.arange(SECONDS * RATE) / RATE
    first = tone(300, RATE) * (at % 2 < 1)
    second = tone(500, RATE) * (at % 2 >= 1)
    return np.array([first, second], np.float32)


def test_a_speaker_on_each_channel(tmp_path: Path) -> None:
    both = speakers() + 0.1 * speakers()[::-1]
    sound = decode(write_wav(both, tmp_path / "a.wav"), tmp_path / "out")
    assert sound.n_channels == 2
    left, right = sound.samples(0.1, 0.5, 0), sound.samples(0.1, 0.5, 1)
    assert np.abs(left).max() > 5 * np.abs(right).max()
    assert np.allclose(sound.samples(0.1, 0.5), (left + right) / 2, atol=1e-6)


def test_a_weaker_channel_is_still_a_speaker(tmp_path: Path) -> None:
    both = speakers() + 0.05 * speakers()[::-1]
    both[1] *= 0.4
    assert decode(write_wav(both, tmp_path / "a.wav"), tmp_path / "out").n_channels == 2


def hum() -> NDArray[np.float32]:
    return np.asarray(0.05 * np.sin(np.arange(SECONDS * RATE) / RATE * 2 * np.pi * 50))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (lambda x: x[0] + x[1], lambda x: x[0] + x[1]),
        (lambda x: x[0] + 0.7 * x[1], lambda x: 0.7 * x[0] + x[1]),
        (lambda x: x[0] + x[1], lambda x: 0.2 * (x[0] + x[1])),
        (lambda x: x[0] + x[1], lambda x: hum()),
        (lambda x: x[0] + x[1], lambda x: -x[0] - x[1]),
    ],
    ids=["same", "a room", "panned", "hum", "turned round"],
)
def test_two_channels_that_are_not_two_speakers(left: Mix, right: Mix, tmp_path: Path) -> None:
    both = np.array([left(speakers()), right(speakers())], np.float32)
    sound = decode(write_wav(both, tmp_path / "a.wav"), tmp_path / "out")
    assert sound.n_channels == 1
    assert np.abs(sound.samples(0.1, 0.5)).max() > 0.05
    assert (tmp_path / "out" / PCM).stat().st_size == SECONDS * RATE * 2


@pytest.mark.parametrize("dead", [0, 1])
def test_a_dead_channel_does_not_halve_the_other(dead: int, tmp_path: Path) -> None:
    both = np.zeros((2, SECONDS * RATE), np.float32)
    both[1 - dead] = tone(400, RATE)
    sound = decode(write_wav(both, tmp_path / "a.wav"), tmp_path / "out")
    assert sound.n_channels == 1
    assert np.abs(sound.samples(0.1, 0.5)).max() == pytest.approx(0.3, abs=0.01)


def refused(path: Path, tmp_path: Path) -> str:
    with pytest.raises(AudioError) as error:
        decode(path, tmp_path / "out")
    assert error.value.path == path
    assert not list((tmp_path / "out").glob("*"))
    return str(error.value)


def test_what_is_not_a_recording(tmp_path: Path) -> None:
    empty, text, picture = (tmp_path / name for name in ("empty.mp3", "text.wav", "picture.mp4"))
    empty.touch()
    text.write_text("Hvad tænker du om det?\n" * 50, encoding="utf-8")
    with av.open(str(picture), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        container.mux([*stream.encode(frame), *stream.encode(None)])
    assert "is empty" in refused(empty, tmp_path)
    assert "not a recording" in refused(text, tmp_path)
    assert "no sound" in refused(picture, tmp_path)
    assert "no such file" in refused(tmp_path / "away.wav", tmp_path)


def test_random_bytes_are_refused(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).integers(0, 256, 20_000, np.uint8).tobytes()
    for name in ("a.wav", "a.m4a", "a.ogg"):
        path = tmp_path / name
        path.write_bytes(noise)
        refused(path, tmp_path)


def test_a_playlist_fetches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.m3u8"
    path.write_text("#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:9/a.mp3\n#EXT-X-ENDLIST\n")
    assert "not a recording" in refused(path, tmp_path)


def test_an_mp4_without_its_index_is_refused(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.m4a", "aac", 48_000, tone(400, 48_000)[None])
    path.write_bytes(path.read_bytes().replace(b"moov", b"xxxx"))
    assert "stopped before it closed the file" in refused(path, tmp_path)


def test_encrypted(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.m4a", "aac", 48_000, tone(400, 48_000)[None])
    path.write_bytes(path.read_bytes().replace(b"mp4a", b"drms"))
    assert "encrypted" in refused(path, tmp_path)


@pytest.mark.parametrize("name", ["a.wav", "a.m4a", "a.flac", "a.webm"])
def test_cut_off_is_read_and_said(name: str, tmp_path: Path) -> None:
    codec, rate = FORMS[name]
    path = tmp_path / name
    noise = np.random.default_rng(2).standard_normal((1, 20 * rate)).astype(np.float32) * 0.05
    encode(path, codec, rate, noise, {"movflags": "faststart"} if name == "a.m4a" else {})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 6 // 10])
    sound = decode(path, tmp_path / "out")
    assert 8 < sound.seconds < 14
    assert "breaks off" in sound.warning and "of 20 seconds" in sound.warning


def test_a_full_disk_is_said_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_wav(tone(400, RATE)[None], tmp_path / "a.wav")
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    message = refused(path, tmp_path)
    assert "needs 50 MB" in message and "1 MB are free" in message


def test_what_breaks_in_the_middle_leaves_nothing_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_wav(speakers(), tmp_path / "a.wav")
    before = decode(path, tmp_path / "out")

    def killed(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        decode(path, tmp_path / "out", killed)
    assert open_sound(tmp_path / "out") == before
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"sound.pcm", "sound.json"}


def test_a_sound_that_is_not_whole_is_not_opened(tmp_path: Path) -> None:
    decode(write_wav(speakers(), tmp_path / "a.wav"), tmp_path / "out")
    with (tmp_path / "out" / PCM).open("r+b") as file:
        file.truncate(100)
    with pytest.raises(AudioError, match="decode the recording again"):
        open_sound(tmp_path / "out")
    with pytest.raises(AudioError):
        open_sound(tmp_path / "nothing")


def test_samples_outside_the_sound_are_none(tmp_path: Path) -> None:
    sound = decode(write_wav(tone(400, RATE)[None], tmp_path / "a.wav"), tmp_path / "out")
    assert len(sound.samples(-1, 2)) == 2 * RATE
    assert len(sound.samples(SECONDS - 1, SECONDS + 9)) == RATE
    assert len(sound.samples(4, 4)) == len(sound.samples(5, 3)) == 0
    assert list(sound.pieces(4)) == [(0, 4), (4, SECONDS)]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_half_an_hour_takes_hardly_more_memory_than_a_minute(tmp_path: Path) -> None:
    """Half an hour in two channels is 115 MB, and 58 MB when they are mixed."""
    minute = np.repeat((tone(400, RATE, 60) * 32767).astype("<i2"), 2).tobytes()
    paths = [tmp_path / "short.wav", tmp_path / "long.wav"]
    for path, minutes in zip(paths, (1, 30), strict=True):
        with wave.open(str(path), "wb") as file:
            file.setparams((2, 2, RATE, minutes * 60 * RATE, "NONE", ""))
            for _ in range(minutes):
                file.writeframesraw(minute)
    script = (
        "import sys; from pathlib import Path\n"
        "from spejl.transcribe.decode import decode\n"
        "for name in sys.argv[2:]:\n"
        "    s = decode(Path(name), Path(sys.argv[1]))\n"
        "    status = Path('/proc/self/status').read_text()\n"
        "    print(round(s.seconds), int(status.split('VmHWM:')[1].split()[0]) // 1024)"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "out"), *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    (short, before), (long, after) = (map(int, line.split()) for line in done.stdout.splitlines())
    assert (short, long) == (60, 1800)
    assert after < before + 25
