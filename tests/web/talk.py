"""The talk that most tests of the page put in, a harmful one, and what a page shows of them."""

import re

TALK = """Mål: gå mere

Behandler: Hvordan går det med turene?
Bo: Jeg vil gerne gå mere.
Behandler: Du vil gerne gå mere, og knæet driller.
Bo: Ja.
Behandler: Hvad kunne hjælpe dig med det?
Bo: En tur hver dag måske.
"""

HOSTILE = (
    'Behandler: Hvad <script>alert(1)</script> siger du? " onload="x\n'
    "Bo: Jeg vil <img src=x onerror=alert(1)> gerne.\n"
    "Behandler: =HYPERLINK(1) {{ 7*7 }} {% raw %} &lt;\n"
    "Bo: +1 @SUM(A1) -2\n"
)
"""Words that would do harm if a page or a spreadsheet took them at their word."""


def chips(page: str) -> list[str]:
    """The codes on the page, in order."""
    return re.findall(r"data-edit=[^>]*>([^<]*)<", page)


def ratio(page: str) -> str:
    """Reflections per question as the page shows it."""
    found = re.search(r"<h3>Reflections per question</h3>\s*<div class=\"value\">([^<]+)<", page)
    assert found
    return found[1]
