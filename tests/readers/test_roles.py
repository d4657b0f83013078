"""Who is the practitioner, by names."""

import pytest

from spejl.errors import RoleError
from spejl.readers import find_roles
from spejl.sessions import Role, Session, Turn


def roles(*speakers: str, practitioner: str | None = None) -> dict[str, str]:
    turns = tuple(Turn(s, "ord " * (i + 1)) for i, s in enumerate(speakers))
    return {n: str(r) for n, r in find_roles(Session("x", turns), practitioner).roles}


@pytest.mark.parametrize(
    ("helper", "client"),
    [
        ("Sygeplejerske", "Jonna"),
        ("Jonna", "Klient"),
        ("Behandlare Eva", "Rune"),
        ("Kari (veileder)", "Ola"),
        ("Rettleiar", "Tiril"),
        ("Sosionom", "Bruker"),
        ("Therapist", "Client"),
        ("B", "K"),
        ("T", "C"),
        ("P", "C"),
    ],
)
def test_names_that_say_it(helper: str, client: str) -> None:
    assert roles(client, helper) == {client: "client", helper: "practitioner"}


def test_a_name_given_decides() -> None:
    assert roles("Anna", "Bo", practitioner="bo") == {"Anna": "client", "Bo": "practitioner"}


def test_names_that_say_nothing_leave_it_open() -> None:
    assert roles("Anna", "Bo") == {}


def test_two_practitioners_leave_it_open() -> None:
    assert roles("Behandler", "Sygeplejerske", "Anna") == {}


def test_of_others_the_client_is_the_one_who_says_most() -> None:
    assert roles("Behandler", "Datter", "Anna") == {
        "Behandler": "practitioner",
        "Datter": "other",
        "Anna": "client",
    }


def test_roles_that_are_there_are_kept() -> None:
    turns = (Turn("Klient", "a"), Turn("B", "b"))
    given = (("Klient", Role.PRACTITIONER), ("B", Role.CLIENT))
    assert find_roles(Session("x", turns, roles=given)).roles == given


def test_a_name_that_nobody_has_is_refused() -> None:
    with pytest.raises(RoleError, match="nobody"):
        roles("Anna", "Bo", practitioner="Carl")


def test_one_speaker_is_refused() -> None:
    with pytest.raises(RoleError, match="1 speaker"):
        roles("Anna")
