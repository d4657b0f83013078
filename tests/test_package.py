"""What the package promises as a whole."""

import subprocess
import sys
from pathlib import Path

import spejl
from conftest import ROOT

HEAVY = (
    "torch",
    "transformers",
    "spacy",
    "faster_whisper",
    "dask",
    "fastapi",
    "onnxruntime",
    "pandas",
    "sklearn",
)
OF_FORMATS = (
    *("defusedxml", "docx", "lxml", "openpyxl", "praatio", "pylangacq", "pypdf", "srt", "striprtf"),
    "webvtt",
)


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_spejl_loads_nothing_heavy() -> None:
    code = f"import spejl, sys; print([m for m in {HEAVY + OF_FORMATS!r} if m in sys.modules])"
    assert python(code) == "[]"


def test_a_form_loads_its_own_library_alone() -> None:
    path = str(ROOT / "data/examples/nb-jobb.vtt")
    code = (
        f"import spejl, sys; spejl.read({path!r})\n"
        f"print([m for m in {OF_FORMATS!r} if m in sys.modules])"
    )
    assert python(code) == "['webvtt']"


def test_coding_a_transcript_needs_no_torch() -> None:
    code = (
        "import sys; sys.modules['torch'] = sys.modules['transformers'] = None\n"
        "import spejl\n"
        f"coded = spejl.load().code(spejl.read({str(ROOT / 'data/examples/da-rygestop.txt')!r}))\n"
        "print(spejl.score(coded).n_volleys)"
    )
    assert int(python(code)) > 5


def test_every_promised_name_is_there_after_any_import() -> None:
    code = "import spejl.coder, spejl; print(callable(spejl.read), callable(spejl.volleys))"
    assert python(code) == "True True"
    for name in spejl.__all__:
        assert getattr(spejl, name) is not None
    assert sorted(spejl.__all__) == list(spejl.__all__)


def test_modules_stay_small() -> None:
    sizes = {
        str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines())
        for p in (ROOT / "pipeline/spejl").rglob("*.py")
    }
    assert {name: n for name, n in sizes.items() if n > 300} == {}


def test_the_default_configuration_is_the_settings() -> None:
    from spejl.settings import Settings, read_settings_file

    assert read_settings_file(ROOT / "configs/default.toml") == Settings()
    text = (ROOT / "configs/default.toml").read_text(encoding="utf-8")
    from dataclasses import fields

    assert [line.split(" = ")[0] for line in text.splitlines() if " = " in line] == [
        f.name for f in fields(Settings)
    ]


def test_no_path_of_any_one_machine_is_in_the_project() -> None:
    home = str(Path.home())
    for path in (ROOT / "pipeline").rglob("*.py"):
        assert home not in path.read_text(encoding="utf-8")
