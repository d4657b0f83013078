"""Coding from scratch on the page: blind, quick, and compared only afterwards."""

import re
import threading
from typing import Any

from sqlalchemy import select

from conftest import Visitor
from spejl.serialize import parse_miti
from spejl.web.store import Coding, Draft

TALK = """Mål: gå mere

Behandler: Hvordan går det med turene?
Bo: Jeg vil gerne gå mere.
Behandler: Du vil gerne gå mere. Knæet driller.
Bo: Ja.
"""


def begin(
    visitor: Visitor, address: str, name: str = "Ida", lines: str = "tool"
) -> tuple[str, str]:
    """The address of a new draft and its page."""
    answer = visitor.client.post(f"{address}/by-hand", data={"name": name, "lines": lines})
    assert answer.status_code == 200
    return str(answer.url.path), str(answer.text)


def line(visitor: Visitor, draft: str, at: int, version: int, **asked: Any) -> Any:
    """Ask something of a line."""
    return visitor.client.post(f"{draft}/lines/{at}", data={"version": version, **asked})


def lines_and_codes(page: str) -> list[tuple[str, str]]:
    """What is said in each line, with the words of its code."""
    said = re.findall(r'class="said-here">([^<]*)<', page)
    return list(zip(said, re.findall(r"data-line=[^>]*>([^<]*)<", page), strict=True))


def code_all(visitor: Visitor, address: str, labels: list[str], name: str = "Ida") -> str:
    """Code a session from scratch and say that it is done; the page of its coders."""
    draft, _ = begin(visitor, address, name)
    for at, label in enumerate(labels):
        assert line(visitor, draft, at, at + 1, what="code", code=label).status_code == 200
    return str(visitor.client.post(f"{draft}/done").text)


def test_nothing_of_the_machine_is_on_the_page(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    visitor.correct(address, 0, what="code", code="GI", reason="en grund")
    draft, page = begin(visitor, address)
    answer = line(visitor, draft, 0, 1, what="code", code="SR").text
    for text in (page, answer, visitor.client.get(draft).text):
        rows = text[text.index('<ol class="talk"') : text.index("</ol>")]
        for trace in ("Question", "change talk", "neutral", "Giving information", "hesitant"):
            assert trace not in rows
        for trace in ("quick@1", "en grund", "0.8", "80", "probab"):
            assert trace not in text
    assert {code for _, code in lines_and_codes(page)} == {"No code yet"}
    with visitor.services.shelf.open() as transaction:
        row = transaction.scalars(select(Draft)).one()
        assert "quick" not in row.data + row.lines
        assert "prob" not in row.data + row.lines


def test_codes_and_boundaries_are_kept(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    draft, page = begin(visitor, address, lines="turns")
    assert len(lines_and_codes(page)) == 4
    answer = line(visitor, draft, 2, 1, what="split", cut=21)
    assert [said for said, _ in lines_and_codes(answer.text)][2:4] == [
        "Du vil gerne gå mere.",
        "Knæet driller.",
    ]
    answer = line(visitor, draft, 3, 2, what="code", code="CR")
    assert lines_and_codes(answer.text)[3] == ("Knæet driller.", "Complex reflection")
    assert lines_and_codes(visitor.client.get(draft).text)[3][1] == "Complex reflection"
    answer = line(visitor, draft, 2, 3, what="join")
    assert lines_and_codes(answer.text)[2][0] == "Du vil gerne gå mere. Knæet driller."


def test_what_cannot_be_done_is_said_and_changes_nothing(visitor: Visitor) -> None:
    draft, page = begin(visitor, visitor.coded(TALK))
    for asked in (
        {"what": "code", "code": "change"},
        {"what": "split", "cut": 0},
        {"what": "join"},
        {"what": "sing"},
    ):
        answer = line(visitor, draft, 0, 1, **asked)
        assert answer.status_code == 422
        assert "This cannot be done with this line." in answer.text
    assert line(visitor, draft, 99, 1, what="code", code="SR").status_code == 422
    assert lines_and_codes(visitor.client.get(draft).text) == lines_and_codes(page)


def test_two_windows_do_not_overwrite_each_other(visitor: Visitor) -> None:
    draft, _ = begin(visitor, visitor.coded(TALK))
    answers: list[int] = []

    def ask(label: str) -> None:
        answers.append(line(visitor, draft, 0, 1, what="code", code=label).status_code)

    threads = [threading.Thread(target=ask, args=(label,)) for label in ("SR", "CR", "GI")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409, 409]


def test_when_done_it_is_compared_with_the_machine(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    page = code_all(visitor, address, ["Q:open", "change", "CR", "neutral"])
    number = re.search(r"/coders/(\d+)/session\.miti", page)
    assert number
    page = visitor.client.get(f"{address}/coders", params={"one": number[1], "other": "tool"}).text
    assert "The first: Complex reflection. The second: Simple reflection. Lines: 1" in page
    assert "Knæet driller." in page
    assert "not estimable, too few" in page
    assert "The same code in 50% of 2 lines." in page
    # The feedback still shows the machine's coding.
    assert "Simple reflection" in visitor.client.get(address).text


def test_two_people_are_compared_and_exported(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    code_all(visitor, address, ["Q:open", "change", "CR", "neutral"], "Ida")
    page = code_all(visitor, address, ["Q:closed", "change", "CR"], "Åse & Bo")
    assert "Åse &amp; Bo" in page
    one, two = dict.fromkeys(re.findall(r"/coders/(\d+)/session\.miti", page))
    page = visitor.client.get(f"{address}/coders", params={"one": one, "other": two}).text
    assert "The same code in 100% of 2 lines." in page
    text = visitor.client.get(f"{address}/coders/{two}/session.miti").text
    coded = parse_miti(text).coded
    assert coded.coder == "Åse & Bo"
    assert [u.detail for u in coded.utterances] == ["closed", None, None, None]
    assert "corrected_from" not in text
    assert visitor.client.get(f"{address}/coders/999/session.miti").status_code == 404


def test_a_finished_coding_cannot_be_changed(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    draft, _ = begin(visitor, address)
    visitor.client.post(f"{draft}/done")
    assert line(visitor, draft, 0, 1, what="code", code="SR").status_code == 404
    assert visitor.client.get(draft).status_code == 404


def test_other_words_in_between_are_not_compared(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    code_all(visitor, address, ["Q:open"])
    said = {"role-0": "client", "role-1": "practitioner", "language": "da", "goal": "gå mere"}
    visitor.client.post(f"{address}/again")
    visitor.client.post(f"{address}/checked", data=said)
    visitor.wait(address)
    with visitor.services.shelf.open() as transaction:
        number = transaction.scalars(select(Coding.id).where(Coding.by_hand)).one()
    page = visitor.client.get(f"{address}/coders", params={"one": number, "other": "tool"}).text
    assert "These two cannot be compared" in page


def test_a_draft_is_given_up_and_goes_with_its_session(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    draft, _ = begin(visitor, address, name="Kvastehulen")
    page = visitor.client.post(f"{draft}/delete").text
    assert "Go on" not in page
    begin(visitor, address, name="Kvastehulen")
    code_all(visitor, address, [], "Kvastehulen")
    assert visitor.files_with("Kvastehulen")
    visitor.client.post(f"{address}/delete")
    assert visitor.files_with("Kvastehulen") == []


def test_without_a_name_nothing_begins(visitor: Visitor) -> None:
    address = visitor.coded(TALK)
    answer = visitor.client.post(f"{address}/by-hand", data={"name": "  "})
    assert answer.url.path.endswith("/coders")
    with visitor.services.shelf.open() as transaction:
        assert transaction.scalars(select(Draft)).all() == []
