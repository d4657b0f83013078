"""Files as a whole: WebVTT, dispatch, encodings, and everything that is no transcript."""

from collections.abc import Callable
from pathlib import Path

import pytest

from spejl.errors import TranscriptError
from spejl.readers import SUFFIXES, read, read_all, read_coded
from spejl.readers.names import session_id

Writer = Callable[[str, str | bytes], Path]
MITI = "id: a\nlanguage: da\ncoder: k1\n---\nP Q:open | Hvad nu?\n\nC neutral | Ja.\n"
VTT = """WEBVTT

00:00:01.000 --> 00:00:02.500
<v Åse>Hej

00:00:02.500 --> 00:00:03.000
<v Åse>med dig

00:00:03.500 --> 00:00:04.000
<v Bo Ek>Ja.</v>
"""


def test_vtt_voices_and_times(write: Writer) -> None:
    session = read(write("a.vtt", VTT))
    assert [(t.speaker, t.text, t.start, t.end) for t in session.turns] == [
        ("Åse", "Hej med dig", 1.0, 3.0),
        ("Bo Ek", "Ja.", 3.5, 4.0),
    ]


def test_vtt_names_before_a_colon(write: Writer) -> None:
    text = VTT.replace("<v Åse>", "Åse: ").replace("<v Bo Ek>Ja.</v>", "[SPEAKER_01]: Ja.")
    assert [t.speaker for t in read(write("a.vtt", text)).turns] == ["Åse", "SPEAKER_01"]


def test_vtt_two_voices_in_one_caption(write: Writer) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Hej</v> <v B>Ja</v>\n"
    assert [(t.speaker, t.text) for t in read(write("a.vtt", text)).turns] == [
        ("A", "Hej"),
        ("B", "Ja"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hemmeligt\n", "not WebVTT"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nhemmeligt uden navn\n", "no speaker"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>hemmeligt\n", "only one speaker"),
        ("WEBVTT\n", "no captions"),
    ],
)
def test_bad_vtt(write: Writer, text: str, says: str) -> None:
    with pytest.raises(TranscriptError) as error:
        read(write("a.vtt", text))
    assert says in str(error.value)
    assert "hemmeligt" not in str(error.value).removeprefix(str(error.value.path))


def test_miti_and_json_are_read_with_and_without_codes(write: Writer) -> None:
    from spejl.serialize import coded_to_json

    path = write("a.miti", MITI)
    coded = read_coded(path)
    assert read(path) == coded.session
    assert read_coded(write("a.json", coded_to_json(coded))) == coded


def test_codes_are_not_found_in_a_plain_transcript(write: Writer) -> None:
    with pytest.raises(TranscriptError, match=r"\.miti and \.json"):
        read_coded(write("a.txt", "A: Hej.\nB: Ja."))


CONTAINERS = (".docx", ".xlsx", ".pdf", ".eaf")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("content", [b"", b" \n\n"])
def test_empty_files(write: Writer, suffix: str, content: bytes) -> None:
    with pytest.raises(TranscriptError, match="empty"):
        read_all(write(f"a{suffix}", content))


@pytest.mark.parametrize("suffix", [s for s in SUFFIXES if s not in CONTAINERS])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "not a text file"),
        (b"A: hemmeligt \x07\nB: Ja", "control characters"),
        (b"\xff\xfeA", "utf-16"),
    ],
)
def test_no_text(write: Writer, suffix: str, content: bytes, says: str) -> None:
    with pytest.raises(TranscriptError) as error:
        read_all(write(f"a{suffix}", content))
    assert says in str(error.value)
    assert "hemmeligt" not in str(error.value).removeprefix(str(error.value.path))


def test_bytes_that_are_no_language_are_refused(write: Writer) -> None:
    with pytest.raises(TranscriptError, match="encoding"):
        read(write("a.txt", bytes(range(0xA1, 0xBF)) * 20))


def test_a_huge_file_is_refused_before_it_is_read(write: Writer) -> None:
    with pytest.raises(TranscriptError, match="more than"):
        read(write("a.txt", "A: Hej.\nB: Ja.\n"), max_bytes=5)


def test_missing_files_folders_and_other_endings(tmp_path: Path, write: Writer) -> None:
    with pytest.raises(TranscriptError, match="no such file"):
        read(tmp_path / "none.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(TranscriptError, match="folder"):
        read(tmp_path / "folder.txt")
    with pytest.raises(TranscriptError, match=r"'\.exe' are not read"):
        read(write("a.exe", "A: Hej."))


def test_windows_line_ends_and_cp1252(write: Writer) -> None:
    text = "Åse: Blåbærgrød.\r\nBjørn: Rødgrød med fløde på.\r\n"
    assert read(write("a.txt", text.encode("cp1252"))).turns[1].text == "Rødgrød med fløde på."


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("", "session"),
        ("æøå", "aeoeaa"),
        ("...", "session"),
    ],
)
def test_session_ids_are_safe_file_names(name: str, safe: str) -> None:
    assert session_id(name) == safe


def test_vtt_names_line_by_line_and_escapes(write: Writer) -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nAnna: Hva nå?\nOla: Is &amp; brus.\n\n"
        "00:03.000 --> 00:04.000\nLegen sa det: slutt nå.\n\n00:05.000 --> 00:06.000\nAnna: Ja.\n"
    )
    assert [(t.speaker, t.text) for t in read(write("a.vtt", text)).turns] == [
        ("Anna", "Hva nå?"),
        ("Ola", "Is & brus. Legen sa det: slutt nå."),
        ("Anna", "Ja."),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("WEBVTT\n\n00:01.000 -> 00:02.000\n<v A>hemmeligt\n", 3),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Hej\n\nhemmeligt rest\n", 6),
    ],
)
def test_vtt_text_of_no_caption_is_refused_with_its_line(
    write: Writer, text: str, line: int
) -> None:
    with pytest.raises(TranscriptError, match="belongs to no caption") as error:
        read(write("a.vtt", text))
    assert error.value.line == line
