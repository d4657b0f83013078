"""Two codings of the same conversations."""

import csv
from pathlib import Path

import pytest

from spejl.corpus.consistency import consistency, people
from spejl.errors import RunError

ONE = """id: da-0001
language: da
coder: a
---
P Q:open | Hvad nu?

C change:D | Jeg vil gerne.

P SR | Du vil gerne.
P Q:open | Hvornår?
"""


def put(folder: Path, coder: str, text: str) -> None:
    (folder / "second").mkdir(exist_ok=True)
    path = folder / "second" / f"da-0001.{coder}.miti"
    path.write_text(text.replace("coder: a", f"coder: {coder}"), encoding="utf-8")


def test_by_hand(tmp_path: Path) -> None:
    put(tmp_path, "a", ONE)
    put(tmp_path, "b", ONE.replace("P SR | Du vil gerne.\nP Q:open |", "P CR | Du vil gerne."))
    found = consistency(tmp_path)["da"]
    # Turns: the first two are cut alike, the third is not.
    assert found["turns_cut_alike"] == pytest.approx(2 / 3, abs=0.001)
    # Pairs: Q-Q, SR-CR, Q-CR. Agreement 1/3, chance 2/3·1/3: κ = (1/3 - 2/9) / (1 - 2/9) = 1/7.
    assert found["codes"]["n"] == 3
    assert found["codes"]["kappa"] == pytest.approx(1 / 7, abs=0.001)
    assert found["codes"]["each"]["Q"]["first"] == 2
    assert found["codes"]["each"]["Q"]["second"] == 1
    assert found["client_talk"] == {
        "n": 1,
        "kappa": None,
        "each": {"change": {"first": 1, "second": 1, "kappa": None}},
    }


def test_a_lonely_coding_is_told(tmp_path: Path) -> None:
    put(tmp_path, "a", ONE)
    with pytest.raises(RunError, match="da-0001 has 1 codings"):
        consistency(tmp_path)


def test_nothing_coded_twice(tmp_path: Path) -> None:
    assert consistency(tmp_path) == {}


def test_against_people(tmp_path: Path) -> None:
    head = [
        "session_id",
        "utterance_index",
        "speaker",
        "main_therapist_behaviour",
        "reflection_subtype",
        "client_talk_type",
    ]
    rows = [
        ["1", "0", "practitioner", "question", "", ""],
        ["1", "1", "client", "", "", "change"],
        ["1", "2", "practitioner", "reflection", "simple", ""],
        ["1", "3", "client", "", "", "neutral"],
        ["1", "4", "practitioner", "therapist_input", "", ""],
        ["1", "5", "practitioner", "other", "", ""],
        ["1", "6", "practitioner", "reflection", "complex", ""],
    ]
    codes = ["Q:open", "change:D", "SR?", "neutral", "AF", "NC:other", "SR"]
    with (tmp_path / "annomi.csv").open("w", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    with (tmp_path / "people.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["coder", "session_id", "utterance_index", "code"])
        writer.writerows(["k1", "1", i, code] for i, code in enumerate(codes))
    found = people(tmp_path / "people.csv", tmp_path / "annomi.csv")["coders"]["k1"]
    # question-question, reflection-reflection twice, input-other: 3/4; chance
    # 1/4·1/4 + 2/4·2/4 = 5/16; κ = (3/4 - 5/16) / (1 - 5/16) = 7/11.
    assert found["behaviour_n"] == 4
    assert found["behaviour_kappa"] == pytest.approx(7 / 11, abs=0.001)
    assert (found["client_kappa"], found["client_n"]) == (1.0, 2)
    assert found["depth_n"] == 2
