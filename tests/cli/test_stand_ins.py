"""`spejl pseudonymise` as a user meets it."""

from pathlib import Path

from cli.command import spejl
from cli.test_cli import EXAMPLES
from spejl.readers import read

SOURCE = EXAMPLES / "nb-jobb.vtt"


def test_there_and_back(tmp_path: Path) -> None:
    out, key, review = tmp_path / "out", tmp_path / "key", tmp_path / "review.csv"
    done = spejl("pseudonymise", SOURCE, "--out", out, "--key", key, "--review", review)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "Samir" not in done.stderr
    assert sorted(p.name for p in out.iterdir()) == ["nb-jobb.sealed", "nb-jobb.vtt"]
    assert "Samir" not in (out / "nb-jobb.vtt").read_text(encoding="utf-8")
    assert b"Samir" not in (out / "nb-jobb.sealed").read_bytes()
    assert "Samir" in review.read_text(encoding="utf-8")
    back = tmp_path / "back"
    done = spejl("pseudonymise", out / "nb-jobb.vtt", "--out", back, "--key", key, "--reverse")
    assert done.returncode == 0, done.stderr
    assert read(back / "nb-jobb.vtt").turns == read(SOURCE).turns


def test_without_a_key_nothing_leads_back(tmp_path: Path) -> None:
    out, review = tmp_path / "out", tmp_path / "review.csv"
    options = ("--review", review, "--format", "json")
    done = spejl("pseudonymise", SOURCE, "--out", out, *options)
    assert done.returncode == 0, done.stderr
    written = [*out.iterdir(), review]
    assert [p.name for p in written] == ["nb-jobb.json", "review.csv"]
    assert not any("Samir" in p.read_text(encoding="utf-8") for p in written)


def test_a_name_in_the_file_name_goes_too(tmp_path: Path) -> None:
    source = tmp_path / "anna_lindgaard-2.txt"
    source.write_text("P: Hej Anna, hvordan har du det i dag?\nC: Det går fint.\n", "utf-8")
    done = spejl("pseudonymise", source, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    (written,) = (tmp_path / "out").iterdir()
    assert "anna" not in written.name


def test_what_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for arguments, says in [
        ((SOURCE, "--out", out, "--reverse"), "--reverse needs the key file"),
        ((SOURCE, "--out", out, "--format", "pdf"), "'pdf' is not written"),
        ((SOURCE, "--out", out, "--reverse", "--key", tmp_path / "no"), "cannot be read"),
    ]:
        done = spejl("pseudonymise", *arguments)
        assert done.returncode == 2
        assert says in " ".join(done.stderr.split())
        assert "Traceback" not in done.stderr
