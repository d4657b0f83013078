"""A small model, and a server on this machine that can break off, lie and change its mind."""

import hashlib
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from spejl.transcribe.catalogue import Entry, ModelFile

WEIGHTS = bytes(range(256)) * 4000
SMALL = b'{"a": 1}'


@dataclass
class Server:
    """What the server holds, how it misbehaves, and what it was asked."""

    files: dict[str, bytes]
    etag: str = '"one"'
    stop_after: int | None = None
    """Bytes of a body after which the connection ends, once."""
    slow: float = 0.0
    """Seconds between pieces."""
    ranges: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)
    base: str = ""


def handler(server: Server) -> type[BaseHTTPRequestHandler]:
    """What answers for it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.rsplit("/", 1)[-1]
            wanted = self.headers.get("Range", "")
            server.asked.append((name, wanted))
            if name not in server.files:
                self.send_error(404)
                return
            body = server.files[name]
            begins = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
            same = self.headers.get("If-Range") in (None, server.etag)
            if not server.ranges or not same:
                begins = 0
            if wanted and begins >= len(body):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(body)}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(206 if begins else 200)
            if begins:
                self.send_header("Content-Range", f"bytes {begins}-{len(body) - 1}/{len(body)}")
            self.send_header("Content-Length", str(len(body) - begins))
            self.send_header("ETag", server.etag)
            self.end_headers()
            sent = body[begins:]
            if server.stop_after is not None and len(sent) > server.stop_after:
                sent, server.stop_after = sent[: server.stop_after], None
            # The other side may hang up in the middle.
            with suppress(BrokenPipeError, ConnectionResetError):
                for at in range(0, len(sent), 50_000):
                    self.wfile.write(sent[at : at + 50_000])
                    time.sleep(server.slow)

        def log_message(self, *args: Any) -> None:
            pass

    return Handler


def file_of(name: str, content: bytes) -> ModelFile:
    """A file with its published hash."""
    return ModelFile(name, len(content), hashlib.sha256(content).hexdigest())


ENTRY = Entry(
    name="small-one",
    title="A model of tests",
    languages=("da",),
    licence="MIT",
    repository="somebody/small-one",
    revision="abc",
    files=(
        file_of("config.json", SMALL),
        file_of("tokenizer.json", SMALL),
        file_of("model.bin", WEIGHTS),
    ),
    note="",
    verbatim=False,
    convert=False,
)
