"""The page on a phone, enlarged, and in wide windows: nothing is cut off."""

from pathlib import Path

import pytest

from web.browser.looking import MARKS, Site, accessible, coded, fits

pytestmark = MARKS


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
