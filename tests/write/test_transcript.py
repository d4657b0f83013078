"""Transcripts written and read back."""

from pathlib import Path

import pympi
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conftest import build
from spejl.codes import Code
from spejl.errors import ConvertError
from spejl.readers import read, read_coded
from spejl.sessions import CodedSession, CodedUtterance, Role, Session, Turn, Utterance
from spejl.write import FORMS, write_transcript
from spejl.write.speech import clock, coded_text, timed

TURNS = (
    Turn("Åse Berg", "Hvad tænker du om <det> & det andet?", 0.5, 2.25),
    Turn("SPEAKER_01", "Jeg sagde: nej --> ja.", 2.0, 4.0),
    Turn("Åse Berg", "=1+1 er {to}.", 3605.123, 3606.0),
)
SESSION = Session("møde-1", TURNS, "da", "gå mere")
TIMED = (".vtt", ".srt", ".eaf", ".txt", ".docx")


@pytest.mark.parametrize("suffix", TIMED)
def test_names_times_and_text_come_back(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    write_transcript(SESSION, path)
    assert read(path).turns == TURNS


@pytest.mark.parametrize("suffix", [".txt", ".docx", ".json"])
def test_the_goal_comes_back(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    write_transcript(SESSION, path)
    assert read(path).goal == "gå mere"


@pytest.mark.parametrize("suffix", [".txt", ".docx"])
def test_turns_without_times(tmp_path: Path, suffix: str) -> None:
    turns = (Turn("A", "Hej."), Turn("B", ""), Turn("A", "Er du der?", 4.0))
    path = tmp_path / f"a{suffix}"
    write_transcript(Session("a", turns), path)
    assert read(path).turns == turns


CODED = build(
    [
        ("P", "Q:open", "Hvad nu?"),
        ("C", "change:D", "Jeg vil gerne ud."),
        ("P", "SR|AF", "Du vil ud."),
        ("O", "", "Mm."),
    ]
)


def with_times(coded: CodedSession) -> CodedSession:
    turns = tuple(
        Turn(t.speaker, t.text, 2.0 * n, 2.0 * n + 1.5) for n, t in enumerate(coded.session.turns)
    )
    session = Session("a", turns, "nn", coded.session.goal, coded.session.roles)
    return CodedSession(session, coded.utterances, coded.coder)


@pytest.mark.parametrize("suffix", TIMED)
def test_codes_never_become_speech(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    coded = with_times(CODED)
    write_transcript(coded, path)
    assert read(path).turns == coded.session.turns


def test_json_keeps_everything(tmp_path: Path) -> None:
    write_transcript(CODED, tmp_path / "a.json")
    assert read_coded(tmp_path / "a.json") == CODED


def test_codes_in_plain_text(tmp_path: Path) -> None:
    write_transcript(CODED, tmp_path / "a.txt")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8").splitlines() == [
        "Mål: gå mere",
        "",
        "P: Hvad nu? {Q:open}",
        "C: Jeg vil gerne ud. {change:D}",
        "P: Du vil ud. {SR, AF}",
        "O: Mm.",
    ]


def test_codes_stand_after_their_utterance() -> None:
    text = "Du er træt. Hvad nu?"
    units = (
        CodedUtterance(Utterance(0, 0, 11, Role.PRACTITIONER, text[:11]), code=Code.SR, doubt=True),
        CodedUtterance(Utterance(0, 12, 20, Role.PRACTITIONER, text[12:]), code=Code.Q),
    )
    coded = CodedSession(Session("a", (Turn("P", text),)), units, "k")
    assert coded_text(coded, 0) == "Du er træt. {SR?} Hvad nu? {Q}"


def test_codes_in_word_have_their_own_column(tmp_path: Path) -> None:
    import docx

    write_transcript(with_times(CODED), tmp_path / "a.docx")
    (table,) = docx.Document(str(tmp_path / "a.docx")).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Tid", "Talar", "Tekst", "Kodar"]
    assert rows[3] == ["00:00:04.000 --> 00:00:05.500", "P", "Du vil ud.", "SR, AF"]
    assert rows[4][3] == ""


def test_another_program_finds_speech_and_codes_in_eaf(tmp_path: Path) -> None:
    write_transcript(with_times(CODED), tmp_path / "a.eaf")
    eaf = pympi.Eaf(str(tmp_path / "a.eaf"))
    assert eaf.get_annotation_data_for_tier("P") == [
        (0, 1500, "Hvad nu?"),
        (4000, 5500, "Du vil ud."),
    ]
    codes = eaf.tiers["codes of P"][1]
    assert [(parent, code, before) for parent, code, before, _ in codes.values()] == [
        ("turn-0", "Q:open", None),
        ("turn-2", "SR", None),
        ("turn-2", "AF", "code-2-0"),
    ]


def test_eaf_has_each_part_once(tmp_path: Path) -> None:
    from xml.etree import ElementTree

    write_transcript(with_times(CODED), tmp_path / "a.eaf")
    root = ElementTree.parse(tmp_path / "a.eaf").getroot()
    assert [part.get("TIER_ID", part.tag) for part in root] == [
        "HEADER",
        "TIME_ORDER",
        *("P", "C", "O", "codes of P", "codes of C"),
        *("LINGUISTIC_TYPE", "LINGUISTIC_TYPE", "CONSTRAINT"),
    ]
    ids = [part.get(key) for key in ("TIME_SLOT_ID", "ANNOTATION_ID") for part in root.iter()]
    named = [name for name in ids if name]
    assert len(named) == len(set(named)) == 2 * 4 + 4 + 4


def test_turn_numbers_are_kept_as_ids(tmp_path: Path) -> None:
    write_transcript(SESSION, tmp_path / "a.vtt")
    text = (tmp_path / "a.vtt").read_text(encoding="utf-8")
    assert text.startswith("WEBVTT\n\nNOTE session møde-1\n\nturn-0\n00:00:00.500 --> 00:00:02.250")


def test_ends_that_are_not_known() -> None:
    turns = (Turn("A", "x", 1.0), Turn("B", "y", 3.0), Turn("A", "z", 3.0), Turn("B", "æ", 9.0))
    found = [(start, end) for _, start, end in timed(Session("a", turns), "x", "x")]
    # Of two turns that begin together the first gets a second; the last has none after it.
    assert found == [(1.0, 3.0), (3.0, 4.0), (3.0, 9.0), (9.0, 10.0)]


@pytest.mark.parametrize(
    ("turns", "name", "says"),
    [
        (TURNS, "a.pdf", "'.pdf' are not written"),
        ((Turn("A", "hemmeligt"), Turn("B", "y", 1.0)), "a.vtt", "1 of 2 turns have no time"),
        ((Turn("A", "hemmeligt"), Turn("B", "y")), "a.eaf", "2 of 2 turns have no time"),
        ((Turn("A: b", "hemmeligt", 0.0), Turn("B", "y", 1.0)), "a.srt", "speaker 1"),
        ((Turn("A", "hemmeligt"), Turn("på gensyn", "y")), "a.txt", "speaker 2"),
        (TURNS, "there.txt", "exists already"),
        (TURNS, "no/such/a.txt", "cannot be written"),
    ],
)
def test_what_cannot_be_written(
    tmp_path: Path, turns: tuple[Turn, ...], name: str, says: str
) -> None:
    (tmp_path / "there.txt").write_text("før", encoding="utf-8")
    with pytest.raises(ConvertError) as error:
        write_transcript(Session("a", turns), tmp_path / name)
    assert says in str(error.value)
    assert ".part" not in str(error.value)
    assert "hemmeligt" not in str(error.value)
    assert [p.name for p in tmp_path.iterdir()] == ["there.txt"]


_WORDS = st.lists(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Cf")), min_size=1),
    max_size=6,
).map(lambda words: " ".join(" ".join(words).split()))
_SPOKEN = st.lists(_WORDS.filter(bool).filter(lambda text: "[" not in text), min_size=2)


@pytest.mark.parametrize("suffix", FORMS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=_SPOKEN)
@example(texts=["0", "0" * 20])
def test_any_text_comes_back(tmp_path: Path, suffix: str, texts: list[str]) -> None:
    turns = tuple(Turn("AB"[n % 2], t, 2.0 * n, 2.0 * n + 1) for n, t in enumerate(texts))
    path = tmp_path / f"a{suffix}"
    path.unlink(missing_ok=True)
    write_transcript(Session("a", turns), path)
    assert read(path).turns == turns


@given(st.integers(0, 10**8))
def test_clock_times_are_read_back(milliseconds: int) -> None:
    from spejl.readers import seconds

    if milliseconds < 360_000_000:
        assert seconds(clock(milliseconds / 1000)) == pytest.approx(milliseconds / 1000)


def test_the_forms_are_those_promised() -> None:
    assert set(FORMS) == {*TIMED, ".json"}
