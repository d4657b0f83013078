"""Batch runs: tables, resuming, failures, and that nothing is half-written."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from conftest import ROOT
from spejl.batch import Progress, Runner, RunResult, Serial, find_inputs, run
from spejl.batch.task import Failure
from spejl.classify import KeywordClassifier
from spejl.coder import Coder
from spejl.errors import RunError, SettingsError
from spejl.readers import read_coded
from spejl.scores import Globals, SessionScores
from spejl.settings import Settings
from spejl.write import Row
from spejl.write.tables import SCHEMAS

Writer = Callable[[str, str | bytes], Path]
EXAMPLES = ROOT / "data/examples"
KEYWORD = Coder(KeywordClassifier())


class Heard:
    """Listens to a run, and keeps what it came to."""

    def __init__(self) -> None:
        self.scores: list[SessionScores] = []
        self.rows: list[Row] = []
        self.steps: list[Progress] = []
        self.result: RunResult

    def progress(self, progress: Progress) -> None:
        self.steps.append(progress)

    def scored(self, scores: SessionScores, row: Row) -> None:
        self.scores.append(scores)
        self.rows.append(row)

    @property
    def n_resumed(self) -> int:
        return self.result.n_resumed

    @property
    def failures(self) -> tuple[Failure, ...]:
        return self.result.failures


def go(out: Path, *paths: Path, coder: Coder = KEYWORD, **settings: object) -> Heard:
    return go_by(Serial(coder), out, *paths, **settings)


def go_by(runner: Runner, out: Path, *paths: Path, **settings: object) -> Heard:
    heard = Heard()
    chosen = replace(Settings(), **settings)
    heard.result = run(runner, paths or (EXAMPLES,), out, chosen, listener=heard)
    return heard


PROMISED = {
    "utterances": "session_id turn utterance speaker role text start_char end_char start_s end_s "
    "code probability form client_talk needs_review",
    "volleys": "session_id volley first_turn last_turn codes",
    "sessions": "session_id language goal minutes n_volleys n_GI n_Persuade n_PersuadeWith n_Q "
    "n_SR n_CR n_AF n_Seek n_Emphasize n_Confront reflections questions r_to_q pct_complex "
    "mi_adherent mi_non_adherent n_change n_sustain pct_change_talk practitioner_share "
    "r_to_q_low r_to_q_high pct_complex_low pct_complex_high n_open n_closed pct_open flags",
}


@pytest.mark.parametrize("table", PROMISED)
@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_the_promised_columns_are_there(tmp_path: Path, table: str, form: str) -> None:
    go(tmp_path / "out", format=form)
    path = tmp_path / "out" / f"{table}.{form}"
    readers = {"csv": pd.read_csv, "parquet": pd.read_parquet}
    frame = readers[form](path) if form in readers else pd.read_json(path, lines=True)
    assert set(PROMISED[table].split()) <= set(frame.columns)
    assert list(frame.columns) == SCHEMAS[table].names
    assert len(frame) > 3


def test_the_three_forms_say_the_same(tmp_path: Path, coder: Coder) -> None:
    for form in ("csv", "parquet", "jsonl"):
        go(tmp_path / form, format=form, coder=coder)
    tables = [
        pd.read_csv(tmp_path / "csv/utterances.csv", keep_default_na=False, dtype=str),
        pd.read_parquet(tmp_path / "parquet/utterances.parquet"),
        pd.read_json(tmp_path / "jsonl/utterances.jsonl", lines=True),
    ]
    for column in ("turn", "text", "start_char", "session_id"):
        assert [str(v) for v in tables[0][column]] == [str(v) for v in tables[1][column]]
        assert [str(v) for v in tables[1][column]] == [str(v) for v in tables[2][column]]


def test_code_is_empty_on_client_rows_and_turns_are_those_of_the_input(tmp_path: Path) -> None:
    go(tmp_path / "out", EXAMPLES / "sv-promenad.csv")
    with (EXAMPLES / "sv-promenad.csv").open(encoding="utf-8") as file:
        source = list(csv.DictReader(file, delimiter=";"))
    rows = pd.read_csv(tmp_path / "out/utterances.csv", keep_default_na=False)
    for row in rows.itertuples():
        assert (row.code == "") == (row.role != "practitioner")
        text = source[row.turn]["text"]
        assert text[row.start_char : row.end_char] == row.text


def test_coded_sessions_read_back(tmp_path: Path, coder: Coder) -> None:
    result = go(tmp_path / "out", coder=coder)
    for scores in result.scores:
        coded = read_coded(tmp_path / "out/coded" / f"{scores.session_id}.json")
        assert coded.session.id == scores.session_id
        assert scores.intervals is not None
        for interval in scores.intervals:
            value = getattr(scores, interval.measure)
            assert interval.low - 1e-3 <= value <= interval.high + 1e-3


def test_run_json_says_what_it_must(tmp_path: Path) -> None:
    go(tmp_path / "out")
    record = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))
    said = " ".join(record["statements"])
    for words in ("by a machine", "not been validated", "expert opinion", "employment"):
        assert words in said
    assert record["coder"] == "keyword@1"
    assert set(record["sessions"]) == {p.stem for p in EXAMPLES.iterdir()}


def test_a_second_run_does_nothing_twice(tmp_path: Path) -> None:
    first, second = go(tmp_path / "out"), go(tmp_path / "out")
    assert (first.n_resumed, second.n_resumed) == (0, 4)
    assert first.scores == second.scores


def test_a_stopped_run_goes_on(tmp_path: Path) -> None:
    go(tmp_path / "whole")
    go(tmp_path / "out", EXAMPLES / "da-rygestop.txt", EXAMPLES / "nb-jobb.vtt")
    manifest = tmp_path / "out/manifest.jsonl"
    manifest.write_text(manifest.read_text()[:-9])  # Killed while writing the last line.
    (tmp_path / "out/coded/sv-promenad.json.part").write_text('{"spejl":')
    assert go(tmp_path / "out").n_resumed == 1
    for name in ("utterances.csv", "volleys.csv", "sessions.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_a_changed_session_is_coded_again(tmp_path: Path, write: Writer) -> None:
    path = write("a.txt", "Behandler: Hej.\nBo: Ja, det er fint nok.\n")
    go(tmp_path / "out", path, language="da")
    write("a.txt", "Behandler: Hvad nu?\nBo: Ja, det er fint nok.\n")
    result = go(tmp_path / "out", path, language="da")
    assert result.n_resumed == 0
    assert result.scores[0].questions == 1


def test_another_runs_folder_is_refused(tmp_path: Path) -> None:
    go(tmp_path / "out")
    with pytest.raises(RunError, match="other settings"):
        go(tmp_path / "out", goal="gå mere")


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(RunError, match="not the output of a run"):
        go(tmp_path, EXAMPLES)


def test_one_bad_file_does_not_stop_the_run(tmp_path: Path, write: Writer) -> None:
    bad = write("bad.txt", "hemmeligt uden taler")
    result = go(tmp_path / "out", bad, EXAMPLES)
    assert len(result.scores) == 4
    assert [Path(f.path).name for f in result.failures] == ["bad.txt"]
    assert "hemmeligt" not in result.failures[0].reason
    assert "hemmeligt" not in (tmp_path / "out/run.json").read_text(encoding="utf-8")


def test_two_sessions_of_one_name_collide(tmp_path: Path, write: Writer) -> None:
    text = "Behandler: Hej med dig.\nBo: Goddag.\n"
    (tmp_path / "sub").mkdir()
    first, second = write("a.txt", text), write("sub/a.txt", text)
    result = go(tmp_path / "out", first, second, language="da")
    assert len(result.scores) == 1
    assert "already called a" in result.failures[0].reason


def test_formulas_are_tamed_in_csv_only(tmp_path: Path, write: Writer) -> None:
    path = write("a.csv", 'speaker,text\nBehandler,=1+1\nBo,"Ja, det er godt"\n')
    go(tmp_path / "csv", path, language="da")
    go(tmp_path / "parquet", path, language="da", format="parquet")
    assert '"\'=1+1"' in (tmp_path / "csv/utterances.csv").read_text()
    assert pd.read_parquet(tmp_path / "parquet/utterances.parquet")["text"][0] == "=1+1"


def test_inputs(tmp_path: Path) -> None:
    found = find_inputs([EXAMPLES, EXAMPLES / "nb-jobb.vtt"])
    assert [i.path for i in found.inputs] == sorted(EXAMPLES.iterdir())
    with pytest.raises(RunError, match="no such file"):
        find_inputs([tmp_path / "none"])
    with pytest.raises(RunError, match="no transcripts"):
        find_inputs([tmp_path])


def test_parts_of_a_session(tmp_path: Path) -> None:
    go(tmp_path / "parts", EXAMPLES / "sv-promenad.csv", segment="0.5min")
    rows = pd.read_csv(tmp_path / "parts/sessions.csv")
    assert rows["segment"].tolist() == [0, 1, 2]
    go(tmp_path / "one", EXAMPLES / "sv-promenad.csv", segment="0,5 min", start="0:40")
    assert len(pd.read_csv(tmp_path / "one/sessions.csv")) == 1


def test_parts_need_times(tmp_path: Path) -> None:
    result = go(tmp_path / "out", EXAMPLES, segment="20min")
    assert [f.path for f in result.failures] == ["da-rygestop"]
    assert "times" in result.failures[0].reason


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"segment": "long"}, "such as 20min"),
        ({"segment": "0min"}, "such as 20min"),
        ({"segment": "20min", "start": "soon"}, "h:mm:ss"),
        ({"start": "0:40"}, "needs a length"),
    ],
)
def test_parts_that_cannot_be_read(tmp_path: Path, settings: dict, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        go(tmp_path / "out", **settings)


def test_a_runs_own_output_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Behandler: Hej med dig.\nBo: Goddag.\n", encoding="utf-8")
    first = go(folder / "out", folder, language="da")
    second = go(folder / "out", folder, language="da")
    assert (len(first.scores), second.n_resumed, second.failures) == (1, 1, ())


def test_other_files_are_another_run(tmp_path: Path) -> None:
    go(tmp_path / "out", EXAMPLES / "da-rygestop.txt")
    with pytest.raises(RunError, match="other files"):
        go(tmp_path / "out", EXAMPLES / "nn-skule.txt")


def test_a_spoilt_coded_file_is_coded_again(tmp_path: Path) -> None:
    go(tmp_path / "out")
    (tmp_path / "out/coded/nn-skule.json").write_text('{"spejl": 1,')
    assert go(tmp_path / "out").n_resumed == 3


def test_one_bad_session_of_a_file_does_not_stop_the_others(tmp_path: Path, write: Writer) -> None:
    rows = [f"s{n},{who},Ja det er fint nok" for n in (1, 2, 3) for who in ("Behandler", "Bo")]
    rows[3] = "s2,Behandler,Hej"
    path = write("x.csv", "session_id,speaker,text\n" + "\n".join(rows))
    result = go(tmp_path / "out", path, language="da")
    assert [s.session_id for s in result.scores] == ["s1", "s3"]
    assert "session s2 has 1 speaker" in result.failures[0].reason


def test_ratings_that_fit_no_session_are_reported(tmp_path: Path) -> None:
    rated = {"nobody": Globals(empathy=3)}
    result = run(Serial(KEYWORD), [EXAMPLES], tmp_path / "out", Settings(), rated)
    assert [f.path for f in result.failures] == ["nobody"]


def test_every_form_in_a_folder_is_found_and_others_are_named(tmp_path: Path) -> None:
    for name in ("a.docx", "b.XLSX", "c.TextGrid", "sub/d.srt", "e.mp3", ".hidden", "~$a.docx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    found = find_inputs([tmp_path])
    assert [i.name for i in found.inputs] == ["a.docx", "b.XLSX", "c.TextGrid", "sub/d.srt"]
    assert [Path(s).name for s in found.skipped] == ["e.mp3"]
    assert find_inputs([tmp_path / "e.mp3"]).skipped == ()


def test_a_run_names_what_it_skipped(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("A: Hvad nu?\nB: Det ved jeg ikke.\n", encoding="utf-8")
    (tmp_path / "in/b.wav").write_bytes(b"x")
    result = go(tmp_path / "out", tmp_path / "in", language="da", practitioner="A")
    assert [Path(s).name for s in result.result.skipped] == ["b.wav"]
