"""`spejl doctor`: what works on this machine, and what is missing."""

import importlib.util
import platform
import shutil
import sys
from pathlib import Path

from spejl.cli.console import out
from spejl.errors import SpejlError
from spejl.model import find_model, load_model
from spejl.sessions import Role, Session, Turn

_EXTRAS = {
    "train": ("torch", "transformers", "datasets", "onnx"),
    "audio": ("faster_whisper",),
    "formats": ("pylangacq",),
    "web": ("alembic", "fastapi", "filelock", "python_multipart", "sqlalchemy", "uvicorn"),
    "pdf": ("weasyprint",),
    "cluster": ("distributed",),
    "research": ("datasets", "matplotlib"),
}
_LEAST_FREE = 500 * 1024 * 1024


def doctor_command() -> None:
    """Say what works on this machine, and what is missing. Nothing is sent anywhere."""
    ok = _line(sys.version_info >= (3, 11), f"Python {platform.python_version()}", "needs 3.11")
    ok &= _model()
    free = shutil.disk_usage(Path.cwd()).free
    ok &= _line(
        free > _LEAST_FREE, f"{free / 1e9:.0f} GB free on this disk", "less than 0.5 GB is left"
    )
    for extra, modules in _EXTRAS.items():
        missing = [m for m in modules if importlib.util.find_spec(m) is None]
        if missing:
            out.print(f"  –   {extra}: not installed; pip install 'spejl\\[{extra}]'")
        else:
            out.print(f"  ok  {extra}: installed")
    if not ok:
        sys.exit(1)


def _model() -> bool:
    try:
        model = load_model()
        turns = (Turn("A", "Hvad tænker du om det?"), Turn("B", "Det ved jeg ikke."))
        roles = (("A", Role.PRACTITIONER), ("B", Role.CLIENT))
        model.read(Session("check", turns, "da", roles=roles))
    except SpejlError as error:
        return _line(False, "", f"model: {error}")
    size = sum(p.stat().st_size for p in find_model().iterdir()) / 1e6
    return _line(True, f"model {model.id}, {size:.0f} MB, unaltered, answers", "")


def _line(good: bool, found: str, problem: str) -> bool:
    if good:
        out.print(f"  ok  {found}", markup=False)
    else:
        out.print(f"  NO  {found} {problem}", markup=False)
    return good
