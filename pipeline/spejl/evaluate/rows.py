"""The tables of an evaluation as rows; their columns are a promise."""

from collections.abc import Iterable
from typing import Any

from spejl.evaluate.bootstrap import Bounds
from spejl.evaluate.comparison import Comparison, Evaluation
from spejl.evaluate.icc import cicchetti

Row = dict[str, Any]

DIGITS = 4


def code_rows(evaluation: Evaluation) -> list[Row]:
    """A row for each coder, level, kind, language and code."""
    return [row for c in evaluation.comparisons for row in _codes(c)]


def session_rows(evaluation: Evaluation) -> list[Row]:
    """A row for each coder, language and measure."""
    return [row for c in evaluation.comparisons for row in _sessions(c)]


def confusion_rows(evaluation: Evaluation) -> list[Row]:
    """A row for each coder, kind, language and pair of codes."""
    return [
        {
            **_who(c),
            "level": str(cell.level),
            "kind": str(cell.kind),
            "language": cell.language,
            "reference_code": cell.reference,
            "predicted_code": cell.predicted,
            "n": cell.n,
        }
        for c in evaluation.comparisons
        for cell in c.cells
    ]


def coder_rows(evaluation: Evaluation) -> dict[str, list[Row]]:
    """The tables `pairs`, `alpha` and `icc` over several coders; empty where there are two."""
    found = evaluation.coders
    if found is None:
        return {}
    return {
        "pairs": [
            {
                "one": p.one,
                "other": p.other,
                "kind": str(p.kind),
                "kappa": rounded(p.kappa),
                "f1_turns": rounded(p.f1_turns),
            }
            for p in found.pairs
        ],
        "alpha": [
            {
                "level": str(a.level),
                "kind": str(a.kind),
                "code": a.code,
                "n": a.n,
                "alpha": rounded(a.alpha),
            }
            for a in found.alphas
        ],
        "icc": [
            {
                "measure": i.measure,
                "n": i.n,
                "icc_a1": rounded(i.icc_a1),
                "icc_c1": rounded(i.icc_c1),
            }
            for i in found.iccs
        ],
    }


def rounded(value: float | None) -> float | None:
    """A figure as it is written; None stays None."""
    return None if value is None else round(value, DIGITS)


def _who(comparison: Comparison) -> Row:
    return {"reference": comparison.reference, "predicted": comparison.predicted}


def _codes(comparison: Comparison) -> Iterable[Row]:
    for f in comparison.codes:
        yield {
            **_who(comparison),
            "level": str(f.level),
            "kind": str(f.kind),
            "language": f.language,
            "code": f.code,
            "n_sessions": f.n_sessions,
            "n": f.n,
            "n_reference": f.n_reference,
            "n_predicted": f.n_predicted,
            "base_rate": rounded(f.base_rate),
            "precision": rounded(f.precision),
            "recall": rounded(f.recall),
            "f1": rounded(f.f1),
            **_bounds("f1", f.f1_interval),
            "kappa": rounded(f.kappa),
            **_bounds("kappa", f.kappa_interval),
            "alpha": rounded(f.alpha),
        }


def _sessions(comparison: Comparison) -> Iterable[Row]:
    for f in comparison.sessions:
        yield {
            **_who(comparison),
            "measure": f.measure,
            "language": f.language,
            "n_sessions": f.n,
            "n_undefined": f.n_undefined,
            "icc_a1": rounded(f.icc_a1),
            **_bounds("icc_a1", f.icc_a1_interval),
            "cicchetti_1994": None if f.icc_a1 is None else cicchetti(f.icc_a1),
            "icc_c1": rounded(f.icc_c1),
            **_bounds("icc_c1", f.icc_c1_interval),
            "pearson": rounded(f.pearson),
            "spearman": rounded(f.spearman),
            "bias": rounded(f.bias),
            **_bounds("bias", f.bias_interval),
            "limit_low": rounded(f.limits[0]) if f.limits else None,
            "limit_high": rounded(f.limits[1]) if f.limits else None,
            "n_classed": f.n_classed,
            "class_agreement": rounded(f.class_agreement),
            "class_kappa": rounded(f.class_kappa),
            "note": f.note,
        }


def _bounds(name: str, bounds: Bounds) -> Row:
    return {
        f"{name}_low": rounded(bounds.low),
        f"{name}_high": rounded(bounds.high),
        f"{name}_interval": bounds.method or f"not estimable: {bounds.reason}",
    }
