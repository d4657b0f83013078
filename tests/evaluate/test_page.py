"""An evaluation in words, tables and pictures."""

import csv
import re
from pathlib import Path

import pytest

from spejl.aggregate import score
from spejl.errors import MissingExtraError, RunError
from spejl.evaluate import Coding, Evaluation, evaluate, figures
from spejl.evaluate.bootstrap import Bounds, not_estimable
from spejl.evaluate.folder import check_folder, write_evaluation
from spejl.evaluate.page import html, markdown, with_bounds
from spejl.serialize import parse_miti

TEXT = "P {} | Du er træt.\n\nC neutral | Mm, det er jeg.\n\nP Q:open | Hvad nu?\n\nC {} | Gå."


def coding(name: str, code: str, talk: str, n: int = 2) -> Coding:
    sessions = tuple(
        parse_miti(f"id: s{i}\nlanguage: da\n---\n" + TEXT.format(code, talk)).coded
        for i in range(n)
    )
    return Coding(name, sessions, tuple(score(s) for s in sessions))


@pytest.fixture(scope="module")
def found() -> Evaluation:
    return evaluate([coding("<anna>", "SR", "change:D"), coding("*.bo|", "CR", "neutral")])


def test_markdown(found: Evaluation) -> None:
    text = markdown(found)
    assert "## \\*.bo\\| compared with <anna>" in text
    assert "- 2 sessions were compared." in text
    # SR was said CR and Q agreed, in both sessions: precision, recall and F1 of Q are 1.
    assert "| Q | 4 | 2 (50.0%) | 2 | 1.00 | 1.00 | 1.00 | 1.00 | 1.00 |" in text
    assert "- Without an interval: 2 sessions, at least 10 are needed." in text
    tables = [block.split("\n") for block in text.split("\n\n") if block.startswith("|")]
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table}) == 1


def test_the_page_needs_nothing_else_and_takes_no_name_for_markup(found: Evaluation) -> None:
    page = html(found, {})
    assert "&lt;anna&gt;" in page
    assert "<anna>" not in page
    assert not re.search(r'(src|href)="|url\(|<script', page)


def test_pictures_are_the_same_every_time(found: Evaluation) -> None:
    drawn = figures.draw(found.comparisons[0])
    assert set(drawn) == {"confusion_codes", "confusion_client_talk", "forest", "bland_altman"}
    assert drawn == figures.draw(found.comparisons[0])
    assert ">SR</text>" in drawn["confusion_codes"]
    assert all(svg.startswith("<svg") for svg in drawn.values())


def test_without_matplotlib_only_the_pictures_are_missing(
    found: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"spejl\[research\]"):
        figures.draw(found.comparisons[0])
    write_evaluation(found, tmp_path)
    # What an evaluation wrote may be written over by the next.
    check_folder(tmp_path)
    write_evaluation(found, tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "agreement.html",
        "agreement.md",
        "agreement_codes.csv",
        "agreement_sessions.csv",
        "confusion.csv",
    ]


def test_several_coders_have_tables_and_pictures_of_their_own(tmp_path: Path) -> None:
    names = (("=a", "SR"), ("b", "SR"), ("c", "CR"))
    write_evaluation(evaluate([coding(name, code, "neutral") for name, code in names]), tmp_path)
    written = {p.name for p in tmp_path.iterdir()}
    assert {"coders_alpha.csv", "coders_icc.csv", "coders_pairs.csv"} <= written
    assert {"forest_1.svg", "forest_2.svg"} <= written
    with (tmp_path / "coders_pairs.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    # What a spreadsheet would take for a formula is tamed.
    assert [(r["one"], r["other"]) for r in rows[::2]] == [("'=a", "b"), ("'=a", "c"), ("b", "c")]


def test_other_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    for path in (tmp_path, tmp_path / "thesis.docx"):
        with pytest.raises(RunError, match="holds no evaluation"):
            check_folder(path)
    check_folder(tmp_path / "new")


def test_values_with_intervals() -> None:
    assert with_bounds(0.5, Bounds(0.25, 0.75, "BCa")) == "0.50 [0.25, 0.75]"
    assert with_bounds(0.5, not_estimable("few")) == "0.50"
    assert with_bounds(None, not_estimable("few")) == "–"
