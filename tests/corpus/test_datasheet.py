"""The datasheet's tables and the corpus as tables."""

import importlib.util
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from conftest import ROOT
from spejl.codes import Code
from spejl.corpus.consistency import consistency
from spejl.corpus.datasheet import BEGIN, END, datasheet, plots, put_into
from spejl.corpus.export import export, to_pandas
from spejl.errors import RunError

CORPUS = ROOT / "data/corpus"


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """The corpus as a table."""
    return to_pandas(CORPUS)


def test_the_page_in_the_project_is_up_to_date(figures: dict[str, Any]) -> None:
    page = (ROOT / "data/README.md").read_text(encoding="utf-8")
    held = page.split(BEGIN)[1].split(END)[0].strip()
    assert held == datasheet(figures, consistency(CORPUS))


def test_only_the_figures_are_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Før\n{BEGIN}\ngammelt\n{END}\nefter\n", encoding="utf-8")
    put_into(page, "| nyt |")
    assert page.read_text(encoding="utf-8") == f"# Før\n{BEGIN}\n\n| nyt |\n\n{END}\nefter\n"
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(RunError, match="between which figures go"):
        put_into(page, "x")


def test_every_utterance_is_a_row(figures: dict[str, Any], frame: pd.DataFrame) -> None:
    assert len(frame) == figures["all"]["utterances"]
    assert frame.groupby("conversation").ngroups == figures["all"]["conversations"]
    practitioner = frame[frame.role == "practitioner"]
    assert set(practitioner.code) == {str(c) for c in Code}
    assert set(frame[frame.role != "practitioner"].code) == {"none"}
    assert set(frame.split) == {"train", "validation", "calibration", "test"}


@pytest.mark.skipif(importlib.util.find_spec("datasets") is None, reason="needs datasets")
def test_datasets_read_back(tmp_path: Path, frame: pd.DataFrame) -> None:
    from datasets import load_from_disk

    export(CORPUS, tmp_path)
    found = load_from_disk(str(tmp_path / "datasets"))
    assert {name: len(part) for name, part in found.items()} == dict(frame.split.value_counts())
    first = found["train"][0]
    label = found["train"].features["code"]
    row = frame[frame.split == "train"].iloc[0]
    assert (first["text"], label.int2str(first["code"])) == (row.text, row.code)


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="needs matplotlib")
def test_pictures(tmp_path: Path, figures: dict[str, Any]) -> None:
    bars, shares = (p.read_text(encoding="utf-8") for p in plots(figures, tmp_path))
    for code in Code:
        assert f">{code}<" in bars
        assert f">{code}<" in shares
    assert ">Nynorsk<" in bars
    assert f">{figures['all']['codes_by_skill']['expert']['CR']:.0%}<" in shares
