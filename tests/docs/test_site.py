"""The site builds without a warning, asks nothing from outside, and says what the code does."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from spejl.evaluate import Coding, evaluate
from spejl.evaluate.rows import code_rows, confusion_rows, session_rows
from spejl.write.tables import SCHEMAS

PAGES = ROOT / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    for name in ("mkdocs", "material", "mkdocstrings"):
        pytest.importorskip(name, reason="needs spejl[docs]")
    target = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(target)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return target


_ASKS = re.compile(
    r"<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=\"?([^\"\s>]+)"
    r"|<link\b(?![^>]*rel=\"?(?:canonical|next|prev))[^>]*\bhref=\"?([^\"\s>]+)",
    re.IGNORECASE,
)


def test_no_page_asks_anything_from_outside(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        asked = [a or b for a, b in _ASKS.findall(page.read_text(encoding="utf-8"))]
        assert asked, page
        assert not [a for a in asked if re.match(r"(?:https?:)?//", a)], page
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", text), sheet


def test_no_page_shows_a_mark_that_was_not_replaced(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert "<!-- made:" not in page.read_text(encoding="utf-8")


def test_figures_come_from_the_model(site: Path) -> None:
    from spejl.model import find_model

    metrics = (find_model() / "metrics.json").read_text(encoding="utf-8")
    kappa = re.search(r'"kappa": (0\.\d+),\s+"macro_f1"', metrics)
    assert kappa is not None
    shown = (site / "validity.html").read_text(encoding="utf-8")
    assert f"<td>{float(kappa[1]):.2f}</td>" in shown


def test_every_command_and_option_is_on_the_page(site: Path) -> None:
    from typer.main import get_command

    from spejl.cli.main import app

    shown = (site / "commands.html").read_text(encoding="utf-8")
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        assert f"<code>spejl {name}</code>" in shown
        for parameter in command.params:
            if parameter.param_type_name == "option" and parameter.name != "help":
                assert parameter.opts[0] in shown


def test_every_page_is_in_the_list(site: Path) -> None:
    listed = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in PAGES.glob("*.md"):
        assert f": {page.name}\n" in listed + "\n", f"{page.name} is missing in mkdocs.yml"
        assert (site / page.with_suffix(".html").name).exists()


def _columns(title: str) -> list[str]:
    """The columns that the page on tables names under a heading, in order."""
    text = (PAGES / "tables.md").read_text(encoding="utf-8")
    part = text.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    cells = re.findall(r"^\| (`[^|]+) \|", part, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


@pytest.mark.parametrize("table", SCHEMAS)
def test_the_page_on_tables_names_the_columns_that_are_written(table: str) -> None:
    assert _columns(table) == SCHEMAS[table].names


def test_the_page_on_tables_names_the_columns_of_an_evaluation() -> None:
    from spejl import read_coded, score

    second = ROOT / "data/corpus/second"
    one, other = (
        tuple(read_coded(path) for path in sorted(second.glob(pattern))[:3])
        for pattern in ("nn-*.k3?.miti", "nn-*.kt?.miti")
    )
    found = evaluate([Coding(n, s, tuple(map(score, s))) for n, s in (("a", one), ("b", other))])
    assert _columns("agreement_codes") == list(code_rows(found)[0])
    assert _columns("agreement_sessions") == list(session_rows(found)[0])
    assert _columns("confusion") == list(confusion_rows(found)[0])
