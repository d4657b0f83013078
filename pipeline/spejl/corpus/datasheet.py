"""The figures of the datasheet, data/README.md, as Markdown tables and as pictures."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spejl.codes import ClientTalk, Code
from spejl.errors import MissingExtraError, RunError

BEGIN, END = "<!-- figures: spejl corpus stats --into -->", "<!-- end of figures -->"
_NAMES = {"all": "All", "da": "Danish", "sv": "Swedish", "nb": "Bokmål", "nn": "Nynorsk"}
_SKILLS = ("expert", "trained", "mixed", "novice", "non-adherent")
_STYLES = ("clean", "verbatim", "asr")


def datasheet(stats: dict[str, Any], consistency: dict[str, Any]) -> str:
    """The tables: counts per language, codes per skill and style, consistency of the coders."""
    parts = [_counts(stats), _shares(stats["all"], "skill", _SKILLS)]
    parts.append(_shares(stats["all"], "style", _STYLES))
    if consistency:
        parts.append(_consistency(consistency))
    return "\n\n".join(parts)


def put_into(path: Path, text: str) -> None:
    """Replace what stands between the two marks of a page.

    Raises:
        RunError: The page lacks the marks.
    """
    page = path.read_text(encoding="utf-8")
    if BEGIN not in page or END not in page:
        raise RunError(f"{path}: expected the lines {BEGIN} and {END}, between which figures go")
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def plots(stats: dict[str, Any], folder: Path) -> list[Path]:
    """Draw `codes.svg` (codes per language) and `skills.svg` (share of codes per skill).

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    try:
        from matplotlib import rcParams
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtraError("plots", "research") from None
    rcParams["svg.fonttype"] = "none"  # Words stay words that can be searched and read aloud.
    folder.mkdir(parents=True, exist_ok=True)
    languages = [name for name in _NAMES if name != "all" and name in stats]
    codes = [str(c) for c in Code]
    figure = Figure(figsize=(9, 4), layout="constrained")
    axes = figure.subplots()
    bottom = [0.0] * len(codes)
    for name in languages:
        values = [stats[name]["codes"].get(c, 0) for c in codes]
        axes.bar(codes, values, bottom=bottom, label=_NAMES[name])
        bottom = [a + b for a, b in zip(bottom, values, strict=True)]
    axes.set_ylabel("practitioner utterances")
    axes.tick_params(axis="x", rotation=35)
    axes.legend(frameon=False)
    figure.savefig(folder / "codes.svg")

    shares = stats["all"]["codes_by_skill"]
    skills = [s for s in _SKILLS if s in shares]
    figure = Figure(figsize=(9, 3.2), layout="constrained")
    axes = figure.subplots()
    table = [[shares[s].get(c, 0.0) for c in codes] for s in skills]
    axes.imshow(table, cmap="Blues", aspect="auto")
    axes.set_xticks(range(len(codes)), codes, rotation=35)
    axes.set_yticks(range(len(skills)), skills)
    for y, row in enumerate(table):
        for x, value in enumerate(row):
            colour = "white" if value > 0.5 * max(map(max, table)) else "black"
            axes.text(x, y, f"{value:.0%}", ha="center", va="center", color=colour, fontsize=8)
    figure.savefig(folder / "skills.svg")
    return [folder / "codes.svg", folder / "skills.svg"]


def _counts(stats: dict[str, Any]) -> str:
    languages = [name for name in _NAMES if name in stats]

    def line(label: str, *keys: str) -> list[str]:
        return [label, *(_shown(_at(stats[name], keys)) for name in languages)]

    rows = [
        line("Conversations", "conversations"),
        line("Writers", "writers"),
        line("Coders", "coders"),
        line("Turns", "turns"),
        line("Utterances", "utterances"),
        line("Words", "words"),
        *(line(str(code), "codes", str(code)) for code in Code),
        *(line(f"client: {talk}", "client_talk", str(talk)) for talk in ClientTalk),
        *(line(f"skill: {skill}", "skill", skill) for skill in _SKILLS),
        *(line(f"style: {style}", "style", style) for style in _STYLES),
        line("words a practitioner turn", "practitioner", "words_per_turn"),
        line("units a practitioner turn", "practitioner", "units_per_turn"),
        line("sentences a practitioner unit", "practitioner", "sentences_per_unit"),
        line("words a client turn", "client", "words_per_turn"),
        line("units a client turn", "client", "units_per_turn"),
        line("distinct words in 10,000", "distinct_words"),
        line("marked as doubtful", "doubt"),
    ]
    return _markdown(["", *(_NAMES[name] for name in languages)], rows)


def _shares(figures: dict[str, Any], by: str, groups: Sequence[str]) -> str:
    shares = figures[f"codes_by_{by}"]
    known = [g for g in groups if g in shares]
    rows = [[str(c), *(f"{shares[g].get(str(c), 0.0):.1%}" for g in known)] for c in Code]
    return _markdown([f"share of practitioner utterances, by {by}", *known], rows)


def _consistency(found: dict[str, Any]) -> str:
    languages = [name for name in _NAMES if name in found]
    rows = [
        ["Conversations coded twice", *(str(found[x]["conversations"]) for x in languages)],
        ["turns cut alike", *(_shown(found[x]["turns_cut_alike"]) for x in languages)],
    ]
    for part, label in (("codes", "MITI codes"), ("client_talk", "client talk")):
        rows.append([f"κ, {label} (n)", *(_kappa(found[x][part]) for x in languages)])
        for each in sorted(found["all"][part]["each"]):
            rows.append([f"κ, {each} (n)", *(_each(found[x][part], each) for x in languages)])
    head = ["consistency of two blind coders", *(_NAMES[x] for x in languages)]
    return _markdown(head, rows)


def _kappa(table: dict[str, Any]) -> str:
    return f"{_shown(table['kappa'])} ({table['n']})"


def _each(table: dict[str, Any], name: str) -> str:
    one = table["each"].get(name)
    return "" if one is None else f"{_shown(one['kappa'])} ({one['first']}/{one['second']})"


def _at(figures: dict[str, Any], keys: Sequence[str]) -> Any:
    for key in keys:
        figures = figures.get(key, 0)
    return figures


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
