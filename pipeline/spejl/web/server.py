"""`spejl serve`: a socket of this machine alone, the page behind it, and the browser."""

import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from spejl.errors import SettingsError

HOST = "127.0.0.1"


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


def serve(where: Where, tell: Callable[[str], None]) -> None:
    """Open the page and answer until stopped (Ctrl and C).

    Args:
        where: Folder, port and browser.
        tell: Is called with the address that opens the page.

    Raises:
        SettingsError: Another program has the port.
    """
    import uvicorn

    from spejl.web.app import make_app
    from spejl.web.security import Keys

    # What is written from here on can be read by its owner alone.
    os.umask(0o077)
    listening = listen(where.port)
    keys = Keys(f"{HOST}:{listening.getsockname()[1]}")
    app = make_app(where.folder, keys)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, proxy_headers=False, server_header=False
    )
    tell(keys.address)
    if where.browser:
        # The socket listens only once the server runs; until then the browser waits in line.
        listening.listen()
        threading.Thread(target=webbrowser.open, args=(keys.address,), daemon=True).start()
    uvicorn.Server(config).run(sockets=[listening])
