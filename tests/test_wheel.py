"""The wheel carries the model and codes a file outside the checkout."""

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT

hatchling = pytest.importorskip("hatchling")


def test_the_wheel_codes_a_file(tmp_path: Path) -> None:
    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    wheel = tmp_path / done.stdout.strip().splitlines()[-1]
    names = zipfile.ZipFile(wheel).namelist()
    assert "spejl/models/small/model.onnx" in names
    assert "spejl/py.typed" in names
    assert not [n for n in names if n.startswith(("data/", "tests/"))]
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # A fresh interpreter without the checkout: only the unpacked wheel and its dependencies.
    code = (
        f"import sys; sys.path[:0] = [{str(site)!r}, {sysconfig.get_path('purelib')!r}]\n"
        "import spejl\n"
        f"assert spejl.__file__.startswith({str(site)!r}), spejl.__file__\n"
        f"coded = spejl.load().code(spejl.read({str(ROOT / 'data/examples/nn-skule.txt')!r}))\n"
        "print(coded.session.language)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "nn", done.stderr
