"""`spejl serve`: a socket of this machine alone, the page behind it, and the browser."""

import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from spejl.errors import RunError, SettingsError

HOST = "127.0.0.1"
_ADDRESS = "open.txt"
"""In the folder while the page is open: its address, for a second start."""


@dataclass(frozen=True, slots=True)
class Where:
    """How the page is to be opened."""

    folder: Path
    port: int = 0
    """0: any that is free."""
    browser: bool = True
    """Open the browser."""


def own_host(host: str) -> str:
    """The address, if it is this machine's own.

    Raises:
        SettingsError: Any other.
    """
    if host != HOST:
        raise SettingsError(
            f"found '{host}', expected {HOST}: the page holds what clients have said and has no "
            "accounts yet, so it is never opened to other machines",
            "host",
        )
    return host


def own_folder() -> Path:
    """Where things are kept unless another folder is named."""
    from platformdirs import user_data_path

    return user_data_path("spejl", appauthor=False)


def listen(port: int) -> socket.socket:
    """A socket that only this machine can reach.

    Raises:
        SettingsError: Another program has the port.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        # Elsewhere this would let a second program take the same port.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except (OSError, OverflowError):
        listening.close()
        raise SettingsError(f"{port} cannot be used; leave it out to take any", "port") from None
    return listening


def serve(where: Where, tell: Callable[[str, bool], None]) -> None:
    """Open the page and answer until stopped (Ctrl and C).

    Where the folder's page is open already, that one is opened in the browser once more.

    Args:
        where: Folder, port and browser.
        tell: Is called with the address that opens the page, and whether it was open before.

    Raises:
        SettingsError: Another program has the port.
        RunError: The folder's page is just being opened or closed.
    """
    from filelock import FileLock, Timeout

    # What is written from here on can be read by its owner alone.
    os.umask(0o077)
    where.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with FileLock(where.folder / "open.lock", timeout=0):
            _serve(where, tell)
    except Timeout:
        try:
            address = (where.folder / _ADDRESS).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise RunError(
                f"{where.folder} is just being opened or closed by Spejl; try again in a moment"
            ) from None
        tell(address, True)
        if where.browser:
            webbrowser.open(address)


def _serve(where: Where, tell: Callable[[str, bool], None]) -> None:
    import uvicorn

    from spejl.web.app import make_app
    from spejl.web.security import Keys

    listening = listen(where.port)
    keys = Keys(f"{HOST}:{listening.getsockname()[1]}")
    app = make_app(where.folder, keys)
    # Tracebacks are not logged: the words of an error from elsewhere might be a client's.
    config = uvicorn.Config(
        app, log_level="critical", access_log=False, proxy_headers=False, server_header=False
    )
    note = where.folder / _ADDRESS
    note.write_text(keys.address, encoding="utf-8")
    tell(keys.address, False)
    try:
        if where.browser:
            # What the browser asks before the server runs waits in the socket's line.
            listening.listen()
            threading.Thread(target=webbrowser.open, args=(keys.address,), daemon=True).start()
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        note.unlink(missing_ok=True)
