"""Who is let in, what every answer says to the browser, and what leads nowhere else."""

import subprocess
import sys

import pytest

from conftest import HOST, Visitor
from spejl.web.security import HEADERS, Keys
from web.talk import HOSTILE

ORIGIN = {"origin": f"http://{HOST}"}


def test_the_token_becomes_a_strict_cookie(visitor: Visitor) -> None:
    cookie = next(c for c in visitor.client.cookies.jar if c.name.startswith("spejl-8000"))
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "strict"
    assert visitor.client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/about", "/sessions/x", "/?token=wrong", "/?token=æ"])
def test_without_cookie_or_token_nothing_is_shown(visitor: Visitor, path: str) -> None:
    visitor.client.cookies.clear()
    found = visitor.client.get(path)
    assert found.status_code == 403
    assert "Start Spejl igen" in found.text
    assert "Put in a role-play" not in found.text


@pytest.mark.parametrize(
    "cookie", ["spejl-8000=wrong", "spejl-8000=", "spejl-8000=æ", "=;;; \x7f", "other=1"]
)
def test_a_wrong_cookie_is_refused(visitor: Visitor, cookie: str) -> None:
    visitor.client.cookies.clear()
    found = visitor.client.get("/", headers={"cookie": cookie.encode("latin-1")})
    assert found.status_code == 403


@pytest.mark.parametrize(
    "host", ["localhost:8000", "evil.example", "127.0.0.1", "127.0.0.1:9000", "evil.example:8000"]
)
def test_another_host_is_refused_with_the_right_cookie(visitor: Visitor, host: str) -> None:
    assert visitor.client.get("/", headers={"host": host}).status_code == 421
    assert visitor.client.get("/static/page.css", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:9000", "null", f"https://{HOST}", ""]
)
def test_another_origin_can_change_nothing(visitor: Visitor, origin: str) -> None:
    found = visitor.client.post("/name", data={"name": "x"}, headers={"origin": origin})
    assert found.status_code == 403
    assert visitor.services.shelf.preference("name") == ""


def test_a_change_without_an_origin_is_refused(visitor: Visitor) -> None:
    del visitor.client.headers["origin"]
    assert visitor.client.post("/name", data={"name": "x"}).status_code == 403
    assert visitor.client.get("/").status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_pages_cannot_even_ask(visitor: Visitor, site: str) -> None:
    """Another port of this machine is the same site: only the origin tells it apart."""
    assert visitor.client.get("/", headers={"sec-fetch-site": site}).status_code == 403


@pytest.mark.parametrize("path", ["/", "/about", "/sessions/none", "/static/page.js"])
def test_every_answer_has_the_headers(visitor: Visitor, path: str) -> None:
    found = visitor.client.get(path)
    for name, value in HEADERS.items():
        assert found.headers[name] == value
    assert "unsafe" not in found.headers["Content-Security-Policy"]


def test_pages_of_the_framework_are_not_there(visitor: Visitor) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert visitor.client.get(path).status_code == 404


def test_markup_in_names_and_talk_is_shown_and_never_run(visitor: Visitor) -> None:
    name = '"><script>alert(2)</script>.txt'
    address = visitor.coded(HOSTILE, name=name, goal="<i>gå</i>")
    visitor.correct(address, 1, what="remark", reason="<script>alert(3)</script>")
    pages = [
        visitor.client.get(path).text
        for path in ("/", address, f"{address}/lines/1/0", f"{address}/take/report.html")
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<i>gå" not in page
    assert "&lt;script&gt;alert(1)" in pages[1]
    assert "{{ 7*7 }}" in pages[1]
    assert "&lt;script&gt;alert(3)" in pages[1]


@pytest.mark.parametrize(
    "path",
    [
        "/sessions/../spejl.db",
        "/sessions/%2e%2e",
        "/sessions/..%2f..%2fspejl.db/recording",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/sessions/x/recording",
        "/sessions/x/take/report.html",
    ],
)
def test_addresses_lead_nowhere_else(visitor: Visitor, path: str) -> None:
    assert visitor.client.get(path).status_code == 404


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil", "/\t/evil"])
def test_choosing_a_language_leads_back_here_only(visitor: Visitor, to: str) -> None:
    found = visitor.client.get("/language/sv", params={"to": to}, follow_redirects=False)
    assert found.headers["location"] in ("/", "/%09/evil")
    assert '<html lang="sv">' in visitor.client.get("/").text


def test_keys_are_new_at_every_start() -> None:
    first, second = Keys(HOST), Keys(HOST)
    assert first.token != second.token
    assert first.cookie != second.cookie
    assert first.token != first.cookie


def test_the_environment_cannot_switch_telemetry_on() -> None:
    """FastAPI refuses an address like this one where it would report to it."""
    code = (
        "import os, tempfile, pathlib\n"
        "os.environ['FASTAPI_OTEL_AUTO_CONFIGURE'] = 'true'\n"
        "os.environ['OTEL_EXPORTER_OTLP_ENDPOINT'] = 'ftp://nowhere'\n"
        "from fastapi.testclient import TestClient\n"
        "from spejl.web.app import make_app\n"
        "from spejl.web.security import Keys\n"
        "app = make_app(pathlib.Path(tempfile.mkdtemp()), Keys('127.0.0.1:8000'))\n"
        "with TestClient(app, base_url='http://127.0.0.1:8000') as client:\n"
        "    print(client.get('/').status_code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "403", done.stderr
