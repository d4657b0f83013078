"""What a person looks over before a conversation is coded: the language, and who is who."""

import re

import pytest

from conftest import Visitor
from web.talk import TALK, chips


def test_who_is_who_can_be_put_right(visitor: Visitor) -> None:
    said = {"role-0": "client", "role-1": "practitioner"}
    page = visitor.client.get(visitor.coded(TALK, **said)).text
    assert chips(page)[0] == "neutral"
    assert chips(page)[1] == "Simple reflection"


@pytest.mark.parametrize(
    "said", [{"role-0": "client"}, {"role-1": "practitioner"}, {"role-1": "other"}]
)
def test_roles_that_cannot_be_are_asked_for_again(visitor: Visitor, said: dict[str, str]) -> None:
    address = visitor.put("a.txt", TALK).json()["go"]
    visitor.wait(address)
    found = visitor.client.post(f"{address}/checked", data={"language": "da", **said})
    assert found.status_code == 422
    assert "exactly one practitioner" in found.text


def test_a_role_that_is_none_leaves_the_guess(visitor: Visitor) -> None:
    page = visitor.client.get(visitor.coded(TALK, **{"role-0": "king"})).text
    assert chips(page)[:2] == ["Question, open", "change talk"]


def test_a_language_that_is_not_known_is_asked_for(visitor: Visitor) -> None:
    finnish = TALK.replace("Hvordan går det med turene?", "Mitä kuuluu tänään, miten jaksat?")
    finnish = finnish.replace("Jeg vil gerne gå mere.", "En tiedä, minua väsyttää aina.")
    finnish = re.sub(r"(Behandler|Bo): (?!Mit|En)[^\n]*", r"\1: Kyllä minä ymmärrän sen.", finnish)
    address = visitor.put("a.txt", finnish).json()["go"]
    assert "Choose …" in visitor.wait(address)
    assert visitor.client.post(f"{address}/checked", data={"goal": ""}).status_code == 422
    assert visitor.client.post(f"{address}/checked", data={"language": "fi"}).status_code == 422
    assert visitor.client.post(f"{address}/checked", data={"language": "nb"}).status_code == 200
