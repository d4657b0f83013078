"""Stand-ins are looked over in a real browser, on a phone and in a wide window."""

from pathlib import Path

import pytest

from web.browser.looking import MARKS, TALK, Site, accessible, fits

pytestmark = MARKS


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
