"""`spejl convert` as a user meets it, and what `spejl code` says of other files."""

from pathlib import Path

import pytest

from cli.command import spejl
from cli.test_cli import EXAMPLES
from conftest import build
from readers.test_pdf import pdf
from spejl.readers import read
from spejl.serialize import coded_to_json

CODED = build([("P", "Q:open", "Hvad nu?"), ("C", "change:D", "Jeg vil ud."), ("P", "SR", "Ud.")])


@pytest.mark.parametrize("suffix", [".txt", ".docx", ".srt", ".eaf", ".json"])
def test_a_transcript_in_another_form(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"x{suffix}"
    done = spejl("convert", EXAMPLES / "nb-jobb.vtt", target)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "written to" in done.stderr
    assert read(target).turns == read(EXAMPLES / "nb-jobb.vtt").turns


def test_a_coded_session_keeps_its_codes(tmp_path: Path) -> None:
    source, target = tmp_path / "a.json", tmp_path / "a.txt"
    source.write_text(coded_to_json(CODED), encoding="utf-8")
    assert spejl("convert", source, target).returncode == 0
    assert "P: Hvad nu? {Q:open}" in target.read_text(encoding="utf-8")


def test_a_coded_session_that_is_damaged_is_not_written_without_codes(tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_text(coded_to_json(CODED).replace('"utterances"', '"x"'), encoding="utf-8")
    done = spejl("convert", source, tmp_path / "a.txt")
    assert (done.returncode, "a part is missing" in done.stderr) == (2, True)
    assert not (tmp_path / "a.txt").exists()


def test_what_cannot_be_converted(tmp_path: Path) -> None:
    many = tmp_path / "many.csv"
    many.write_text("session_id,speaker,text\n1,A,x\n1,B,y\n2,A,x\n2,B,y\n", encoding="utf-8")
    untimed = tmp_path / "untimed.txt"
    untimed.write_text("A: hemmeligt\nB: y\n", encoding="utf-8")
    for source, target, says in [
        (many, "a.vtt", "holds 2 sessions"),
        (untimed, "a.vtt", "2 of 2 turns have no time"),
        (untimed, "a.pdf", "'.pdf' are not written"),
        (untimed, "many.csv", "'.csv' are not written"),
        (tmp_path / "none.txt", "a.vtt", "no such file"),
    ]:
        done = spejl("convert", source, tmp_path / target)
        assert done.returncode == 2
        assert says in " ".join(done.stderr.split())
        assert "hemmeligt" not in done.stderr
        assert "Traceback" not in done.stderr


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("mit", encoding="utf-8")
    done = spejl("convert", EXAMPLES / "nb-jobb.vtt", target)
    assert (done.returncode, "exists already" in done.stderr) == (2, True)
    assert target.read_text(encoding="utf-8") == "mit"


def test_warnings_are_notes(tmp_path: Path) -> None:
    source = pdf(tmp_path / "a.pdf", ["A: Hej.", "B: Ja.", "A: Nå."])
    done = spejl("convert", source, tmp_path / "a.txt")
    assert done.returncode == 0
    assert "note: " in done.stderr
    assert "only the text of this PDF is read" in done.stderr
    assert "UserWarning" not in done.stderr


def test_files_that_are_not_read_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("A: Hvad nu?\nB: Det ved jeg ikke.\n", encoding="utf-8")
    (folder / "billede.png").write_bytes(b"x")
    (folder / "~$a.docx").write_bytes(b"x")
    done = spejl("code", folder, "--language", "da", "--practitioner", "A", "--json")
    assert done.returncode == 0, done.stderr
    assert "billede.png: files that end in '.png' are not read" in " ".join(done.stderr.split())
    assert "~$" not in done.stderr
