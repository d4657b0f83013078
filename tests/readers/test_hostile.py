"""Whatever stands in a file, it is read or refused with our own error, soon, and not quoted."""

import io
import time
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readers.test_pdf import pdf
from spejl.errors import SpejlError
from spejl.readers import SUFFIXES, read_all

Writer = Callable[[str, str | bytes], Path]
FIXTURES = Path(__file__).parent / "fixtures"
SECRET = "hemmeligt"
SECONDS = 10.0
"""A reader's longest time on the files below, which are of 200 kB; most take a tenth of one."""


def document() -> bytes:
    made, out = docx.Document(), io.BytesIO()
    for text in (f"A: {SECRET}.", "B: Ja.", "A: Nå."):
        made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (("speaker", "text"), ("A", SECRET), ("B", "Ja")):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@cache
def seeds() -> dict[str, list[bytes]]:
    """Whole files of each form, to be damaged."""
    found: dict[str, list[bytes]] = {suffix: [] for suffix in SUFFIXES}
    for path in FIXTURES.iterdir():
        found[path.suffix.lower()].append(path.read_bytes())
    found[".docx"].append(document())
    found[".xlsx"].append(workbook())
    found[".csv"].append(f"speaker,text\nA,{SECRET}\nB,Ja\n".encode())
    found[".miti"].append(
        f"id: a\ncoder: k\n---\nP Q:open | {SECRET}\n\nC neutral | Ja.\n".encode()
    )
    return found


def refuse_or_read(path: Path) -> None:
    began = time.monotonic()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read_all(path)
    except SpejlError as error:
        assert SECRET not in str(error).removeprefix(str(path))
    assert time.monotonic() - began < SECONDS


def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """The file cut off, with pieces in another order, repeated, or overwritten at random."""
    size = len(data)
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["cut", "shuffle", "repeat", "overwrite"]))
        first, second = sorted(draw(st.integers(0, size)) for _ in range(2))
        if kind == "cut":
            data = data[:second]
        elif kind == "shuffle":
            data = data[second:] + data[first:second] + data[:first]
        elif kind == "repeat":
            data = data[:second] + data[first:second] * draw(st.integers(1, 50))
        else:
            data = data[:first] + draw(st.binary(max_size=8)) + data[first:]
    return data


@st.composite
def files(draw: st.DrawFn, suffix: str) -> bytes:
    whole = seeds()[suffix] or seeds()[".csv"]
    return damaged(draw, draw(st.sampled_from(whole)))


@st.composite
def packages(draw: st.DrawFn, suffix: str) -> bytes:
    """A container that is whole, one of whose parts is damaged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seeds()[suffix][0])) as before:
        hit = draw(st.sampled_from([n for n in before.namelist() if n.endswith(".xml")]))
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
            for name in before.namelist():
                part = before.read(name)
                after.writestr(name, damaged(draw, part) if name == hit else part)
    return out.getvalue()


FUZZ = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("suffix", [s for s in SUFFIXES if s not in (".htm", ".tsv", ".pdf")])
@FUZZ
@given(st.data())
def test_damaged_files(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data.draw(files(suffix)))
    refuse_or_read(path)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@FUZZ
@given(st.data())
def test_damaged_parts_of_whole_packages(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data.draw(packages(suffix)))
    refuse_or_read(path)


@FUZZ
@given(st.data())
def test_damaged_pdf(tmp_path: Path, data: st.DataObject) -> None:
    path = pdf(tmp_path / "a.pdf", [f"A: {SECRET}", "B: Ja"])
    path.write_bytes(damaged(data.draw, path.read_bytes()))
    refuse_or_read(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
@FUZZ
@given(content=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_random_bytes(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    refuse_or_read(path)


N = 200_000
TIMED = "1\n00:00:00,000 --> 00:00:01,000\n"
ANCHOR = '<a name="ts_0_1_S">'
TEXTGRID = (
    'File type = "ooTextFile"\n\n\nxmin = 0\nxmax = 1\nitem []:\nitem [1]:\n'
    'class = "IntervalTier"\nname = "a"\nxmin = 0\nxmax = 1\n'
)
SLOW = {
    "digits.srt": "1" * N,
    "digits-in-a-time.srt": "1\n00:00:01,000 --> 00:00:" + "1" * N + "\nA: x\n\n",
    "digits-before-a-time.srt": "1\n" + "1:" * (N // 2) + "00 --> 00:00:02,000\nA: x\n\n",
    "digits-of-a-speaker.srt": "1\n00:00:01,000 --> 00:00:02,000\nA: " + "1" * N + "\n\n",
    "spaces.srt": "1" + " " * N + "x",
    "numbers.srt": "1\n" * (N // 2),
    "lines.srt": TIMED + "a\n" * (N // 2),
    "tags.srt": TIMED + "<" * N,
    "voices.srt": TIMED + "<v a" * (N // 4),
    "voices.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v." * (N // 3),
    "lists.json": "[" * N,
    "objects.json": '{"segments":' * (N // 12),
    "comments.html": "<!--" * (N // 4),
    "tags.html": "<a " * (N // 3),
    "ends.html": "</" * (N // 2),
    "quotes.html": '<a b="' * (N // 6),
    "stamps.html": ANCHOR + "[00:00]" * (N // 7),
    "groups.rtf": "{\\rtf1" + "{" * N,
    "fonts.rtf": "{\\rtf1" + "{\\fonttbl{\\f0" * (N // 13),
    "pictures.rtf": "{\\rtf1" + "{\\pict" * (N // 6),
    "labels.TextGrid": TEXTGRID + 'text = "' * (N // 8),
    "intervals.TextGrid": TEXTGRID + 'intervals [1]:\nxmin = 0\nxmax = 1\ntext = "' * (N // 40),
    "brackets.cha": "@UTF8\n@Begin\n*A:\t" + "a (" * (N // 3),
    "spaces.txt": " " * N + "x",
    "inner.txt": "A: x\nB: y\nA: [00:00]" + " " * N + "x\n",
    "codes.txt": "A: x\nB: " + "{SR, " * (N // 5),
    "hashes.txt": "A: x\nB: " + "#00:00:00" * (N // 9),
    "names.txt": "Abc Def\n" * (N // 8),
    "deep.eaf": "<a>" * (N // 3),
    "tiers.eaf": "<ANNOTATION_DOCUMENT>" + "<TIER>" * (N // 6),
    "objects.pdf": "%PDF-1.4\n" + "<<" * (N // 2),
}


@pytest.mark.parametrize("name", SLOW)
def test_files_made_to_be_slow(write: Writer, name: str) -> None:
    refuse_or_read(write(name, SLOW[name]))
