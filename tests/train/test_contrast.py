"""Contrast families in training and reporting."""

import json
from pathlib import Path

import pytest

pytest.importorskip("torch")

from spejl.classify import MajorityClassifier
from spejl.coder import Coder
from spejl.train.contrast import as_conversations, contrast_figures, read_families
from spejl.train.examples import UNKNOWN, example

FAMILY = {
    "id": "da-c00-01",
    "split": "dev",
    "axis": "NC / Q",
    "goal": "gå hver dag",
    "writer": "c00",
    "forms": [
        {"before": [["C", "Ja."]], "speaker": "P", "code": "NC:facilitate", "text": "Mm."},
        {"before": [["C", "Ja."]], "speaker": "P", "code": "Q:open", "text": "Hvordan?"},
    ],
}


def put(folder: Path, **change: str) -> None:
    with (folder / "da.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({**FAMILY, **change}) + "\n")


def test_splits_are_kept_apart(tmp_path: Path) -> None:
    put(tmp_path)
    put(tmp_path, id="da-c00-02", split="test")
    assert [f.id for f in read_families(tmp_path, "dev")] == ["da-c00-01"]
    assert [f.id for f in read_families(tmp_path, "test")] == ["da-c00-02"]
    assert read_families(tmp_path / "nothing", "dev") == []


def test_only_the_form_is_learnt(tmp_path: Path) -> None:
    put(tmp_path)
    one, _ = (example(c) for c in as_conversations(read_families(tmp_path, "dev")))
    assert [u.code == UNKNOWN for u in one.units] == [True, False]
    assert one.units[0].talk == UNKNOWN


def test_figures_by_hand(tmp_path: Path) -> None:
    put(tmp_path)
    found = contrast_figures(Coder(MajorityClassifier()), read_families(tmp_path, "dev"))
    # Always NC: one form of two is right, so no family is right as a whole, and κ is 0.
    assert found["da"] == {
        "families": 1,
        "forms": 2,
        "kappa": 0.0,
        "right": 0.5,
        "whole_families_right": 0.0,
    }
