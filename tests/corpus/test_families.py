"""The contrast set, and that its checks can fail."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from spejl.corpus.families import check_families, families

CONTRAST = ROOT / "data/contrast"


def test_the_contrast_set_has_no_problems() -> None:
    assert set(families(CONTRAST)) == {"da", "sv", "nb", "nn"}
    assert check_families(CONTRAST) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"forms": "same"}, "the forms do not differ in code"),
        ({"writer": "c02"}, "is in dev and in test"),
        ({"id": "da-c02-001"}, "stands 2 times"),
    ],
)
def test_each_check_can_fail(tmp_path: Path, change: dict[str, Any], problem: str) -> None:
    lines = (CONTRAST / "da.jsonl").read_text(encoding="utf-8").splitlines()
    first, last = json.loads(lines[0]), json.loads(lines[-1])
    assert (first["split"], last["split"]) == ("dev", "test")
    if change.get("forms") == "same":
        change = {"forms": [first["forms"][0], first["forms"][0]]}
    first.update({k: (last["id"] if k == "id" else v) for k, v in change.items()})
    text = "\n".join(json.dumps(x, ensure_ascii=False) for x in (first, last))
    (tmp_path / "da.jsonl").write_text(text, encoding="utf-8")
    assert any(problem in line for line in check_families(tmp_path, fewest=2))


def test_too_few_are_told(tmp_path: Path) -> None:
    (tmp_path / "da.jsonl").write_text("", encoding="utf-8")
    assert any("0 families" in line for line in check_families(tmp_path))
    (tmp_path / "da.jsonl").write_text("{", encoding="utf-8")
    assert any("no JSON" in line for line in check_families(tmp_path))
