"""Files as other programs write them, in the four languages, with their oddities."""

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from spejl.errors import MissingExtraError, TranscriptError
from spejl.readers import read, read_all

Writer = Callable[[str, str | bytes], Path]
FIXTURES = Path(__file__).parent / "fixtures"

READ = {
    # BOM, Windows line ends, a break inside a caption, tags, and an empty line too many.
    "sv-namn.srt": [
        ("Vägledare", "Hur har veckan varit?", 1.0, 3.2),
        ("Klient", "Sådär. Jag rökte bara på kvällarna. Nästan.", 3.4, 6.0),
        ("Vägledare", "Det har redan hänt något.", 6.5, 8.25),
    ],
    # A caption without a speaker goes on with the one before.
    "nb-speaker.srt": [
        ("SPEAKER_00", "Hva tenker du om det?", 0.5, 2.0),
        ("SPEAKER_01", "Jeg vet ikke helt. Kanskje senere.", 2.1, 4.9),
        ("SPEAKER_00", "Senere høres bedre ut.", 3605.0, 3606.0),
    ],
    "da-teams.vtt": [
        ("Lene Østergård", "Hvad kunne være et første skridt?", 0.64, 2.12),
        ("Carl & Mo", "At ringe til lægen.", 2.5, 4.0),
    ],
    "da-whisperx.json": [
        ("SPEAKER_00", "Hvad fylder mest lige nu?", 0.031, 2.113),
        ("SPEAKER_01", "Altså, søvnen. Jeg sover elendigt.", 2.5, 6.0),
        ("SPEAKER_00", "Det slider på dig.", 6.2, 8.0),
    ],
    # A segment without a speaker, and one without text.
    "nn-atrain.json": [
        ("SPEAKER_01", "Kva er viktig for deg?", 0.0, 2.0),
        ("UNKNOWN", "Ehm.", 2.0, 2.4),
        ("SPEAKER_00", "Ungane, eigentleg.", 2.5, 5.0),
    ],
    "sv-faster-whisper.json": [
        ("Anna", "Berätta mer.", 0.0, 1.5),
        ("Nils", "Det började i våras.", 1.6, None),
    ],
    # A speaker renamed in the text only, a pause, overlapping speech, escapes.
    "nb-noscribe.html": [
        ("Veileder", "Hva ville vært bra & nyttig for deg?", 0.9, 3.0),
        ("S01", "Å slippe å være så sliten.", 3.1, 6.1),
        ("Veileder", "Mm.", 5.9, 6.5),
        ("S01", "Ja.", 6.6, 7.3),
    ],
    # In cp1252; stamps at the ends of paragraphs.
    "da-maxqda.txt": [
        ("Behandler", "Hvad har du selv tænkt på?", None, 4.2),
        ("Klient", "At gå en tur hver dag, måske om aftenen.", None, 9.8),
        ("Behandler", "Aftenen passer dig bedst.", None, 12.3),
    ],
    "nn-maxqda.txt": [
        ("Rådgjevar", "Kva gjer du når suget kjem?", 220.5, None),
        ("Berit", "Eg ringjer syster mi.", 224.3, None),
        ("Rådgjevar", "Du har nokon å støtte deg til.", 227.0, None),
    ],
    "sv-nvivo.txt": [
        ("Sjuksköterska", "Vad skulle behöva hända?", 0.0, 4.2),
        ("Patient", "Att jag slutade skjuta upp det.", 4.2, 9.5),
        ("Sjuksköterska", "Du är trött på att vänta.", 9.5, 12.0),
    ],
    "nb-atrain.txt": [
        ("SPEAKER_00", "Hva er det beste med å la være? Hvis du tenker etter: hva da?", 0.0, None),
        ("SPEAKER_01", "Da våkner jeg uthvilt.", 5.0, None),
        ("Speaker undefined", "Mm.", 7.0, None),
        ("SPEAKER_00", "Uthvilt, og det betyr noe for deg.", 8.0, None),
    ],
    "da-atrain-nvivo.txt": [
        ("SPEAKER_01", "Hvor vigtigt er det for dig?", 0.0, None),
        ("SPEAKER_00", "En syver, måske. Klokken 12:30 var det en fem.", 2.0, None),
        ("SPEAKER_01", "Det steg på en halv dag.", 7.0, None),
    ],
    "da-stempler.txt": [
        ("Bo", "Hvad gjorde du så?", 12.0, None),
        ("Eva", "Jeg gik hjem. Og sov.", 15.0, None),
        ("Bo", "Det var nok for i dag.", 19.0, None),
    ],
    "sv-tabbar.txt": [
        ("Anna", "Vad tar du med dig?", 1.0, None),
        ("Nils", "Att det går.", 4.0, None),
        ("Anna", "Det går.", 6.0, None),
    ],
    "da-cp1252.rtf": [
        ("Sygeplejerske", "Hvad har du prøvet før?", None, None),
        ("Patient", "Plastre. De kløede på armen.", None, None),
        ("Sygeplejerske", "Så dem vil du ikke have igen.", None, None),
    ],
    # A table, and letters as \u escapes.
    "nn-unicode.rtf": [
        ("Rådgjevar", "Kva høver for deg?", None, None),
        ("Klient", "Å gå til jobben.", None, None),
    ],
    # Tiers overlap, one annotation is empty, one has no time of its own, one tier holds codes.
    "sv-overlapp.eaf": [
        ("Terapeut", "Hur går det på jobbet & hemma?", 0.0, 2.0),
        ("Klient", "Bättre, jag äter frukost nu.", 1.5, 6.0),
        ("Terapeut", "Mm. Du orkar mer.", 3.0, 7.5),
    ],
    "da-deltagere.eaf": [
        ("Åse", "Hvordan går det på arbejdet?", 0.0, 2.0),
        ("Bjørn", "Bedre, jeg spiser morgenmad.", 1.5, 6.0),
        ("Åse", "Mm. Du kan mere nu.", 3.0, 7.5),
    ],
    # Escaped quotes, a line break in a label, overlap, a point tier.
    "nb-lang.TextGrid": [
        ("Behandler", 'Hva sa du til "sjefen"?', 0.0, 2.25),
        ("Klient", "At jeg trenger en pause, og at jeg tar den.", 2.3, 8.5),
        ("Behandler", "Å ja.", 4.0, 4.5),
    ],
    # The short form, in UTF-16.
    "sv-kort.TextGrid": [
        ("Åsa", "Vad hände sedan?", 0.0, 1.5),
        ("Örjan", "Jag sa nej.", 1.5, 4.0),
    ],
    # Retracing, pause, trailing off, a continued line, a turn without words, a %cod tier.
    "nn-terapi.cha": [
        ("Therapist", "kva kva trur du sjølv, Bo?", 0.0, 2.3),
        ("Client", "eg eg veit ikkje heilt… kanskje eg skal prøve.", 2.3, 5.1),
        ("Therapist", "du er nyfiken.", 5.2, 6.0),
    ],
    "da-navne.cha": [
        ("Anne", "hvor tit sker det?", None, None),
        ("Per", "hver fredag.", None, None),
    ],
}
REFUSED = {"nn-bombe.eaf": "document type or entities"}


@pytest.mark.parametrize("name", READ)
def test_turns(name: str) -> None:
    session = read(FIXTURES / name)
    assert [(t.speaker, t.text, t.start, t.end) for t in session.turns] == READ[name]


def test_every_fixture_is_used() -> None:
    assert {p.name for p in FIXTURES.iterdir()} == {*READ, *REFUSED}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    with pytest.raises(TranscriptError, match=REFUSED[name]):
        read(FIXTURES / name)


SRT = "1\n00:00:01,000 --> 00:00:02,000\n"
EAF = (FIXTURES / "sv-overlapp.eaf").read_text(encoding="utf-8")
GRID = (FIXTURES / "nb-lang.TextGrid").read_text(encoding="utf-8")
HTML = '<a name="ts_0_900_{}">hemmeligt</a>'


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.srt", "hemmeligt\n", "not SRT"),
        ("a.srt", SRT + "hemmeligt\n", "caption 1 has no speaker"),
        ("a.srt", SRT + "A: hemmeligt\n", "only one speaker"),
        ("a.srt", SRT + "\n", "no speech"),
        ("a.srt", "1" * 30, "no line of an SRT"),
        ("a.json", "[]", "no speech"),
        ("a.json", '{"segments": {"a": "hemmeligt"}}', "no list"),
        ("a.json", '[{"text": "hemmeligt"}]', "no segment has a speaker"),
        ("a.json", '[{"speaker": "A"}]', "segment 1 has no text"),
        ("a.json", '[{"speaker": 1, "text": "hemmeligt"}]', "speaker of segment 1"),
        ("a.json", '[{"speaker": "A", "text": "x", "start": "nu"}]', "a time of segment 1"),
        ("a.json", '[{"speaker": "A", "text": "x", "start": NaN}]', "a time of segment 1"),
        ("a.json", '{"turns": "hemmeligt"}', "not written by Spejl"),
        ("a.html", "<p>hemmeligt</p>", "not written by noScribe"),
        ("a.html", HTML.format(""), "no stretch has a speaker"),
        ("a.html", HTML.format("S00"), "only one speaker"),
        ("a.rtf", "hemmeligt", "not RTF"),
        ("a.rtf", r"{\rtf1 hemmeligt}", "no speakers"),
        ("a.eaf", "<hemmeligt", "XML is broken"),
        ("a.eaf", "<hemmeligt/>", "not an ELAN file"),
        ("a.eaf", EAF.replace('"Klient"', '"Terapeut" PARTICIPANT="A"'), "only one speaker"),
        ("a.eaf", EAF.replace('TIER_ID="Klient"', 'TIER_ID="Terapeut"'), "two tiers"),
        ("a.eaf", EAF.replace('"1500"', '"hemmeligt"'), "no milliseconds"),
        ("a.eaf", EAF.replace('REF1="ts3"', 'REF1="ts99"'), "no time slot"),
        ("a.TextGrid", "hemmeligt", "not a TextGrid"),
        ("a.TextGrid", GRID.replace("Klient", "Behandler"), "two tiers have one name"),
        ("a.TextGrid", GRID.replace("intervals [2]", "hemmeligt"), "not a TextGrid"),
        ("a.TextGrid", GRID[:300], "cannot be read"),
        ("a.cha", "hemmeligt", "not CHAT"),
        ("a.cha", "@UTF8\n@Begin\n*A:\themmeligt .\n@End\n", "only one speaker"),
        ("a.cha", "@UTF8\n@Begin\n*A:\t" + "hemmeligt " * 600, "more than 5000"),
        ("a.doc", "hemmeligt", "save it as .docx"),
    ],
)
def test_broken_files_are_refused_and_not_quoted(
    write: Writer, name: str, text: str, says: str
) -> None:
    with pytest.raises(TranscriptError) as error:
        read_all(write(name, text))
    assert says in str(error.value)
    assert "hemmeligt" not in str(error.value).removeprefix(str(error.value.path))


@pytest.mark.parametrize("name", ["sv-namn.srt", "da-cp1252.rtf", "nb-lang.TextGrid"])
def test_the_content_tells_the_form_of_a_txt(write: Writer, name: str) -> None:
    path = write("a.txt", (FIXTURES / name).read_bytes())
    assert [(t.speaker, t.text, t.start, t.end) for t in read(path).turns] == READ[name]


def test_chat_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pylangacq", None)
    with pytest.raises(MissingExtraError, match=r"spejl\[formats\]"):
        read(FIXTURES / "da-navne.cha")


def test_reading_gives_no_warnings() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in READ:
            read(FIXTURES / name)
