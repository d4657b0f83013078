"""The path through the page in a real browser: a file put in, coded, corrected, heard, deleted."""

import wave
from pathlib import Path

import pytest

from spejl.settings import REPORT_LANGUAGES
from web.browser.looking import MARKS, TALK, Site, accessible, coded, until

pytestmark = MARKS


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
    until(page, "document.querySelector('#audio').readyState > 0")
    accessible(page)
    page.locator(".hear").nth(1).click()
    until(page, "document.querySelector('#audio').currentTime >= 2")
    page.wait_for_selector("#u1-0.now")
