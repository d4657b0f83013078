"""Every word of the page in every language."""

import ast
import re
from datetime import datetime
from functools import cache

import pytest
from babel.messages.pofile import read_po

from conftest import ROOT
from spejl.settings import REPORT_LANGUAGES
from spejl.web import following, problems, stages, stand_ins, view, words
from spejl.web.store.models import State

PACKAGE = ROOT / "pipeline/spejl/web"
NORDIC = [x for x in REPORT_LANGUAGES if x != "en"]
TABLES = (
    words.STATE_NAMES,
    words.ROLE_NAMES,
    words.KIND_NAMES,
    words.MISSING_NAMES,
    view.DETAIL_NAMES,
    stages.STAGES,
    following.TITLES,
    following.QUESTIONS,
    following.PERIODS,
    stand_ins.DETAILS,
    stand_ins.CERTAINTIES,
    stand_ins.PARTS,
)


@cache
def used() -> set[str]:
    """Every message that the page can say, in English."""
    found: set[str] = set()
    for page in (PACKAGE / "templates").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        found |= set(re.findall(r'_\("((?:[^"\\]|\\.)*)"', text))
    for module in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            # Texts given to `_`, and pairs of sentences and answers that a template translates.
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "_answer"):
                found |= {a.value for a in node.args if isinstance(a, ast.Constant)} - {
                    200,
                    409,
                    422,
                }
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "what":
                found |= {a.value for a in ast.walk(node.value) if isinstance(a, ast.Constant)}
    for table in TABLES:
        found |= set(table.values()) - {""}
    return {str(x) for x in found} | {x for pair in problems.PROBLEMS.values() for x in pair}


def test_the_search_for_messages_finds_all_kinds() -> None:
    found = used()
    assert "This line was changed in another window." in found
    assert "Perhaps the conversation has been deleted." in found
    assert "Drop a file here" in found
    assert len(found) > 190


@pytest.mark.parametrize("language", NORDIC)
def test_every_message_is_native(language: str) -> None:
    known = words.page_messages(language).catalogue
    assert {text for text in used() if not known.get(text)} == set()


@pytest.mark.parametrize("language", NORDIC)
def test_catalogue_holds_no_more_and_keeps_the_fields(language: str) -> None:
    with (PACKAGE / f"locale/{language}.po").open("rb") as file:
        catalogue = read_po(file)
    own = {str(m.id): str(m.string) for m in catalogue if m.id}
    assert set(own) - used() == set()
    for english, native in own.items():
        assert set(re.findall(r"{(\w+)}", native)) == set(re.findall(r"{(\w+)}", english)), english
        if len(english.split()) > 2:
            assert native != english


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        ("no,en", "nb"),
        ("nn-NO", "nn"),
        ("fi-FI,da;q=0.5", "da"),
        ("de", "en"),
        ("", "en"),
        (";;,=", "en"),
    ],
)
def test_the_browser_is_answered_in_its_language(accepted: str, language: str) -> None:
    assert words.chosen_language(None, accepted) == language
    assert words.chosen_language("nn", accepted) == "nn"
    assert words.chosen_language("../../etc", accepted) == language


def test_a_day_is_written_as_the_language_does() -> None:
    at = datetime(2026, 3, 7, 12)
    assert words.day(at, words.page_messages("da")) == "7. marts 2026"
    assert words.day(at, words.page_messages("en")) == "7 March 2026"


def test_every_state_has_its_words() -> None:
    assert set(words.STATE_NAMES) == set(State)
