"""`spejl evaluate` as a user meets it."""

import csv
import json
from pathlib import Path

import pytest

from cli.command import spejl
from conftest import ROOT
from spejl.readers import read_coded
from spejl.serialize import coded_to_json
from spejl.sessions import Role
from spejl.write import TableWriter, utterance_rows

SECOND = ROOT / "data/corpus/second"
FIRST, OTHER = SECOND / "nn-007[1-9].k3?.miti", SECOND / "nn-007[1-9].kt?.miti"


def test_a_folder_of_figures(tmp_path: Path) -> None:
    done = spejl("evaluate", FIRST, OTHER, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "agreement.html",
        "agreement.md",
        "agreement_codes.csv",
        "agreement_sessions.csv",
        "bland_altman.svg",
        "confusion.csv",
        "confusion_client_talk.svg",
        "confusion_codes.svg",
        "forest.svg",
    }
    page = (tmp_path / "out/agreement.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 4
    assert "Cicchetti" in page
    with (tmp_path / "out/agreement_sessions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["measure"] == "questions"
    assert rows[0]["icc_a1_interval"] == "not estimable: 9 sessions, at least 10 are needed"


def test_an_output_folder_and_its_table_are_the_same_coding(tmp_path: Path) -> None:
    sessions = [read_coded(path) for path in sorted(SECOND.glob("nn-007[1-3].kt?.miti"))]
    (tmp_path / "coded").mkdir()
    for coded in sessions:
        path = tmp_path / "coded" / f"{coded.session.id}.json"
        path.write_text(coded_to_json(coded), encoding="utf-8")
    with TableWriter(tmp_path, "utterances", "csv") as writer:
        for coded in sessions:
            writer.write(utterance_rows(coded))
    done = spejl("evaluate", tmp_path, tmp_path / "utterances.csv", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["sessions"] == ["nn-0071", "nn-0072", "nn-0073"]
    every = [r for r in found["agreement_codes"] if r["code"] == "all (micro)"]
    assert {r["f1"] for r in every} == {1.0}
    assert {r["level"] for r in every} >= {"given utterances", "volleys"}


def test_missing_sessions_are_named_and_tables_shown() -> None:
    done = spejl("evaluate", FIRST, ROOT / "data/corpus/sec*/nn-007[1-3].kt?.miti")
    assert done.returncode == 0, done.stderr
    assert "lacks nn-0074" in done.stderr
    assert "3 sessions" in done.stdout
    assert "ICC(A,1)" in done.stdout


def test_several_coders_and_a_sheet_without_text(tmp_path: Path) -> None:
    sheet = tmp_path / "koder.csv"
    coded = read_coded(next(SECOND.glob("nn-0071.kt?.miti")))
    turn = next(u.utterance.turn for u in coded.utterances if u.role is Role.PRACTITIONER)
    sheet.write_text(f"session,turn,codes\nnn-0071,{turn},NC\n", encoding="utf-8")
    done = spejl("evaluate", FIRST, OTHER, sheet, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["sessions"] == ["nn-0071"]
    assert len(found["coders_pairs"]) == 6


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((FIRST, "/no/such"), "no such file or folder"),
        ((FIRST, SECOND / "xx*.miti"), "holds no coding"),
        ((FIRST, FIRST), "a coding is given twice"),
        ((FIRST, SECOND / "da-0151.k3?.miti"), "share no session"),
        ((SECOND / "da-0151.*.miti", SECOND / "da-0151.kt4.miti"), "holds session da-0151 2 times"),
        ((FIRST, OTHER, "--sheet", "/no/such.toml"), "there is no file"),
        ((FIRST, OTHER, "--out", ROOT / "data"), "holds no evaluation"),
        ((FIRST, SECOND / "people.csv"), "lacks the column"),
    ],
)
def test_bad_input_is_2_with_a_message_and_no_traceback(args: tuple, says: str) -> None:
    done = spejl("evaluate", *args)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
