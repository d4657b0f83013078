"""An evaluation in words and tables: one content, as Markdown and as a page of HTML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, select_autoescape

from spejl.evaluate.bootstrap import FEWEST_SESSIONS, RESAMPLES, Bounds
from spejl.evaluate.by_code import ALL, MACRO, MICRO, CodeFigures
from spejl.evaluate.by_session import SessionFigures
from spejl.evaluate.coders import CoderFigures
from spejl.evaluate.comparison import Comparison, Evaluation
from spejl.evaluate.icc import cicchetti
from spejl.references import CAVEAT

METHOD = (
    "κ is Cohen's, α is Krippendorff's for nominal values; F1 is 2·both / (reference + predicted).",
    "ICC(A,1) is two-way, single measure, absolute agreement, and ICC(C,1) consistency (McGraw "
    "and Wong 1996). The words poor, fair, good and excellent are those of Cicchetti (1994) for "
    "ICC; they are conventions.",
    f"Intervals are 95 %, by drawing whole sessions anew {RESAMPLES} times (BCa; percentile where "
    f"BCa degenerates). Under {FEWEST_SESSIONS} sessions none is estimated.",
    "log reflection to question is log((R + .5) / (Q + .5)). Limits of agreement are bias ± 1.96 "
    "standard deviations (Bland and Altman 1986).",
    "Volleys are those of the reference; a code counts in a volley or turn once.",
    "Classes are below fair, fair and good. " + CAVEAT,
    "Agreement says how alike two codings are, and not that either is right.",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a title."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    title: str
    lines: tuple[str, ...]
    tables: tuple[Table, ...]
    figures: tuple[tuple[str, str], ...] = ()
    """(name, SVG) of each picture."""


def markdown(evaluation: Evaluation) -> str:
    """The evaluation as Markdown, without figures."""
    parts = ["# Agreement of coders", ""]
    for section in _sections(evaluation, {}):
        lines = [f"- {_escaped(line)}" for line in section.lines]
        parts += [f"## {_escaped(section.title)}", "", *lines, ""]
        for table in section.tables:
            parts += [f"### {table.title}", ""]
            rows = [table.head, ("---",) * len(table.head), *table.rows]
            parts += ["| " + " | ".join(map(_escaped, row)) + " |" for row in rows]
            parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _escaped(text: str) -> str:
    """Text in which Markdown sees no marks; names of codings may be patterns."""
    return text.replace("*", "\\*").replace("|", "\\|").replace("_", "\\_")


def html(evaluation: Evaluation, figures: Mapping[str, Mapping[str, str]]) -> str:
    """The evaluation as one page that needs nothing from outside itself.

    Args:
        evaluation: What was found.
        figures: For each predicted coder's name its pictures as SVG; may be empty.
    """
    return (
        _environment()
        .get_template("agreement.html")
        .render(sections=_sections(evaluation, figures))
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("spejl.evaluate", "templates"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _sections(evaluation: Evaluation, figures: Mapping[str, Mapping[str, str]]) -> list[Section]:
    missing = [f"{name} lacks: {', '.join(ids)}" for name, ids in evaluation.missing if ids]
    first = Section(
        "Sessions", (f"{len(evaluation.sessions)} sessions were compared.", *missing), ()
    )
    found = [first]
    for c in evaluation.comparisons:
        drawn = tuple(figures.get(c.predicted, {}).items())
        found.append(
            Section(
                f"{c.predicted} compared with {c.reference}", remarks(c), tuple(_tables(c)), drawn
            )
        )
    if evaluation.coders is not None:
        found.append(Section("All coders", (), _coders(evaluation.coders)))
    return [*found, Section("How this was computed", METHOD, ())]


def remarks(comparison: Comparison) -> tuple[str, ...]:
    """What was left out, and why figures have no interval, each reason once."""
    each = [f for f in comparison.codes if f.code not in (MICRO, MACRO)]
    bounds = [b for f in each for b in (f.f1_interval, f.kappa_interval)]
    bounds += [b for f in comparison.sessions for b in (f.icc_a1_interval, f.bias_interval)]
    reasons = dict.fromkeys(b.reason for b in bounds if b.reason)
    return (*comparison.notes, *(f"Without an interval: {reason}." for reason in reasons))


def _tables(comparison: Comparison) -> Iterable[Table]:
    sessions = [f for f in comparison.sessions if f.language == ALL]
    yield Table(
        "Counts and ratios of sessions",
        (
            *("measure", "n", "ICC(A,1)", "Cicchetti 1994", "ICC(C,1)", "Pearson", "Spearman"),
            *("bias", "limits of agreement", "same class", "κ of class"),
        ),
        tuple(_measure(f) for f in sessions),
    )
    groups: dict[str, list[CodeFigures]] = {}
    languages: dict[str, list[CodeFigures]] = {}
    for figures in comparison.codes:
        name = f"{figures.kind}: {figures.level}"
        if figures.language == ALL:
            groups.setdefault(name, []).append(figures)
        elif figures.code in (MICRO, MACRO):
            languages.setdefault(name, []).append(figures)
    head = ("n", "reference", "predicted", "precision", "recall", "F1", "κ", "α")
    for name, rows in groups.items():
        yield Table(name, ("code", *head), tuple((f.code, *_figures(f)) for f in rows))
        if name in languages:
            yield Table(
                f"{name}, per language",
                ("language", "code", *head),
                tuple((f.language, f.code, *_figures(f)) for f in languages[name]),
            )


def _figures(f: CodeFigures) -> tuple[str, ...]:
    rate = "" if f.base_rate is None else f" ({f.base_rate:.1%})"
    return (
        *(str(f.n), f"{f.n_reference}{rate}", str(f.n_predicted)),
        *(number(f.precision), number(f.recall)),
        with_bounds(f.f1, f.f1_interval),
        with_bounds(f.kappa, f.kappa_interval),
        number(f.alpha),
    )


def _measure(f: SessionFigures) -> tuple[str, ...]:
    limits = "–" if f.limits is None else f"{f.limits[0]:.2f} to {f.limits[1]:.2f}"
    return (
        f.measure.replace("_", " "),
        f"{f.n}" + (f" ({f.n_undefined} undefined)" if f.n_undefined else ""),
        with_bounds(f.icc_a1, f.icc_a1_interval),
        "–" if f.icc_a1 is None else cicchetti(f.icc_a1),
        with_bounds(f.icc_c1, f.icc_c1_interval),
        *(number(f.pearson), number(f.spearman)),
        with_bounds(f.bias, f.bias_interval),
        limits,
        "–" if f.class_agreement is None else f"{f.class_agreement:.0%} of {f.n_classed}",
        number(f.class_kappa),
    )


def _coders(coders: CoderFigures) -> tuple[Table, ...]:
    return (
        Table(
            "Each pair of coders",
            ("one", "other", "what", "κ, end to end", "F1 in turns"),
            tuple(
                (p.one, p.other, str(p.kind), number(p.kappa), number(p.f1_turns))
                for p in coders.pairs
            ),
        ),
        Table(
            "Krippendorff's α of all",
            ("what", "units", "code", "n", "α"),
            tuple(
                (str(a.kind), str(a.level), a.code, str(a.n), number(a.alpha))
                for a in coders.alphas
            ),
        ),
        Table(
            "Intraclass correlation of all",
            ("measure", "n", "ICC(A,1)", "ICC(C,1)"),
            tuple(
                (i.measure.replace("_", " "), str(i.n), number(i.icc_a1), number(i.icc_c1))
                for i in coders.iccs
            ),
        ),
    )


def number(value: float | None) -> str:
    """Two decimals; a dash where there is no value.

    >>> number(0.5), number(None)
    ('0.50', '–')
    """
    return "–" if value is None else f"{value:.2f}"


def with_bounds(value: float | None, bounds: Bounds) -> str:
    """A value with its interval; without one where it is not estimable."""
    if bounds.low is None or bounds.high is None or value is None:
        return number(value)
    return f"{value:.2f} [{bounds.low:.2f}, {bounds.high:.2f}]"
