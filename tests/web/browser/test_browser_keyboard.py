"""The page by keyboard alone."""

from pathlib import Path

from web.browser.looking import MARKS, Site, accessible, coded

pytestmark = MARKS


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
