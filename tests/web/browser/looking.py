"""Looking at the page in a browser: what is put in, and what must hold wherever one looks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spejl.sessions import Session, Turn
from spejl.web.recordings import Asked

MARKS = [pytest.mark.browser, pytest.mark.enable_socket]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}
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
        self._opened: list[Any] = []
        self.outside: list[str] = []
        self.errors: list[str] = []

    def open(self, language: str = "en", width: int = 1100) -> Any:
        """A fresh browser that has been let in."""
        context = self._browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, accept_downloads=True
        )
        self._opened.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        home = self.home()
        page.on("request", lambda r: None if r.url.startswith(home) else self.outside.append(r.url))
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.goto(self.keys.address)
        return page

    def home(self) -> str:
        """The address of the first page."""
        return f"http://{self.keys.host}/"

    def close(self) -> None:
        """Close what was opened."""
        for context in self._opened:
            context.close()


def accessible(page: Any) -> None:
    """No rule of WCAG 2.1 A or AA that axe can check is broken on the page."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state("load")
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def fits(page: Any) -> None:
    """Nothing is wider than the window, once both style sheets are there."""
    page.wait_for_load_state("load")
    wide = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((e) => !e.closest(".hidden, .skip"))
            .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
            .map((e) => e.tagName + "." + e.className + ": " + e.textContent.slice(0, 30))"""
    )
    assert wide == [], wide
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def coded(page: Any, file: Path) -> None:
    """From a file to the coded session."""
    page.set_input_files("#file", file)
    page.wait_for_selector("fieldset")
    page.click("form.fields .button")
    page.wait_for_selector("#coded")


def until(page: Any, expression: str) -> None:
    """Wait for an expression to be true; the page's own rules forbid it to evaluate strings."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never became true: {expression}")
