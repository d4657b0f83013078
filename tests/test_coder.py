"""From a transcript to codes, with the shipped model."""

import pytest

from conftest import ROOT, build
from spejl.classify import KeywordClassifier, MajorityClassifier
from spejl.coder import Coder
from spejl.codes import ClientTalk, Code
from spejl.errors import LanguageError, RoleError
from spejl.readers import read_all
from spejl.sessions import Role, Session, Turn

EXAMPLES = sorted((ROOT / "data/examples").glob("*.*"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_utterance_is_coded_by_its_role(coder: Coder, path) -> None:  # noqa: ANN001
    (session,) = read_all(path)
    coded = coder.code(session)
    assert coded.session.language == path.name[:2]
    assert coded.coder == coder.id
    for unit in coded.utterances:
        assert (unit.code is not None) == (unit.role is Role.PRACTITIONER)
        assert (unit.client_talk is not None) == (unit.role is Role.CLIENT)
        assert unit.probabilities is not None
        assert sum(unit.probabilities) == pytest.approx(1, abs=0.001)
        assert (unit.form is not None) == (unit.code in (Code.Q, Code.SEEK))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_the_practitioner_is_found_without_names(coder: Coder, path) -> None:  # noqa: ANN001
    (session,) = read_all(path)
    first, second = session.speakers
    names = {first: "Anna", second: "Bo"}
    turns = tuple(Turn(names[t.speaker], t.text) for t in session.turns)
    coded = coder.code(Session("x", turns, session.language))
    assert coded.session.role("Anna") is Role.PRACTITIONER


def test_given_utterances_are_kept(coder: Coder) -> None:
    reference = build(
        [("P", "SR", "Du er træt."), ("C", "neutral", "Ja."), ("P", "Q:open", "Og nu?")]
    )
    coded = coder.recode(reference)
    assert [u.utterance for u in coded.utterances] == [u.utterance for u in reference.utterances]


def test_recoding_does_not_mind_the_language(coder: Coder) -> None:
    coded = coder.recode(build([("P", "Q:open", "What do you think?")], language="en"))
    assert coded.utterances[0].code is Code.Q


def test_other_languages_are_refused(coder: Coder) -> None:
    session = build([("P", "", "Hej."), ("C", "", "Ja.")], language="fi").session
    with pytest.raises(LanguageError, match="'fi'"):
        coder.code(session)


def test_options_override_the_session(coder: Coder) -> None:
    session = build([("P", "", "Hej, hva tenker du?"), ("C", "", "Vet ikke.")]).session
    coded = coder.code(session, language="nb", goal="sove", practitioner="C")
    assert (coded.session.language, coded.session.goal) == ("nb", "sove")
    assert coded.session.role("C") is Role.PRACTITIONER


@pytest.mark.parametrize("classifier", [MajorityClassifier(), KeywordClassifier()])
def test_baselines_need_no_model(classifier) -> None:  # noqa: ANN001
    (session,) = read_all(EXAMPLES[0])
    coded = Coder(classifier).code(session)
    assert coded.widening is None
    assert {u.code for u in coded.utterances if u.role is Role.PRACTITIONER} >= {Code.NC}


def test_without_a_model_names_must_say_who_is_who() -> None:
    session = Session("x", (Turn("Anna", "Hej."), Turn("Bo", "Ja.")), "da")
    with pytest.raises(RoleError, match="--practitioner"):
        Coder(MajorityClassifier()).code(session)


def test_key_words() -> None:
    coded = Coder(KeywordClassifier()).recode(
        build(
            [
                ("P", "NC", "Hvad tænker du?"),
                ("C", "neutral", "Jeg kan ikke."),
                ("P", "NC", "Det er dig, der bestemmer."),
                ("C", "neutral", "Jeg vil gerne."),
            ]
        )
    )
    assert [u.code or u.client_talk for u in coded.utterances] == [
        Code.Q,
        ClientTalk.SUSTAIN,
        Code.EMPHASIZE,
        ClientTalk.CHANGE,
    ]
