"""Zip files and patterns: what is read, what is refused, and how it is named."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT
from spejl.batch import RunResult, Serial, find_inputs, run
from spejl.classify import KeywordClassifier
from spejl.coder import Coder
from spejl.errors import RunError
from spejl.settings import Settings

EXAMPLES = ROOT / "data/examples"
TEXT = "Behandler: Hvad tænker du om det?\nBo: Det ved jeg ikke rigtig.\n"


def go(out: Path, *paths: Path, **settings: object) -> RunResult:
    chosen = replace(Settings(), language="da", **settings)
    return run(Serial(Coder(KeywordClassifier())), paths, out, chosen)


def pack(path: Path, **members: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def test_a_zip_file_is_coded_as_its_folder(tmp_path: Path) -> None:
    packed = pack(tmp_path / "all.zip", **{p.name: p.read_bytes() for p in EXAMPLES.iterdir()})
    run(Serial(Coder(KeywordClassifier())), [packed], tmp_path / "zip", Settings())
    run(Serial(Coder(KeywordClassifier())), [EXAMPLES], tmp_path / "folder", Settings())
    for name in ("utterances.csv", "volleys.csv", "sessions.csv"):
        assert (tmp_path / "zip" / name).read_bytes() == (tmp_path / "folder" / name).read_bytes()


def test_members_are_named_in_failures_and_the_rest_is_coded(tmp_path: Path) -> None:
    members = {
        "ok.txt": TEXT,
        "sub/bad.txt": "hemmeligt uden taler",
        "../out.txt": TEXT,
        "/etc/out2.txt": TEXT,
        "C:\\out3.txt": TEXT,
        "inner.zip": b"PK",
        "empty.txt": "",
        "huge.txt": "A" * 30_000_000,
        "sound.wav": b"x",
        ".hidden.txt": TEXT,
        "__MACOSX/ok.txt": TEXT,
    }
    noise = bytes(range(256)) * 4000  # So that the whole is not 200 times its packed size.
    members |= {"filler.bin": b"".join(noise[i:] + noise[:i] for i in (1, 7))}
    path = tmp_path / "mixed.zip"
    pack(path, **members)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as file:
        file.writestr("stored.bin", noise)
    result = go(tmp_path / "out", path)
    assert result.n_sessions == 1
    said = {f.path.removeprefix(f"{path}: "): f.reason for f in result.failures}
    assert set(said) == {
        *("sub/bad.txt", "../out.txt", "/etc/out2.txt", "inner.zip", "empty.txt", "huge.txt"),
        *(name for name in said if name.startswith("C:")),
    }
    assert "sub/bad.txt, line 1" in said["sub/bad.txt"]
    assert "leads out of the zip file" in said["../out.txt"]
    assert "unpack it" in said["inner.zip"]
    assert "200 times its size" in said["huge.txt"]
    assert f"{path}: sound.wav" in result.skipped
    assert not (tmp_path / "out.txt").exists()
    record = (tmp_path / "out/run.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in record
    assert {f["path"] for f in json.loads(record)["failures"]} >= {"mixed.zip: sub/bad.txt"}


def test_zip_files_that_are_refused(tmp_path: Path) -> None:
    bomb = pack(tmp_path / "bomb.zip", **{"a.txt": b"0" * 50_000_000})
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "ok.txt").write_text(TEXT, encoding="utf-8")
    result = go(tmp_path / "out", bomb, broken, tmp_path / "ok.txt")
    assert result.n_sessions == 1
    assert [Path(f.path).name for f in result.failures] == ["bomb.zip", "broken.zip"]
    assert "unpacked it would be 1 files and 50 MB" in result.failures[0].reason
    assert "is no zip file" in result.failures[1].reason


def test_a_member_with_a_false_size_or_a_password_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", **{"a.txt": TEXT * 50})
    data = bytearray(path.read_bytes())
    central = data.index(b"PK\x01\x02")
    for kind, at, value in (("false", 24, b"\x10\x00\x00\x00"), ("locked", 8, b"\x01\x00")):
        changed = bytearray(data)
        changed[central + at : central + at + len(value)] = value
        other = tmp_path / f"{kind}.zip"
        other.write_bytes(changed)
        result = go(tmp_path / kind, other)
        assert result.n_sessions == 0
        assert f"{kind}.zip: a.txt" in result.failures[0].reason


def test_patterns(tmp_path: Path) -> None:
    for name in ("a/x.txt", "a/y.txt", "a/b/z.txt", "a/.x.txt", "a/n.wav"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    assert [i.name for i in find_inputs([tmp_path / "a/*.txt"]).inputs] == ["x.txt", "y.txt"]
    every = find_inputs([tmp_path / "**/*.txt"])
    assert [i.name for i in every.inputs] == ["a/b/z.txt", "a/x.txt", "a/y.txt"]
    assert [i.name for i in find_inputs([tmp_path / "?"]).inputs] == [
        *("a/b/z.txt", "a/x.txt", "a/y.txt"),
    ]
    with pytest.raises(RunError, match="holds no transcripts"):
        find_inputs([tmp_path / "*.docx"])
