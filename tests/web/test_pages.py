"""The whole path as a browser walks it, and what may go wrong on it."""

import errno
import io
import re
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import IntegrityError

from conftest import QuickCoder, Visitor
from spejl.errors import ModelError
from spejl.serialize import parse_miti
from spejl.sessions import CodedSession, Session, Turn
from spejl.web import uploads
from spejl.web.recordings import Asked
from spejl.web.store import Coding, Correction, Job
from spejl.web.store.models import State

TALK = """Mål: gå mere

Behandler: Hvordan går det med turene?
Bo: Jeg vil gerne gå mere.
Behandler: Du vil gerne gå mere, og knæet driller.
Bo: Ja.
Behandler: Hvad kunne hjælpe dig med det?
Bo: En tur hver dag måske.
"""


def ratio(page: str) -> str:
    """Reflections per question as the page shows it."""
    found = re.search(r"<h3>Reflections per question</h3>\s*<div class=\"value\">([^<]+)<", page)
    assert found
    return found[1]


def chips(page: str) -> list[str]:
    """The codes on the page, in order."""
    return re.findall(r"data-edit=[^>]*>([^<]*)<", page)


def test_from_a_file_to_codes(visitor: Visitor) -> None:
    assert "There are none yet." in visitor.client.get("/").text
    address = visitor.put("Tur & tvivl.txt", TALK).json()["go"]
    check = visitor.wait(address)
    assert 'value="Tur &amp; tvivl"' in check
    assert 'value="gå mere"' in check
    assert re.search(r'value="da" lang="da" selected', check)
    assert re.search(r'name="role-0" value="practitioner" checked', check)
    assert re.search(r'name="role-1" value="client" checked', check)
    assert "Jeg vil gerne gå mere." in check
    done = visitor.client.post(f"{address}/checked", data={"language": "da", "goal": "gå mere"})
    assert done.status_code == 200
    page = visitor.wait(address)
    assert chips(page) == [
        *("Question, open", "change talk", "Simple reflection"),
        *("neutral", "Question, open", "neutral"),
    ]
    assert ratio(page) == "0.5"
    assert "Good moments" in page
    assert "likely" in page
    assert "Tur &amp; tvivl" in visitor.client.get("/").text


def test_who_is_who_can_be_put_right(visitor: Visitor) -> None:
    said = {"role-0": "client", "role-1": "practitioner"}
    page = visitor.client.get(visitor.coded(TALK, **said)).text
    assert chips(page)[0] == "neutral"
    assert chips(page)[1] == "Simple reflection"


@pytest.mark.parametrize(
    "said",
    [
        {"role-0": "client"},
        {"role-1": "practitioner"},
        {"role-1": "other"},
        {"role-0": "king"},
    ],
)
def test_roles_that_cannot_be_are_asked_for_again(visitor: Visitor, said: dict[str, str]) -> None:
    address = visitor.put("a.txt", TALK).json()["go"]
    visitor.wait(address)
    found = visitor.client.post(f"{address}/checked", data={"language": "da", **said})
    if said == {"role-0": "king"}:
        # No role of ours: the guess stays.
        assert "coded" in visitor.wait(address)
    else:
        assert found.status_code == 422
        assert "exactly one practitioner" in found.text


def test_a_language_that_is_not_known_is_asked_for(visitor: Visitor) -> None:
    finnish = TALK.replace("Hvordan går det med turene?", "Mitä kuuluu tänään, miten jaksat?")
    finnish = finnish.replace("Jeg vil gerne gå mere.", "En tiedä, minua väsyttää aina.")
    finnish = re.sub(r"(Behandler|Bo): (?!Mit|En)[^\n]*", r"\1: Kyllä minä ymmärrän sen.", finnish)
    address = visitor.put("a.txt", finnish).json()["go"]
    assert "Choose …" in visitor.wait(address)
    assert visitor.client.post(f"{address}/checked", data={"goal": ""}).status_code == 422
    assert visitor.client.post(f"{address}/checked", data={"language": "fi"}).status_code == 422
    assert visitor.client.post(f"{address}/checked", data={"language": "nb"}).status_code == 200


def test_a_file_with_several_sessions_gives_several(visitor: Visitor) -> None:
    rows = ["session_id,speaker,text"]
    for name in ("en", "to"):
        rows += [f"{name},Behandler,Hvordan går det i dag?", f"{name},Bo,Jeg vil gerne gå mere."]
    visitor.wait(visitor.put("mange.csv", "\n".join(rows)).json()["go"])
    titles = {kept.title for kept in visitor.services.shelf.all()}
    assert titles == {"en", "to"}


def test_a_code_is_corrected_and_the_figures_follow(visitor: Visitor) -> None:
    visitor.client.post("/name", data={"name": " Ida  B "})
    address = visitor.coded(TALK)
    found = visitor.correct(address, 2, what="code", code="CR", reason="mere end ordene")
    assert found.status_code == 200
    assert chips(found.text)[2] == "Complex reflection"
    assert "you; the tool: Simple reflection" in found.text
    assert "mere end ordene" in found.text
    assert "corrected by Ida B" in found.text
    visitor.correct(address, 4, what="code", code="SR")
    page = visitor.client.get(address).text
    assert ratio(page) == "2"
    with visitor.services.shelf.open() as transaction:
        row = transaction.scalars(select(Correction)).first()
    assert (row.by, row.kind, row.number) == ("Ida B", "code", 1)
    assert '"SR"' in row.before
    assert '"CR"' in row.after


def test_a_boundary_a_speaker_and_a_word_are_corrected(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    line = "Du vil gerne gå mere, og knæet driller."
    cut = line.index("og knæet")
    page = visitor.correct(address, 2, what="split", text=line, cut=cut).text
    assert len(chips(page)) == 7
    page = visitor.correct(address, 2, 1, seen=1, what="speaker", speaker="Bo").text
    assert chips(page)[2:4] == ["Simple reflection", "neutral"]
    page = visitor.correct(address, 2, 1, seen=2, what="words", text="Knæet driller meget.").text
    assert "Knæet driller meget." in page
    assert visitor.correct(address, 2, 0, seen=3, what="join").status_code == 422
    page = visitor.correct(address, 2, 1, seen=3, what="speaker", speaker="Behandler").text
    page = visitor.correct(address, 2, 0, seen=4, what="join").text
    assert len(chips(page)) == 6


def test_corrections_are_taken_back_one_by_one(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    visitor.correct(address, 2, what="code", code="CR")
    visitor.correct(address, 2, seen=1, what="code", code="AF")
    assert chips(visitor.correct(address, 2, seen=2, what="undo").text)[2] == "Complex reflection"
    assert chips(visitor.correct(address, 2, seen=3, what="undo").text)[2] == "Simple reflection"
    assert visitor.correct(address, 2, seen=4, what="undo").status_code == 422
    with visitor.services.shelf.open() as transaction:
        kinds = list(transaction.scalars(select(Correction.kind).order_by(Correction.id)))
    assert kinds == ["code", "code", "undo", "undo"]


def test_seeing_it_differently_needs_neither_code_nor_reason(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    found = visitor.correct(address, 2, what="remark")
    assert "you see it differently" in found.text
    assert chips(found.text)[2] == "Simple reflection"
    gone = visitor.correct(address, 2, seen=1, what="undo")
    assert '<span class="small">you see it differently' not in gone.text


def test_two_tabs_cannot_correct_the_same_line(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    assert visitor.correct(address, 2, seen=0, what="code", code="CR").status_code == 200
    second = visitor.correct(address, 2, seen=0, what="code", code="GI")
    assert second.status_code == 409
    assert "another window" in second.text
    assert chips(second.text)[2] == "Complex reflection"
    assert visitor.correct(address, 4, seen=0, what="code", code="GI").status_code == 200


def test_two_corrections_at_the_same_moment_are_not_both_kept(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    found: list[int] = []

    def correct(code: str) -> None:
        found.append(visitor.correct(address, 2, what="code", code=code).status_code)

    threads = [threading.Thread(target=correct, args=(c,)) for c in ("CR", "AF", "GI", "Q:open")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200, 409, 409, 409]


@pytest.mark.parametrize(
    "asked",
    [
        {"what": "code", "code": "king"},
        {"what": "code", "code": "change"},
        {"what": "code", "code": "Q:permission"},
        {"what": "speaker", "speaker": "nobody"},
        {"what": "words", "text": " "},
        {"what": "split", "text": "x", "cut": 0},
        {"what": "delete"},
        {"what": ""},
    ],
)
def test_what_cannot_be_corrected_changes_nothing(visitor: Visitor, asked: dict[str, Any]) -> None:
    address = visitor.coded(TALK)
    assert visitor.correct(address, 0, **asked).status_code == 422
    with visitor.services.shelf.open() as transaction:
        assert transaction.scalars(select(Correction)).all() == []


def test_lines_that_are_not_there(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    for line in ("99/0", "0/9", "-1/0"):
        assert visitor.client.get(f"{address}/lines/{line}").status_code == 404
    assert visitor.correct(address, 99, what="remark").status_code == 404


def test_the_database_itself_refuses_to_change_what_was_coded(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    visitor.correct(address, 2, what="code", code="CR")
    for table in (Correction, Coding):
        shelf = visitor.services.shelf
        with pytest.raises(IntegrityError, match="never changed"), shelf.open() as transaction:
            transaction.execute(update(table).values(id=99))


def test_coding_anew_keeps_the_older_coding(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    visitor.correct(address, 2, what="code", code="CR")
    assert "role-0" in visitor.client.post(f"{address}/again").text
    visitor.client.post(f"{address}/checked", data={"language": "nb"})
    assert chips(visitor.wait(address))[2] == "Simple reflection"
    with visitor.services.shelf.open() as transaction:
        assert len(transaction.scalars(select(Coding)).all()) == 2
        assert len(transaction.scalars(select(Correction)).all()) == 1


def leftovers(folder: Path, marker: bytes) -> list[Path]:
    """Files below a folder in which a word still stands, in any of the ways text is kept."""
    forms = (marker, marker.decode().encode("utf-16-le"))
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


def test_deleting_leaves_nothing(visitor: Visitor, tmp_path: Path) -> None:
    home = tmp_path / "home"
    marker = "Kvastehulen"
    other = visitor.coded(TALK, name="anden.txt")
    talk = TALK.replace("knæet", marker) * 40
    address = visitor.coded(talk, name=f"{marker}.txt", goal=f"finde {marker}")
    visitor.correct(address, 2, what="words", text=f"Du har {marker}.", reason=f"{marker} igen")
    for kind in ("report.html", "transcript.docx", "utterances.csv", "session.miti"):
        visitor.client.get(f"{address}/take/{kind}")
    assert leftovers(home, marker.encode())
    visitor.client.post(f"{address}/delete")
    assert leftovers(home, marker.encode()) == []
    assert address.rpartition("/")[2].encode() not in (home / "spejl.db").read_bytes()
    assert visitor.client.get(address).status_code == 404
    assert visitor.client.get(other).status_code == 200
    assert list((home / "incoming").iterdir()) == []


def transcribe(_: Path, asked: Asked, work: Path, progress: Callable[..., None]) -> Session:
    """Writes out any recording as the same talk."""
    (work / "half").write_text("Kvastehulen", encoding="utf-8")
    progress("text", 0.5)
    turns = (
        Turn("Speaker 1", "Hvordan går det med turene?", 0.0, 2.0),
        Turn("Speaker 2", "Jeg vil gerne gå mere.", 2.0, 4.5),
    )
    return Session("x", turns, asked.language)


def test_a_recording_is_written_out_heard_and_deleted(
    visitors: Callable[..., Visitor], tmp_path: Path
) -> None:
    visitor = visitors(transcribe=transcribe)
    sound = bytes(range(256)) * 40
    address = visitor.put("møde.MP3", sound).json()["go"]
    assert "Before a recording is written out" in visitor.client.get(address).text
    visitor.client.post(f"{address}/language", data={"language": "da", "goal": "gå mere"})
    assert "Speaker 1" in visitor.wait(address)
    said = {"language": "da", "role-0": "practitioner", "role-1": "client"}
    visitor.client.post(f"{address}/checked", data=said)
    page = visitor.wait(address)
    assert "<audio" in page
    assert 'data-at="2.00"' in page
    part = visitor.client.get(f"{address}/recording", headers={"range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, sound[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(sound)}"
    assert part.headers["content-type"] == "audio/mpeg"
    far = visitor.client.get(f"{address}/recording", headers={"range": "bytes=999999-"})
    assert far.status_code == 416
    visitor.client.post(f"{address}/delete-recording")
    page = visitor.client.get(address).text
    assert "<audio" not in page
    assert "Jeg vil gerne gå mere." in page
    assert visitor.client.get(f"{address}/recording").status_code == 404
    assert leftovers(tmp_path / "home", bytes(range(32, 90))) == []
    assert leftovers(tmp_path / "home", b"Kvastehulen") == []


def test_recordings_without_what_they_need_are_refused_in_plain_words(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEJL_MODELS", str(tmp_path / "none"))
    assert "an addition that is not installed" in visitor.client.get("/").text
    address = visitor.put("a.wav", b"RIFF1234").json()["go"]
    asks = visitor.client.get(address).text
    for command in ("whisper-large-v3-turbo", "voices"):
        assert f"spejl models fetch {command}</code>" in asks
    assert "16 MB" in asks
    visitor.client.post(f"{address}/language", data={"language": "da"})
    page = visitor.wait(address)
    assert "Recordings cannot be written out on this machine yet." in page
    assert "spejl models fetch whisper-large-v3-turbo" in page


class HostileName:
    """Names and words that would do harm if a page took them at their word."""

    TALK = (
        'Behandler: Hvad <script>alert(1)</script> siger du? " onload="x\n'
        "<b>Bo</b>: Jeg vil <img src=x onerror=alert(1)> gerne.\n"
        "Behandler: =HYPERLINK(1) {{ 7*7 }} {% raw %} &lt;\n"
        "<b>Bo</b>: +1 @SUM(A1) -2\n"
    )


def test_markup_in_names_and_talk_is_shown_and_never_run(visitor: Visitor) -> None:
    talk = HostileName.TALK.replace("<b>Bo</b>", "Bo")
    name = '"><script>alert(2)</script>.txt'
    address = visitor.coded(talk, name=name, goal="<i>gå</i>")
    visitor.correct(address, 1, what="remark", reason="<script>alert(3)</script>")
    pages = [
        visitor.client.get(path).text
        for path in ("/", address, f"{address}/lines/1/0", f"{address}/take/report.html")
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<i>gå" not in page
    assert "&lt;script&gt;alert(1)" in pages[1]
    assert "{{ 7*7 }}" in pages[1]
    assert "&lt;script&gt;alert(3)" in pages[1]


def test_formulas_are_text_in_the_table(visitor: Visitor) -> None:
    address = visitor.coded(HostileName.TALK.replace("<b>Bo</b>", "Bo"))
    table = visitor.client.get(f"{address}/take/utterances.csv").text
    assert "\"'=HYPERLINK(1)" in table
    assert "\"'+1 @SUM" in table
    assert not re.search(r'[,"][=+@]', table)


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.txt",
        "..\\..\\windows\\x.txt",
        "/etc/cron.d/x.txt",
        "a/../../b.txt",
        ".txt",
        "con.txt",
        "a\x00b.txt",
        "\u202egpj.txt",
        "x" * 5000 + ".txt",
    ],
)
def test_names_never_reach_the_disk(visitor: Visitor, tmp_path: Path, name: str) -> None:
    before = {p for p in tmp_path.parent.rglob("*") if "home" not in p.parts}
    found = visitor.put(name, TALK)
    if found.status_code == 201:
        visitor.wait(found.json()["go"])
        kept = visitor.services.shelf.all()[0]
        assert len(kept.title) <= 120
        assert not set(kept.title) & set("/\\\x00\u202e")
        files = [p.name for p in (tmp_path / "home/sessions").rglob("*") if p.is_file()]
        assert files == ["source.txt"]
    else:
        assert found.status_code == 422
    assert {p for p in tmp_path.parent.rglob("*") if "home" not in p.parts} == before


@pytest.mark.parametrize(
    "path",
    [
        "/sessions/../spejl.db",
        "/sessions/%2e%2e",
        "/sessions/..%2f..%2fspejl.db/recording",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/sessions/x/recording",
        "/sessions/x/take/report.html",
    ],
)
def test_addresses_lead_nowhere_else(visitor: Visitor, path: str) -> None:
    assert visitor.client.get(path).status_code == 404


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil", "/\t/evil"])
def test_choosing_a_language_leads_back_here_only(visitor: Visitor, to: str) -> None:
    found = visitor.client.get("/language/sv", params={"to": to}, follow_redirects=False)
    assert found.headers["location"] in ("/", "/%09/evil")
    assert visitor.client.get("/").text.count('lang="sv"') > 0


def test_too_much_is_refused_while_it_comes(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 1000)
    sent = 0

    def endless() -> Any:
        nonlocal sent
        while sent < 10_000_000:
            sent += 600
            yield b"x" * 600

    found = visitor.client.put("/files?name=a.txt", content=endless())
    assert found.status_code == 413
    assert found.json()["what"] == "The file is too large."
    said = visitor.client.put("/files?name=a.txt", content=b"x" * 1001)
    assert said.status_code == 413
    assert list((tmp_path / "home/incoming").iterdir()) == []
    assert visitor.services.shelf.all() == []


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.doc", b"x", "This kind of file cannot be read."),
        ("a", b"x", "This kind of file cannot be read."),
        ("", b"x", "This kind of file cannot be read."),
        ("a.txt", b"", "The file is empty."),
    ],
)
def test_what_cannot_be_taken_is_said_at_once(
    visitor: Visitor, name: str, content: bytes, what: str
) -> None:
    found = visitor.put(name, content)
    assert found.status_code == 422
    assert found.json()["what"] == what


def test_a_zip_bomb_is_refused(visitor: Visitor) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "x")
        packed.writestr("word/document.xml", b"0" * 300_000_000)
    page = visitor.wait(visitor.put("b.docx", bomb.getvalue()).json()["go"])
    assert "The file is too large." in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", "Der blev kun fundet én, der taler."),
        ("sv", "Bara en talare hittades."),
        ("nb", "Det ble bare funnet én som snakker."),
        ("nn", "Det vart berre funne éin som snakkar."),
        ("en", "Only one speaker was found."),
    ],
)
def test_errors_are_told_in_the_language_of_the_page(
    visitors: Callable[..., Visitor], language: str, words: str
) -> None:
    visitor = visitors(language)
    page = visitor.wait(visitor.put("a.txt", "Anna: Hemmelige ord.\nAnna: Ja.\n").json()["go"])
    assert words in page
    assert "Hemmelige" not in page


def test_a_full_disk_while_a_file_comes(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def full(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.parent.name == "incoming":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", full)
    found = visitor.put("a.txt", TALK)
    assert found.status_code == 507
    assert found.json()["what"] == "The disk is full."
    monkeypatch.undo()
    assert visitor.services.shelf.all() == []
    assert list((tmp_path / "home/incoming").iterdir()) == []
    visitor.coded(TALK)


def test_a_full_disk_while_coding_loses_nothing(visitors: Callable[..., Visitor]) -> None:
    class Full(QuickCoder):
        full = True

        def code(self, session: Session, **given: Any) -> CodedSession:
            if Full.full:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().code(session, **given)

    visitor = visitors(load_coder=Full)
    address = visitor.put("a.txt", TALK).json()["go"]
    visitor.wait(address)
    visitor.client.post(f"{address}/checked", data={"language": "da"})
    assert "The disk is full." in visitor.wait(address)
    Full.full = False
    assert "role-0" in visitor.client.post(f"{address}/again").text
    visitor.client.post(f"{address}/checked", data={"language": "da"})
    assert chips(visitor.wait(address))


def test_a_full_disk_while_a_correction_is_kept(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    engine = visitor.services.shelf.engine

    def fill(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    event.listen(engine, "connect", fill)
    long = "x" * 40_000
    found = visitor.correct(address, 2, what="words", text=long)
    assert found.status_code == 507
    assert "The disk is full." in found.text
    event.remove(engine, "connect", fill)
    assert chips(visitor.client.get(address).text)[2] == "Simple reflection"


def test_a_model_that_is_missing_is_said_in_plain_words(visitors: Callable[..., Visitor]) -> None:
    def missing() -> QuickCoder:
        raise ModelError("weights are missing", "folder")

    visitor = visitors(load_coder=missing)
    page = visitor.wait(visitor.put("a.txt", TALK).json()["go"])
    assert "The model that codes is missing or damaged." in page


def test_a_stop_in_the_middle_of_a_job_is_taken_up(visitors: Callable[..., Visitor]) -> None:
    began = threading.Event()

    class Slow(QuickCoder):
        def code(self, session: Session, **given: Any) -> CodedSession:
            began.set()
            time.sleep(0.3)
            return super().code(session, **given)

    first = visitors(load_coder=Slow)
    address = first.put("a.txt", TALK).json()["go"]
    first.wait(address)
    first.client.post(f"{address}/checked", data={"language": "da"})
    assert began.wait(5)
    first.services.worker.stop()
    with first.services.shelf.open() as transaction:
        # As a kill would have left it, whatever the stop has done.
        transaction.execute(update(Job).where(Job.kind == "code").values(state="running"))
        transaction.execute(text("DELETE FROM coding"))
        transaction.execute(text("UPDATE session SET state = 'coding'"))
    second = visitors()
    assert chips(second.wait(address))


def test_deleting_while_it_is_worked_on(visitors: Callable[..., Visitor], tmp_path: Path) -> None:
    def endless(_: Path, __: Asked, work: Path, progress: Callable[..., None]) -> Session:
        while True:
            (work / "half").write_text("Kvastehulen", encoding="utf-8")
            progress("text", 0.1)
            time.sleep(0.01)

    visitor = visitors(transcribe=endless)
    address = visitor.put("a.wav", b"RIFF Kvastehulen").json()["go"]
    visitor.client.post(f"{address}/language", data={"language": "da"})
    time.sleep(0.1)
    assert "deleted for good" in visitor.client.post(f"{address}/delete").text
    assert leftovers(tmp_path / "home", b"Kvastehulen") == []
    assert visitor.services.shelf.all() == []


def test_a_stopped_session_can_go_on(visitors: Callable[..., Visitor]) -> None:
    hold = threading.Event()

    def waits(path: Path, asked: Asked, work: Path, progress: Callable[..., None]) -> Session:
        while not hold.is_set():
            progress("text", 0.1)
            time.sleep(0.01)
        return transcribe(path, asked, work, progress)

    visitor = visitors(transcribe=waits)
    address = visitor.put("a.wav", b"RIFF").json()["go"]
    visitor.client.post(f"{address}/language", data={"language": "da"})
    assert "Writing out what is said" in visitor.client.get(f"{address}/progress").text
    assert "The work was stopped." in visitor.client.post(f"{address}/cancel").text
    hold.set()
    visitor.client.post(f"{address}/again")
    assert "Speaker 1" in visitor.wait(address)


def test_corrections_go_to_training(visitor: Visitor) -> None:
    visitor.client.post("/name", data={"name": "Ida"})
    address = visitor.coded(TALK)
    visitor.correct(address, 2, what="code", code="CR")
    found = visitor.client.get(f"{address}/take/session.miti")
    conversation = parse_miti(found.text)
    assert conversation.get("coder") == "Ida"
    assert [str(u.code) for u in conversation.coded.utterances if u.code] == ["Q", "CR", "Q"]
    assert conversation.coded.session.goal == "gå mere"


def test_the_word_file_is_in_the_language_of_the_page(visitors: Callable[..., Visitor]) -> None:
    import docx

    visitor = visitors("sv")
    address = visitor.coded(TALK)
    found = visitor.client.get(f"{address}/take/transcript.docx")
    table = docx.Document(io.BytesIO(found.content)).tables[0]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["Tid", "Vem", "Det som sades", "Kod"]
    assert cells[1][1:] == ["Behandler", "Hvordan går det med turene?", "Fråga, öppen"]
    assert len(cells) == 7


def test_the_report_allows_its_own_style_alone(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    found = visitor.client.get(f"{address}/take/report.html")
    policy = found.headers["Content-Security-Policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_pdf_is_one(visitor: Visitor) -> None:
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    from pypdf import PdfReader

    address = visitor.coded(TALK, name="Æble/træ.txt")
    found = visitor.client.get(f"{address}/take/report.pdf")
    assert found.headers["content-disposition"].endswith("UTF-8''tr%C3%A6.pdf")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(found.content)).pages)
    assert "Reflections per question" in " ".join(words.split())


def test_without_pdf_the_page_says_how_to_print(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = visitor.coded(TALK)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    found = visitor.client.get(f"{address}/take/report.pdf")
    assert found.status_code == 501
    assert "Save as PDF" in found.text


def test_states_are_those_the_page_can_say() -> None:
    from spejl.web.words import STATE_NAMES

    assert set(STATE_NAMES) == set(State)
