"""Parts of pages that are made from the code and from the model's figures.

A mark `<!-- made: NAME -->` in a page is replaced by what the function NAME gives.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer

from spejl.cli.main import app
from spejl.evaluate.icc import cicchetti
from spejl.references import AMONG_PEOPLE, CAVEAT, REFERENCES, VERSION

ROOT = Path(__file__).resolve().parents[2]
METRICS = ROOT / "models/small/metrics.json"
_MARK = re.compile(r"<!-- made: (\w+) -->")
_TRAINING = ("default", "further", "longer", "everyday", "digits")
_LANGUAGES = {"all": "All", "da": "Danish", "sv": "Swedish", "nb": "Bokmål", "nn": "Nynorsk"}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace the marks.

    Raises:
        KeyError: A mark names nothing that is made.
    """
    return _MARK.sub(lambda mark: PARTS[mark[1]](), markdown)


def references() -> str:
    """Reference values as a table."""
    rows = [
        (f"`{r.measure}`", f"{r.fair:g}", "–" if r.good is None else f"{r.good:g}", r.source)
        for r in REFERENCES
    ]
    head = ("Measure", "Fair from", "Good from", "Manual")
    return f"{_table(head, rows)}\n\n{CAVEAT} ({VERSION}.)"


def settings() -> str:
    """The settings file, every key with its default."""
    return f"```toml\n{(ROOT / 'configs/default.toml').read_text(encoding='utf-8')}```"


def training() -> str:
    """The configurations of the shipped model's training, one after the other."""
    parts = (ROOT / "configs/train" / f"{name}.toml" for name in _TRAINING)
    return "\n\n".join(f"```toml\n{part.read_text(encoding='utf-8')}```" for part in parts)


def commands() -> str:
    """Every command with its arguments and options."""
    return "\n".join(_command("spejl", typer.main.get_command(app), 2))


def _command(name: str, command: Any, level: int) -> Iterator[str]:
    inner = getattr(command, "commands", {})
    if name != "spejl":
        yield f"{'#' * level} `{name}`\n"
        yield f"{_prose(command.help)}\n"
        level += 1
    rows = [_parameter(p) for p in command.params if p.name != "help" and not inner]
    if rows:
        yield _table(("Give", "Meaning", "Default"), rows) + "\n"
    for word, part in sorted(inner.items()):
        yield from _command(f"{name} {word}", part, level)


def _parameter(parameter: Any) -> tuple[str, str, str]:
    if parameter.param_type_name == "argument":
        shown = f"{parameter.name.upper()}{'…' if parameter.nargs == -1 else ''}"
    else:
        shown = ", ".join(parameter.opts) + ("" if parameter.is_flag else " …")
    value = parameter.default
    empty = callable(value) or value in (None, "", False) or "Sentinel" in str(value)
    default = "needed" if parameter.required else "" if empty else f"`{value}`"
    return f"`{shown}`", _prose(getattr(parameter, "help", "")), default


def _prose(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|").replace("*", "\\*")


def by_language() -> str:
    """Agreement with the reference codes per language."""
    test = _metrics()["test"]
    rows = [
        (
            title,
            str(test[key]["sessions"]),
            *(_number(test[key]["codes"][name]) for name in ("kappa", "macro_f1")),
            _number(test[key]["open_closed_macro_f1"]),
            *(_number(test[key]["client_talk"][name]) for name in ("kappa", "macro_f1")),
            _number(test[key]["own_utterances"]["turn_micro_f1"]),
        )
        for key, title in _LANGUAGES.items()
    ]
    head = ("", "Sessions", "Codes κ", "Codes macro-F1", "Open/closed F1")
    head += ("Client talk κ", "Client talk macro-F1", "From turns, micro-F1")
    return _table(head, rows)


def by_code() -> str:
    """Precision, recall and F1 per code."""
    found = _metrics()["test"]["all"]["codes"]["per_code"]
    rows = [
        (code, str(f["n_reference"]), *(_number(f[k]) for k in ("precision", "recall", "f1")))
        for code, f in sorted(found.items(), key=lambda item: -item[1]["f1"])
    ]
    return _table(("Code", "n", "Precision", "Recall", "F1"), rows)


def coverage() -> str:
    """How often the reference lies inside the 90 % interval."""
    found = _metrics()["test"]["all"]["intervals"]
    rows = [(f"`{name}`", str(f["n"]), _number(f["inside"])) for name, f in found.items()]
    return _table(("Measure", "Sessions", "Reference inside"), rows)


def model() -> str:
    """One sentence on the model and the test."""
    found = _metrics()
    return (
        f"Model {found['model']}; learnt from {found['train_sessions']} synthetic conversations, "
        f"tested on {found['test_sessions']} others. These figures are copied by a script from "
        "`models/small/metrics.json`, which the training command wrote."
    )


def review() -> str:
    """What passes without review."""
    found = _metrics()["test"]["all"]["review"]
    return (
        f"On the synthetic test conversations {found['pass']:.0%} of the practitioner's utterances "
        f"pass without a mark, and {found['right_among_passing']:.0%} of these carry the "
        "reference's code."
    )


def styles() -> str:
    """Agreement by the style of the text."""
    test = _metrics()["test"]
    clean, asr = (_number(test[style]["codes"]["kappa"]) for style in ("clean", "asr"))
    return (
        f"κ of the codes is {clean} on clean text and {asr} on text as a recogniser gives it, "
        "without punctuation."
    )


def contrast() -> str:
    """How well the forms of one moment are told apart."""
    found = _metrics()["contrast_test"]["all"]
    return (
        f"Single moments were said in two to four ways that differ in code. {found['right']:.0%} "
        f"of {found['forms']} such forms get the right code, and in "
        f"{found['whole_families_right']:.0%} of the moments every form does."
    )


def people() -> str:
    """Agreement with people's codes, and of people among themselves."""
    found = _metrics()["outside"]
    rows = [
        (name, str(found[f"{key}_n"]), _number(found[f"{key}_kappa"]), _number(AMONG_PEOPLE[key]))
        for name, key in (
            ("Question, reflection or input", "behaviour"),
            ("Simple or complex reflection", "reflection"),
            ("Open or closed question", "form"),
            ("Client talk", "client"),
        )
    ]
    forced = _number(found["behaviour_kappa_forced"])
    return (
        _table(("", "n", "κ", "ten people among themselves on seven sessions, Fleiss' κ"), rows)
        + f"\n\nMade to choose one of the three, the model reaches {forced} in the first row; "
        f"{found['found_none']} turns were found to be none of them, which counts as wrong."
    )


def labels() -> str:
    """Cicchetti's words at the ends of their ranges."""
    values = (0.0, 0.40, 0.60, 0.75)
    rows = [(f"from {v:.2f}" if v else "below .40", cicchetti(v)) for v in values]
    return _table(("ICC", "Word"), rows)


def _metrics() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(METRICS.read_text(encoding="utf-8"))
    return found


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = (head, tuple("---" for _ in head), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


PARTS: dict[str, Callable[[], str]] = {
    part.__name__: part for part in (references, settings, training, commands, by_language, by_code)
} | {part.__name__: part for part in (coverage, model, people, review, styles, contrast, labels)}
