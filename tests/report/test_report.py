"""The feedback report: what it says, in every language, and what it never does."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from conftest import ROOT, build
from spejl.aggregate import score
from spejl.batch import STATEMENTS
from spejl.codes import ClientTalk, Code
from spejl.errors import LanguageError
from spejl.report import report
from spejl.report import words as report_words
from spejl.report.messages import messages
from spejl.report.moments import good_moments
from spejl.report.picture import COLOURS, WIDTH, blocks
from spejl.report.practice import Step, next_step
from spejl.sessions import CodedSession, Turn
from spejl.settings import REPORT_LANGUAGES

PACKAGE = ROOT / "pipeline/spejl/report"


def session(*lines: str, language: str = "da") -> CodedSession:
    """A coded session from lines `P SR | text`."""
    parts = [re.fullmatch(r"(\w) (\S+) \| (.+)", line) for line in lines]
    return build([(m[1], m[2], m[3]) for m in parts if m], language)


TALK = (
    "P Q:open | Hvordan er det gået med turene siden sidst?",
    "C change:T | Jeg har været nede ved søen to gange.",
    "P AF | Du kom af sted to gange, selv om det regnede.",
    "C change:D | Ja, og jeg vil gerne fortsætte.",
    "P Persuade | Så skal du bare gøre det hver dag fra nu af.",
    "C sustain:A | Det kan jeg nu ikke.",
    "P Persuade | Jo, du kan da bare stille skoene frem.",
    "C neutral | Mm.",
)


class Tags(HTMLParser):
    """Collects what a page asks for from outside, and whether its tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_page_is_whole_and_asks_for_nothing(language: str) -> None:
    coded = session(*TALK)
    page = report(coded, score(coded), language)
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert tags.addresses == []
    assert "url(" not in page
    assert "<script" not in page
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize("language", [x for x in REPORT_LANGUAGES if x != "en"])
def test_every_message_is_native(language: str) -> None:
    known = messages(language).catalogue
    pages = sorted((PACKAGE / "templates").glob("*.html"))
    template = "".join(page.read_text(encoding="utf-8") for page in pages)
    used = set(re.findall(r'_\("((?:[^"\\]|\\.)*)"', template))
    for table in (report_words.CODE_NAMES, report_words.TALK_NAMES, report_words.MOMENT_WORDS):
        used |= set(table.values())
    for texts in (*report_words.STEP_WORDS.values(), *report_words.EXAMPLES.values()):
        used |= set(texts)
    missing = {text for text in used if not known.get(text)}
    assert missing == set()
    with (PACKAGE / f"locale/{language}.po").open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if not message.id:
            continue
        fields = set(re.findall(r"{(\w+)}", str(message.id)))
        assert set(re.findall(r"{(\w+)}", str(message.string))) == fields, message.id
        # A translation of more than two words is never the English itself.
        if len(str(message.id).split()) > 2:
            assert message.string != message.id


def test_catalogues_hold_the_same_messages() -> None:
    first, *others = (set(messages(x).catalogue) for x in REPORT_LANGUAGES if x != "en")
    assert all(other == first for other in others)


def test_machine_reports_say_what_they_must() -> None:
    coded = session(*TALK)
    scores = replace(score(coded), intervals=())
    page = report(coded, scores, "en")
    for statement in STATEMENTS:
        assert statement.replace("'", "&#39;") in page or statement in page


def test_text_is_escaped() -> None:
    coded = session("P SR | Du siger <script>alert(1)</script> & går.", "C neutral | Ja.")
    page = report(coded, score(coded), "da")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_language_follows_the_session_or_is_refused() -> None:
    assert '<html lang="sv">' in report(session(*TALK, language="sv"), score(session(*TALK)))
    with pytest.raises(LanguageError, match="expected one of da, sv"):
        report(session(*TALK), score(session(*TALK)), "fi")


def test_good_moments_differ_in_kind_and_keep_their_order() -> None:
    coded = session(
        "P CR | Det er som at gå i modvind hele tiden.",
        "C neutral | Ja.",
        "P CR | Du bærer på noget, der er tungt og ensomt.",
        "C change:D | Jeg vil gerne af med det.",
        "P Q:open | Hvad ville gøre det lettere for dig?",
        "C neutral | Det ved jeg ikke.",
        "P NC:facilitate | Mm.",
    )
    found = good_moments(coded, most=2)
    assert [(m.turn, m.said.code) for m in found] == [(2, Code.CR), (4, Code.Q)]
    assert found[0].led_to_change_talk
    assert not found[1].led_to_change_talk


def test_closed_questions_and_what_needs_review_are_no_moments() -> None:
    coded = session("P Q:closed | Tog du din medicin i går aftes?", "C neutral | Ja.")
    assert good_moments(coded) == ()
    coded = session("P CR | Det er som at gå i modvind hele tiden.")
    unsure = tuple(replace(u, needs_review=True) for u in coded.utterances)
    assert good_moments(replace(coded, utterances=unsure)) == ()


def test_advice_without_leave_comes_first_and_is_shown_with_its_lines() -> None:
    coded = session(*TALK)
    step = next_step(coded, score(coded))
    assert step is not None
    assert step.step is Step.ASK_LEAVE
    assert [p.said.utterance.turn for p in step.places] == [4, 6]
    assert step.places[0].before == "Ja, og jeg vil gerne fortsætte."


def test_lines_in_doubt_are_shown_only_where_no_other_would_be() -> None:
    coded = session(*TALK)
    scores = score(coded)
    for doubted, shown in (({4}, [6]), ({4, 6}, [4, 6])):
        units = tuple(
            replace(u, needs_review=u.utterance.turn in doubted) for u in coded.utterances
        )
        found = next_step(replace(coded, utterances=units), scores)
        assert found is not None
        assert [place.said.utterance.turn for place in found.places] == shown


def test_each_step_has_its_reason() -> None:
    asked = (
        "P Q:closed | Sov du godt?",
        "C sustain:R | Nej, og jeg vil ikke op om morgenen.",
        "P Q:closed | Var det mandag?",
        "C neutral | Tirsdag.",
        "P Q:closed | Og i går?",
        "C neutral | Også.",
    )
    found = next_step(session(*asked), score(session(*asked)))
    assert found is not None
    assert found.step is Step.REFLECT
    assert [p.said.utterance.turn for p in found.places] == [2]
    passed = (
        "P SR | Du tog turen.",
        "C change:D | Jeg vil gerne mere.",
        "P GI | Bussen går klokken ti.",
        "C change:C | Jeg tager den i morgen.",
        "P NC:structure | Så ses vi torsdag.",
        "C neutral | Ja.",
    )
    found = next_step(session(*passed), score(session(*passed)))
    assert found is not None
    assert found.step is Step.CATCH_CHANGE
    assert next_step(session("C neutral | Hej."), score(session("C neutral | Hej."))) is None


def test_the_colours_are_those_of_the_style_sheet() -> None:
    style = (PACKAGE / "templates/report.css").read_text(encoding="utf-8")
    for kind, colour in COLOURS.items():
        assert f"--{kind}: {colour};" in style
        assert f".f-{kind}" in style


def test_the_picture_tiles_its_width() -> None:
    coded = session(*TALK)
    found = blocks(coded)
    assert len(found) == len(coded.utterances)
    assert found[0].x == 0
    assert found[-1].x + found[-1].width == pytest.approx(WIDTH)
    for one, other in pairwise(found):
        assert one.x + one.width == pytest.approx(other.x)
    assert found[1].kind == ClientTalk.CHANGE


def test_the_picture_follows_times_where_all_are_known() -> None:
    coded = session("P Q:open | Hvad nu?", "C neutral | Ja.")
    times = ((0.0, 3.0), (3.0, 4.0))
    turns = tuple(
        Turn(t.speaker, t.text, *time) for t, time in zip(coded.session.turns, times, strict=True)
    )
    first, second = blocks(replace(coded, session=replace(coded.session, turns=turns)))
    assert (first.width, second.width) == (pytest.approx(750), pytest.approx(250))


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_golden(language: str, request: pytest.FixtureRequest) -> None:
    coded = session(*TALK)
    page = report(coded, score(coded), language)
    golden = Path(__file__).parent.parent / "golden" / f"report-{language}.html"
    if request.config.getoption("--update-golden"):
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8")
