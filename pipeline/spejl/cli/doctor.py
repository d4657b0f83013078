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
from spejl.transcribe.store import installed, models_folder
from spejl.transcribe.voices import FOLDER, WEIGHTS

_EXTRAS = {
    "fast": ("openvino", "onnx"),
    "train": ("torch", "transformers", "datasets", "onnx"),
    "audio": ("av", "faster_whisper"),
    "formats": ("pylangacq",),
    "web": ("alembic", "fastapi", "python_multipart", "sqlalchemy", "uvicorn"),
    "privacy": ("cryptography", "faker", "personnummer", "phonenumbers", "stdnum"),
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
    _recordings()
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
    return _line(
        True, f"model {model.id}, {size:.0f} MB, unaltered, answers ({model.engine.name})", ""
    )


def _recordings() -> None:
    """What of transcription works; nothing of it must."""
    root = models_folder()
    names = [name for name, _ in installed(root)]
    here = f"recognisers: {', '.join(names)}" if names else "no recogniser"
    mark = "ok " if names else "–  "
    out.print(f"  {mark} recordings: {here} in {root}", markup=False, soft_wrap=True)
    if not names:
        out.print("      fetch one with spejl models fetch (see spejl models list)", markup=False)
    voices = (root / FOLDER / WEIGHTS).is_file()
    said = "here" if voices else "not here; spejl models fetch voices"
    out.print(
        f"  {'ok ' if voices else '–  '} recordings: voices to tell apart: {said}", markup=False
    )
    if importlib.util.find_spec("ctranslate2") is not None:
        import ctranslate2

        n_cards = ctranslate2.get_cuda_device_count()
        card = f"{n_cards} graphics cards" if n_cards else "the processor, 8-bit"
        out.print(f"  {mark} recordings: would be recognised on {card}", markup=False)


def _line(good: bool, found: str, problem: str) -> bool:
    if good:
        out.print(f"  ok  {found}", markup=False)
    else:
        out.print(f"  NO  {found} {problem}", markup=False)
    return good
