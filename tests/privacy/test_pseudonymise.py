"""What is replaced, what stays, and the way back."""

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.measure import LANGUAGES, exchanges
from spejl.privacy import Kind, Part, Pseudonymised, make_key, pseudonymise, restore, seal, unseal
from spejl.sessions import Role, Session, Turn

TURNS = {
    language: [
        turn
        for half in ("dev", "test")
        for session, _, _ in exchanges(language, half)
        for turn in session.turns
    ]
    for language in LANGUAGES
}


def said(text: str, language: str = "da", **options: object) -> str:
    session = Session("s", (Turn("P", "Ja. Hvad tænker du?"), Turn("C", text)), language)
    return pseudonymise(session, **options).session.turns[1].text  # type: ignore[arg-type]


def way_back(done: Pseudonymised, session_id: str, session: Session) -> Session:
    rows = [[r.part, r.replacement, r.original] for r in done.replacements]
    return restore(session, {"id": session_id, "replacements": rows})


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    language = draw(st.sampled_from(LANGUAGES))
    turns = draw(st.lists(st.sampled_from(TURNS[language]), min_size=1, max_size=6))
    noise = draw(st.text("Bo er 12 34.,:@+-Navn1 æ\n", max_size=30))
    speakers = st.sampled_from(
        ["Anna", "anna", "ANNA", "P", "Klient", "Bo Hansen", "Navn1", "Eva2"]
    )
    made = tuple(Turn(draw(speakers), t.text, float(n), n + 0.5) for n, t in enumerate(turns))
    made += (Turn("C", noise),)
    roles = tuple((name, Role.OTHER) for name in {turn.speaker: 0 for turn in made})
    return Session("anna-2", made, language, draw(st.sampled_from([None, "Bo vil ud"])), roles)


@settings(max_examples=40)
@given(sessions())
def test_all_but_the_replacements_stays(session: Session) -> None:
    done = pseudonymise(session, set(Kind))
    by_turn = defaultdict(list)
    for r in done.replacements:
        if r.part is Part.TEXT:
            by_turn[r.turn].append(r)
    for number, (old, new) in enumerate(zip(session.turns, done.session.turns, strict=True)):
        text, end = "", 0
        for r in by_turn[number]:
            assert r.original == old.text[r.start : r.end]
            text += old.text[end : r.start] + r.replacement
            end = r.end
        assert new.text == text + old.text[end:]
        assert (new.start, new.end) == (old.start, old.end)
    assert len(done.session.speakers) == len(session.speakers)


@settings(max_examples=40)
@given(sessions())
def test_the_way_back_leads_to_where_it_began(session: Session) -> None:
    done = pseudonymise(session, set(Kind))
    assert way_back(done, session.id, done.session) == session


@settings(max_examples=40)
@given(sessions())
def test_stand_ins_are_left_alone(session: Session) -> None:
    once = pseudonymise(session, set(Kind)).session
    again = pseudonymise(once, set(Kind))
    assert [
        r for r in again.replacements if r.original[-1].isdigit() and "Navn" in r.original
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_run_finds_nothing_new(language: str) -> None:
    unsettled = set()
    for half in ("dev", "test"):
        for session, _, _ in exchanges(language, half):
            once = pseudonymise(session, set(Kind)).session
            if pseudonymise(once, set(Kind)).replacements:
                unsettled.add(session.id)
    assert unsettled == set()


def test_a_name_has_one_stand_in_in_all_its_forms() -> None:
    turns = (
        Turn("Anna", "Hej, jeg hedder Anna Lindgaard."),
        Turn("Terapeut", "Annas mor, og ANNA selv. Og så anna igen, og fru Lindgaard."),
    )
    roles = (("Anna", Role.CLIENT), ("Terapeut", Role.PRACTITIONER))
    done = pseudonymise(Session("s", turns, "da", "Anna vil stoppe", roles)).session
    assert done.speakers == ("Navn1", "Terapeut")
    assert done.goal == "Navn1 vil stoppe"
    assert done.roles == (("Navn1", Role.CLIENT), ("Terapeut", Role.PRACTITIONER))
    assert done.turns[0].text == "Hej, jeg hedder Navn1 Navn2."
    assert done.turns[1].text == "Navn1s mor, og NAVN1 selv. Og så navn1 igen, og fru Navn2."


def test_a_name_that_is_a_word_is_judged_by_where_it_stands() -> None:
    assert said("Min bror Bo vil ikke bo her.") == "Min bror Navn1 vil ikke bo her."
    assert said("jag vill leva mitt liv", "sv") == "jag vill leva mitt liv"
    assert said("Sol og vind. Det er mit liv, og maj er god.") == (
        "Sol og vind. Det er mit liv, og maj er god."
    )


def test_numbers_that_are_no_telephone() -> None:
    for text in (
        "Fra 10.30 til 12.45, og så 14.00-15.30.",
        "Jeg tog 50 mg, så 75 mg, og det koster 12 000 000 kr.",
        "5, 6, 7, 6, 5, 4 og 3, og i 2019 2020 og 2021.",
        "Den 12.03.2025 kl. 10.15.",
    ):
        assert said(text) == text


def test_an_identity_number_with_a_wrong_checksum_is_replaced_too() -> None:
    session = Session("s", (Turn("C", "Det er 070761-4286. Eller 070761-4285."),), "da")
    found = pseudonymise(session).replacements
    assert [(r.kind, str(r.certainty)) for r in found] == [
        (Kind.NATIONAL_ID, "likely"),
        (Kind.NATIONAL_ID, "sure"),
    ]


def test_what_is_asked_for_is_replaced() -> None:
    text = "Plimsoll og Anna er i Viborg."
    assert said(text) == "Plimsoll og Navn1 er i Viborg."
    assert said(text, names=["plimsoll"], keep=["Anna"]) == "Navn1 og Anna er i Viborg."
    assert said(text, kinds={Kind.PLACE}) == "Plimsoll og Anna er i Sted1."


def test_numbers_go_on_after_stand_ins_that_are_there_already() -> None:
    assert said("Navn3 og Anna talte.") == "Navn3 og Navn4 talte."


def test_an_edited_transcript_is_put_back_as_far_as_it_can_be() -> None:
    session = Session("s", (Turn("P", "Hej Anna."), Turn("C", "Hej. Er Bent her?")), "da")
    done = pseudonymise(session)
    cut = Session("x", done.session.turns[1:], "da")
    assert way_back(done, "s", cut).turns == session.turns[1:]


def test_the_sealed_list_needs_its_key(tmp_path: Path) -> None:
    from spejl.errors import PrivacyError

    key, other, sealed = tmp_path / "key", tmp_path / "other", tmp_path / "s.sealed"
    make_key(key)
    make_key(other)
    assert key.stat().st_mode & 0o777 == 0o600
    session = Session("s", (Turn("P", "Hej Anna."),), "da")
    done = pseudonymise(session)
    sealed.write_bytes(seal(done, "s", key))
    assert b"Anna" not in sealed.read_bytes()
    assert restore(done.session, unseal(sealed, key)) == session
    with pytest.raises(PrivacyError, match="another key"):
        unseal(sealed, other)
    with pytest.raises(PrivacyError, match="File exists"):
        make_key(key)
    key.write_bytes(b"x")
    with pytest.raises(PrivacyError, match="no key"):
        unseal(sealed, key)


def test_a_replacement_does_not_show_its_original() -> None:
    done = pseudonymise(Session("s", (Turn("P", "Hej Anna."),), "da"))
    assert done.replacements
    assert "Anna" not in repr(done)


def test_what_a_person_marked_is_replaced_wherever_it_stands_in_these_letters() -> None:
    text = "Hos Solgårdens, på Solgården og solgården. Koden er 4286, ikke 42861."
    marked = [(Kind.ORGANISATION, "Solgården"), (Kind.NATIONAL_ID, "4286")]
    assert said(text, marked=marked) == (
        "Hos Institution1s, på Institution1 og solgården. Koden er Personnummer1, ikke 42861."
    )


def test_what_a_person_marked_as_a_name_is_a_name_from_then_on() -> None:
    text = "Grimhildur var her, og det var grimhildurs nøgle."
    assert said(text, marked=[(Kind.NAME, "Grimhildur")]) == (
        "Navn1 var her, og det var navn1s nøgle."
    )


def test_the_longer_of_two_marked_texts_is_taken() -> None:
    marked = [(Kind.PLACE, "Vester"), (Kind.PLACE, "Vester  Hede"), (Kind.NAME, " ")]
    assert said("Ved Vester Hede i Vester.", marked=marked) == "Ved Sted1 i Sted2."


def test_a_single_place_is_spared_and_the_others_are_not() -> None:
    turns = (Turn("Anna", "Hej, jeg hedder Anna."), Turn("T", "Hej Anna."))
    session = Session("anna", turns, "da", "Anna vil stoppe")
    for one in pseudonymise(session).replacements:
        done = pseudonymise(session, spared={one.place})
        assert one.place not in {r.place for r in done.replacements}
        assert len(done.replacements) == len(pseudonymise(session).replacements) - 1
        assert way_back(done, session.id, done.session) == session
    spared = pseudonymise(session, spared={(Part.SPEAKER, 0, 0, 4)}).session
    assert spared.speakers == ("Anna", "T")
    assert spared.turns[0].text == "Hej, jeg hedder Navn1."


def test_speakers_of_a_recogniser_keep_their_labels() -> None:
    turns = (Turn("Unsure 1", "Hej med dig."), Turn("Speaker 2", "Hej."), Turn("Unknown", "Ja."))
    assert pseudonymise(Session("s", turns, "da")).session.speakers == (
        *("Unsure 1", "Speaker 2", "Unknown"),
    )


def test_a_name_that_stands_in_an_address_in_small_letters_is_no_word() -> None:
    assert said("Ja, Grimhald har grimhald@eksempel.dk.") == "Ja, Navn1 har Mailadresse1."


def test_pairs_that_fall_are_a_telephone_number_and_steps_of_one_are_counting() -> None:
    assert said("Det er 97 75 53 31.") == "Det er Telefonnummer1."
    assert said("Pust: 8, 7, 6, 5, 4, 3, 2, 1.") == "Pust: 8, 7, 6, 5, 4, 3, 2, 1."


def test_a_town_after_a_house_number_is_no_house_letter() -> None:
    assert said("Jag bor på Gruvstigen 4 i Malmberget.", "sv") == "Jag bor på Adress1."
    assert said("Jeg bor på Søvej 6 B.") == "Jeg bor på Adresse1."


def test_a_number_told_over_the_other_speakers_turn() -> None:
    turns = (
        Turn("C", "det er enogtyve øh"),
        Turn("P", "ja"),
        Turn("C", "treogfyrre femogtres syvogfirs"),
    )
    done = pseudonymise(Session("s", turns, "da")).session
    assert [turn.text for turn in done.turns] == [
        "det er telefonnummer1 øh",
        "ja",
        "telefonnummer2",
    ]


def test_a_pet_and_an_oath_name_nobody() -> None:
    for text in ("Hunden hedder Balder, og Balder vil ud.", "Åh, for Søren da."):
        assert said(text) == text


def test_an_unlisted_name_in_small_letters_is_told_by_the_words_around() -> None:
    turns = (Turn("P", "ja"), Turn("C", "min svoger kvorning sagde det og kvorning ved det"))
    done = pseudonymise(Session("s", turns, "da")).session
    assert done.turns[1].text == "min svoger navn1 sagde det og navn1 ved det"
