"""Stand-ins for names when a file is put in: looked over, put back, marked, and then final."""

import re
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conftest import Visitor
from spejl.privacy import restore, unseal
from spejl.readers import read_all
from spejl.report import messages
from spejl.serialize import session_from_json
from spejl.sessions import Session, Turn
from spejl.web.stand_ins import Review, spots
from spejl.web.store.models import State
from web.talk_with_names import TALK, WORDS, holding


def put_in(visitor: Visitor, talk: str = TALK, name: str = "Anna Lindgaard 3.txt") -> str:
    """Put a transcript in with stand-ins; the address of its page."""
    asked = {"name": name, "stand_ins": "true"}
    found = visitor.client.put("/files", params=asked, content=talk.encode())
    assert found.status_code == 201
    visitor.wait(found.json()["go"])
    return str(found.json()["go"])


def look_over(visitor: Visitor, address: str, **asked: str) -> str:
    """Ask for a change on the page of stand-ins; the page."""
    return str(visitor.client.post(f"{address}/stand-ins", data=asked).text)


def place_of(page: str, word: str, line: int, button: str = "put_back") -> str:
    """How the page names the place of a word in a line."""
    told = rf'name="{button}" value="([^"]+)">[^<]*<span class="hidden">: {word}, line {line}<'
    found = re.search(told, page)
    assert found
    return found[1]


def kept(visitor: Visitor, address: str) -> Any:
    """The row of a session."""
    return visitor.services.shelf.get(address.rpartition("/")[2])


def texts(visitor: Visitor, address: str) -> list[str]:
    """What is kept of what was said."""
    return [turn.text for turn in session_from_json(kept(visitor, address).data).turns]


def test_off_by_default_and_then_nothing_changes(visitor: Visitor, tmp_path: Path) -> None:
    assert 'id="stand-ins" aria-describedby' in visitor.client.get("/").text
    address = str(visitor.put("Anna.txt", TALK).json()["go"])
    page = visitor.wait(address)
    assert "role-0" in page
    assert "names too" not in page
    assert kept(visitor, address).title == "Anna"
    assert texts(visitor, address)[0].startswith("Hej Anna Lindgaard")
    files = [p.name for p in (tmp_path / "home/sessions").rglob("*") if p.is_file()]
    assert files == ["source.txt"]
    assert visitor.client.get(f"{address}/stand-ins").url.path == address


def test_every_replacement_is_shown_before_anything_is_coded(visitor: Visitor) -> None:
    address = put_in(visitor)
    page = visitor.client.get(address).text
    assert "Look the stand-ins over" in page
    for word in WORDS:
        assert f"<mark>{word}</mark>" in page
    assert "telephone number, " in page
    assert "the name of a speaker: " in page
    assert 'The change it is about: <span lang="da">at <mark>Anna</mark> går mere' in page
    assert "What you call this conversation: " in page
    sure = re.findall(r'<span class="small">[a-z -]+, ([a-z ]+)</span></h3>', page)
    order = ["uncertain", "fairly certain", "certain"]
    assert sure == sorted(sure, key=order.index)
    assert {"uncertain", "certain"} <= set(sure)
    visitor.client.post(f"{address}/checked", data={"language": "da"})
    assert kept(visitor, address).state == State.CHECKING


def test_while_it_is_looked_over_the_words_are_in_one_file_alone(
    visitor: Visitor, tmp_path: Path
) -> None:
    address = put_in(visitor)
    for word in ("Lindgaard", "Preben"):
        assert holding(tmp_path / "home", word) == ["originals.json"]
    assert kept(visitor, address).title == "Navn1 Navn2 3"
    assert kept(visitor, address).source is None
    assert "Preben" not in visitor.client.get("/").text


def test_afterwards_no_word_that_was_replaced_is_left(visitor: Visitor, tmp_path: Path) -> None:
    address = put_in(visitor)
    page = visitor.client.post(f"{address}/stand-ins/done").text
    assert "role-0" in page
    assert "names too" in page
    assert 'value="Navn1 Navn2 3"' in page
    assert 'value="at Navn1 går mere"' in page
    visitor.client.post(f"{address}/checked", data={"language": "da", "goal": "gå mere"})
    assert "Navn1" in visitor.wait(address)
    for word in WORDS:
        assert holding(tmp_path / "home", word) == []
        for kind in ("report.html", "utterances.csv", "session.miti"):
            assert word not in visitor.client.get(f"{address}/take/{kind}").text
    assert [p.name for p in (tmp_path / "home/sessions").rglob("*") if p.is_file()] == []
    assert "role-0" in visitor.client.post(f"{address}/again").text


def test_a_single_word_is_put_back_and_replaced_again(visitor: Visitor) -> None:
    address = put_in(visitor)
    place = place_of(visitor.client.get(address).text, "Preben", 2)
    page = look_over(visitor, address, put_back=place)
    assert "What you have put back: 1" in page
    assert look_over(visitor, address, put_back=place) == page
    assert place_of(page, "Preben", 2, "again") == place
    assert "What you have put back" not in look_over(visitor, address, again=place)
    look_over(visitor, address, put_back=place)
    visitor.client.post(f"{address}/stand-ins/done")
    said = texts(visitor, address)
    assert "Min mand Preben siger" in said[1]
    assert "Preben" not in said[2]
    assert "og Navn3 støtter" in said[2]


def test_a_word_is_put_back_wherever_it_stands(visitor: Visitor) -> None:
    address = put_in(visitor)
    page = look_over(visitor, address, put_all_back="Navn1")
    assert "<mark>Lindgaard</mark>" in page
    visitor.client.post(f"{address}/stand-ins/done")
    said = texts(visitor, address)
    assert said[0].startswith("Hej Anna Navn")
    assert said[4].endswith("med det, Anna?")
    assert kept(visitor, address).goal == "at Anna går mere"
    assert kept(visitor, address).title.startswith("Anna Navn")


def test_what_was_missed_is_marked(visitor: Visitor, tmp_path: Path) -> None:
    address = put_in(visitor)
    missing = "does not stand in the conversation"
    assert missing in look_over(visitor, address, word="solskin")
    page = look_over(visitor, address, word=" solgården ", kind="organisation")
    assert missing not in page
    assert "<mark>solgården</mark>" in page
    assert missing in look_over(visitor, address, word="solgården", kind="organisation")
    visitor.client.post(f"{address}/stand-ins/done")
    assert "henne på Institution1." in texts(visitor, address)[3]
    assert holding(tmp_path / "home", "solgården") == []


def test_a_word_that_was_put_back_is_replaced_when_it_is_marked(visitor: Visitor) -> None:
    address = put_in(visitor)
    place = place_of(visitor.client.get(address).text, "Preben", 2)
    look_over(visitor, address, put_back=place)
    assert "What you have put back" not in look_over(visitor, address, word="preben")


def test_the_way_back_is_handed_out_once_and_leads_back(visitor: Visitor, tmp_path: Path) -> None:
    address = put_in(visitor)
    page = visitor.client.post(f"{address}/stand-ins/done", data={"way_back": "true"}).text
    for ending, data in re.findall(
        r'download="Navn1_Navn2_3\.(\w+)" href="data:[^,]*,([^"]*)"', page
    ):
        (tmp_path / f"x.{ending}").write_bytes(b64decode(data))
    assert [p.name for p in (tmp_path / "home/sessions").rglob("*") if p.is_file()] == []
    assert list((tmp_path / "home/incoming").iterdir()) == []
    again = visitor.client.post(f"{address}/stand-ins/done", data={"way_back": "true"})
    assert "download" not in again.text
    visitor.client.post(f"{address}/checked", data={"language": "da", "goal": "at Navn1 går mere"})
    visitor.wait(address)
    taken = tmp_path / "taken.miti"
    taken.write_bytes(visitor.client.get(f"{address}/take/session.miti").content)
    session = restore(read_all(taken)[0], unseal(tmp_path / "x.sealed", tmp_path / "x.key"))
    assert session.id == "Anna_Lindgaard_3"
    assert session.goal == "at Anna går mere"
    lines = [line.partition(": ")[2] for line in TALK.splitlines()[2:]]
    assert [turn.text for turn in session.turns] == lines


def test_deleting_before_it_is_looked_over_leaves_nothing(visitor: Visitor, tmp_path: Path) -> None:
    address = put_in(visitor)
    visitor.client.post(f"{address}/delete")
    for word in WORDS:
        assert holding(tmp_path / "home", word) == []
    assert list((tmp_path / "home/sessions").iterdir()) == []
    assert look_over(visitor, address, word="Anna").count("This page is not here.")


def test_a_new_start_finds_what_was_said_of_the_stand_ins(
    visitors: Callable[..., Visitor],
) -> None:
    first = visitors()
    address = put_in(first)
    place = place_of(first.client.get(address).text, "Preben", 2)
    look_over(first, address, put_back=place)
    look_over(first, address, word="solgården", kind="place")
    page = visitors().client.get(address).text
    assert place_of(page, "Preben", 2, "again") == place
    assert "<mark>solgården</mark>" in page


def test_every_conversation_of_a_file_is_looked_over(visitor: Visitor, tmp_path: Path) -> None:
    rows = ["session_id,speaker,text"]
    for name in ("en", "to"):
        rows += [f"{name},Behandler,Hvordan går det?", f"{name},Klient,Jeg er hos Preben i dag."]
    put_in(visitor, "\n".join(rows), "mange.csv")
    for one in visitor.services.shelf.all():
        assert "<mark>Preben</mark>" in visitor.client.get(f"/sessions/{one.key}").text
        visitor.client.post(f"/sessions/{one.key}/stand-ins/done")
    assert holding(tmp_path / "home", "Preben") == []


def test_names_are_looked_for_in_the_language_that_is_chosen(visitor: Visitor) -> None:
    address = put_in(visitor)
    page = look_over(visitor, address, language="sv")
    assert re.search(r'value="sv" lang="sv" selected', page)
    assert "Namn1" in page
    look_over(visitor, address, language="fi")
    assert '"sv" lang="sv" selected' in visitor.client.post(f"{address}/stand-ins/done").text


def test_markup_is_shown_and_never_run(visitor: Visitor) -> None:
    talk = TALK.replace("Min mand", "<script>alert(1)</script>")
    page = visitor.client.get(put_in(visitor, talk)).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_data_protection_page_says_what_is_kept_and_how_long(
    visitors: Callable[..., Visitor],
) -> None:
    for language, word in (
        *(("da", "pladsholderne igennem"), ("sv", "platshållarna"), ("nb", "plassholderne")),
        *(("nn", "plasshaldarane"), ("en", "until you have looked the stand-ins over")),
    ):
        assert word in visitors(language).client.get("/about").text


def test_the_words_around_a_replacement_are_whole() -> None:
    before = "Vi har talt en del om det her før, du og jeg og"
    said = f"{before} Preben, og nu er I så kommet hele den lange vej til ende."
    session = Session("x", (Turn("A", said),), "da")
    done = Review(session).done()
    (spot,) = spots(session, done.replacements, messages("da"))
    assert spot.word == "Preben"
    assert spot.before.startswith("… ") and spot.after.endswith(" …")
    assert f" {spot.before[2:]}{spot.word}{spot.after[:-2]} " in said
