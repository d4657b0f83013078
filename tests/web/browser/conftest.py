"""One browser for all tests of the page in it, and a page of its own for each.

Skipped where Playwright, axe or Debian's Chromium is not installed.
"""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import QuickCoder
from web.browser.looking import TALK, Site, transcribe

CHROMIUM = Path("/usr/bin/chromium")


# Not for the whole session: while Playwright runs, its thread can run no other event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def site(browser: Any, tmp_path: Path) -> Iterator[Site]:
    """The page over an empty folder; nothing is asked from outside, and no script fails."""
    import uvicorn

    from spejl.web.app import make_app
    from spejl.web.security import Keys
    from spejl.web.server import listen

    listening: socket.socket = listen(0)
    keys = Keys(f"127.0.0.1:{listening.getsockname()[1]}")
    app = make_app(tmp_path / "home", keys, QuickCoder, transcribe)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    found = Site(browser, keys)
    yield found
    found.close()
    server.should_exit = True
    thread.join()
    assert found.outside == []
    assert [e for e in found.errors if "409" not in e] == []


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A transcript to be put in."""
    path = tmp_path / "rollespil.txt"
    path.write_text(TALK, encoding="utf-8")
    return path
