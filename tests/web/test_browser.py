"""The page in a real browser: the whole path, by keyboard, on a phone, with axe.

Skipped where Playwright or Debian's Chromium is not installed.
"""

import socket
import threading
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import QuickCoder
from spejl.sessions import Session, Turn
from spejl.settings import REPORT_LANGUAGES
from spejl.web.recordings import Asked

CHROMIUM = Path("/usr/bin/chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
TALK = """Mål: gå mere

Behandler: Hvordan går det med turene, siden vi sås sidst?
Bo: Jeg vil gerne gå mere.
Behandler: Du vil gerne gå mere, og knæet driller dig, når det er koldt.
Bo: Ja.
Behandler: Hvad kunne hjælpe dig med det?
Bo: En tur hver dag måske. Supercalifragilisticexpialidocious-og-endnu-længere-uden-mellemrum.
"""


def transcribe(_: Path, asked: Asked, __: Path, ___: Callable[..., None]) -> Session:
    """Writes any recording out as four seconds of talk."""
    turns = (
        Turn("Behandler", "Hvordan går det med turene?", 0.0, 2.0),
        Turn("Bo", "Jeg vil gerne gå mere.", 2.0, 4.0),
    )
    return Session("x", turns, asked.language)


class Site:
    """The page on a port of this machine, and a browser that looks at it."""

    def __init__(self, browser: Any, keys: Any) -> None:
        self._browser, self.keys = browser, keys
        self.outside: list[str] = []
        self.errors: list[str] = []

    def open(self, language: str = "en", width: int = 1100) -> Any:
        """A fresh browser that has been let in."""
        context = self._browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, accept_downloads=True
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        home = f"http://{self.keys.host}/"
        page.on("request", lambda r: None if r.url.startswith(home) else self.outside.append(r.url))
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.goto(self.keys.address)
        return page

    def home(self) -> str:
        """The address of the first page."""
        return f"http://{self.keys.host}/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def site(browser: Any, tmp_path: Path) -> Iterator[Site]:
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
    server.should_exit = True
    thread.join()
    assert found.outside == []
    assert [e for e in found.errors if "409" not in e] == []


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "rollespil.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


def accessible(page: Any) -> None:
    """No rule of WCAG 2.1 A or AA that axe can check is broken on the page."""
    found = axe.Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def fits(page: Any) -> None:
    """Nothing is wider than the window."""
    wide = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((e) => !e.closest(".hidden, .skip"))
            .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
            .map((e) => e.tagName + "." + e.className + ": " + e.textContent.slice(0, 30))"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def coded(page: Any, file: Path) -> None:
    """From a file to the coded session."""
    page.set_input_files("#file", file)
    page.wait_for_selector("fieldset")
    page.click("form.fields .button")
    page.wait_for_selector("#coded")


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_the_whole_path(site: Site, talk: Path, language: str) -> None:
    page = site.open(language)
    assert page.locator("html").get_attribute("lang") == language
    accessible(page)
    page.set_input_files("#file", talk)
    page.wait_for_selector("fieldset")
    accessible(page)
    page.click("form.fields .button")
    page.wait_for_selector("#coded")
    accessible(page)
    chip = page.locator("[data-edit]").nth(2)
    before = chip.inner_text()
    chip.click()
    page.wait_for_selector(".edit")
    for summary in page.locator(".edit summary").all():
        summary.click()
    accessible(page)
    page.select_option("#code", "CR")
    page.fill("#reason", "mere end ordene")
    page.click(".edit [name=what][value=code]")
    page.wait_for_selector(".chip.own")
    assert page.locator("[data-edit]").nth(2).inner_text() != before
    assert page.evaluate("document.activeElement.closest('.row').id") == "u2-0"
    assert page.locator("#told").inner_text()
    accessible(page)
    with page.expect_download() as download:
        page.click("a[href$='transcript.docx']")
    assert download.value.suggested_filename == "rollespil.docx"
    page.goto(f"{site.home()}about")
    accessible(page)
    page.goto(site.home())
    accessible(page)
    page.click(".kept a")
    page.locator(".end summary").last.click()
    accessible(page)
    page.locator(".end .danger").last.click()
    page.wait_for_selector("p.note[role=status]")
    assert page.locator(".kept a").count() == 0


def test_by_keyboard_alone(site: Site, talk: Path) -> None:
    page = site.open("da")
    keys = page.keyboard
    # Listened for from the beginning: the browser is told to hand the chooser over only then.
    page.on("filechooser", lambda chooser: chooser.set_files(talk))

    def tab_to(selector: str, back: bool = False) -> None:
        for _ in range(80):
            keys.press("Shift+Tab" if back else "Tab")
            if page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} cannot be reached")

    keys.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    keys.press("Enter")
    tab_to("#file")
    keys.press("Enter")
    page.wait_for_selector("fieldset")
    tab_to("#language")
    tab_to("form.fields .button")
    keys.press("Enter")
    page.wait_for_selector("#coded")
    tab_to("[data-edit]")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.row').id") == "u2-0"
    keys.press("Enter")
    page.wait_for_selector(".edit")
    assert page.evaluate("document.activeElement.id") == "code"
    keys.press("Escape")
    page.wait_for_selector(".edit", state="detached")
    assert page.evaluate("document.activeElement.closest('.row').id") == "u2-0"
    keys.press("Enter")
    page.wait_for_selector(".edit")
    tab_to(".edit summary")
    keys.press("Enter")
    tab_to("textarea")
    keys.press("Control+Home")
    for _ in "Du vil gerne gå mere, ":
        keys.press("ArrowRight")
    tab_to("[value=split]")
    keys.press("Enter")
    page.wait_for_selector("#u2-1")
    assert page.locator("#u2-0 .words").inner_text() == "Behandler: Du vil gerne gå mere,"
    assert page.locator("#u2-1 .words").inner_text().startswith("og knæet")


@pytest.mark.parametrize("width", [390, 320, 640])
def test_narrow_windows_and_zoom(site: Site, talk: Path, width: int) -> None:
    """A phone; 400 % and 200 % zoom of a window of 1280."""
    page = site.open("nn", width)
    fits(page)
    page.set_input_files("#file", talk)
    page.wait_for_selector("fieldset")
    fits(page)
    page.click("form.fields .button")
    page.wait_for_selector("#coded")
    fits(page)
    page.locator("[data-edit]").nth(2).click()
    page.wait_for_selector(".edit")
    for summary in page.locator(".edit summary").all():
        summary.click()
    fits(page)
    accessible(page)
    page.goto(f"{site.home()}about")
    fits(page)


def test_two_tabs(site: Site, talk: Path) -> None:
    first = site.open()
    coded(first, talk)
    second = first.context.new_page()
    second.goto(first.url)
    for page, code in ((first, "CR"), (second, "GI")):
        page.locator("[data-edit]").nth(2).click()
        page.wait_for_selector(".edit")
        page.select_option("#code", code)
    first.click(".edit [value=code]")
    first.wait_for_selector(".chip.own")
    second.click(".edit [value=code]")
    second.wait_for_selector("#told.problem")
    assert "another window" in second.locator("#told").inner_text()
    assert second.locator("[data-edit]").nth(2).inner_text().startswith("Complex reflection")


def test_a_file_is_dropped(site: Site) -> None:
    page = site.open()
    page.evaluate(
        """(text) => {
            const held = new DataTransfer();
            held.items.add(new File([text], "sluppet.txt"));
            document.querySelector("#drop").dispatchEvent(
                new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        }""",
        TALK,
    )
    page.wait_for_selector("fieldset")
    assert page.input_value("#title") == "sluppet"


def test_what_cannot_be_read_is_said_beside_the_file(site: Site, tmp_path: Path) -> None:
    page = site.open("sv")
    path = tmp_path / "gammal.doc"
    path.write_bytes(b"x")
    site.errors.clear()
    page.set_input_files("#file", path)
    page.wait_for_selector("#told .problem, #told.problem, ul.problem")
    assert "Den här sortens fil går inte att läsa." in page.locator("#told").inner_text()
    accessible(page)
    # The browser itself notes that the answer was 422.
    site.errors = [e for e in site.errors if "422" not in e]


def test_a_line_is_heard(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as tone:
        tone.setnchannels(1)
        tone.setsampwidth(2)
        tone.setframerate(8000)
        tone.writeframes(bytes(8000 * 2 * 4))
    page = site.open("da")
    page.set_input_files("#file", path)
    page.wait_for_selector("#language")
    accessible(page)
    page.select_option("#language", "da")
    page.click("form.fields .button")
    page.wait_for_selector("fieldset")
    page.click("form.fields .button")
    page.wait_for_selector("#audio")
    page.wait_for_function("document.querySelector('#audio').readyState > 0")
    accessible(page)
    page.locator(".hear").nth(1).click()
    page.wait_for_function("document.querySelector('#audio').currentTime >= 2")
    page.wait_for_selector("#u1-0.now")


def test_coding_from_scratch_by_keyboard(site: Site, talk: Path) -> None:
    page = site.open("da")
    keys = page.keyboard
    coded(page, talk)
    page.click("#coders ~ p a")
    page.fill("#coder", "Ida")
    accessible(page)
    keys.press("Enter")
    page.wait_for_selector("#by-hand")
    accessible(page)
    page.locator("[data-line]").first.focus()
    for key in ("q", "c", "s", "n"):
        keys.press(key)
    # What is opened waits for what is being kept.
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    keys.press("Enter")
    page.wait_for_selector("#divide:not([hidden])")
    assert page.locator(".now .chip").inner_text() == "Simpel refleksion"
    assert page.locator("#divide [value=join]").is_hidden()
    accessible(page)
    keys.press("Control+Home")
    for _ in "Du vil gerne gå mere, ":
        keys.press("ArrowRight")
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_selector("[data-line='6']")
    assert page.locator(".said-here").nth(2).inner_text() == "Du vil gerne gå mere,"
    keys.press("s")
    page.wait_for_selector("[data-line='2'].reflection")
    assert page.evaluate("document.activeElement.dataset.line") == "3"
    page.click("form[action$=done] button")
    page.click("form[method=get] button")
    page.wait_for_selector("#pair")
    for summary in page.locator("#pair ~ details summary").all():
        summary.click()
    accessible(page)


@pytest.mark.parametrize(("language", "width"), [("sv", 1100), ("nn", 320)])
def test_a_course_and_a_group(site: Site, talk: Path, language: str, width: int) -> None:
    page = site.open(language, width)
    for day in ("2026-03-01", "2026-04-01"):
        coded(page, talk)
        page.fill("#who", "Ida")
        page.fill("#when", day)
        page.fill("#circle", "Nord")
        page.click("form[action$=whose] button")
        page.wait_for_selector("svg.course")
        page.locator("main details summary").first.click()
        accessible(page)
        fits(page)
        page.goto(site.home())
    page.goto(f"{site.home()}group?name=Nord")
    page.click("form[action$=figures] button")
    page.wait_for_selector("p.note")
    accessible(page)
    fits(page)
    page.goto(f"{site.home()}people")
    accessible(page)
    fits(page)


@pytest.mark.parametrize(("language", "width"), [("nn", 320), ("en", 1100)])
def test_stand_ins_are_looked_over(site: Site, tmp_path: Path, language: str, width: int) -> None:
    path = tmp_path / "Anna.txt"
    path.write_text(TALK.replace("knæet", "Preben"), encoding="utf-8")
    page = site.open(language, width)
    page.check("#stand-ins")
    page.set_input_files("#file", path)
    page.wait_for_selector("#replaced")
    accessible(page)
    fits(page)
    page.locator("li:has(mark:text-is('Preben')) [name=put_back]").click()
    page.wait_for_selector("#left")
    page.fill("#word", "turene")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark:text-is('turene')")
    page.fill("#word", "turene")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    accessible(page)
    fits(page)
    page.check("[name=way_back]")
    page.click("form[action$=done] .button")
    page.wait_for_selector(".take")
    accessible(page)
    for ending in ("key", "sealed"):
        with page.expect_download() as download:
            page.click(f"a[download$={ending}]")
        assert download.value.suggested_filename.endswith(f".{ending}")
        assert Path(download.value.path()).stat().st_size > 40
    page.click("main .button")
    page.wait_for_selector("fieldset")
    accessible(page)
