"""κ and F1 of two coders on the same utterances.

Cohen's κ is scikit-learn's. A figure that cannot be estimated is
None: a code that neither coder used has no F1, and κ has no value where both used one code only.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from spejl.evaluate.labels import paired_labels
from spejl.sessions import CodedSession, Role


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Agreement on one code."""

    code: str
    n_reference: int
    """Utterances to which the reference gave the code."""
    n_predicted: int
    precision: float | None
    """Share of the predicted that the reference has too; None where nothing was predicted."""
    recall: float | None
    """Share of the reference's that were predicted; None where the reference has none."""
    f1: float | None
    """None where neither coder used the code."""
    kappa: float | None
    """Cohen's κ of this code against all others; None where both always or never used it."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over all codes."""

    n: int
    """Utterances compared."""
    accuracy: float | None
    kappa: float | None
    """Cohen's κ over all codes; None where both coders used one and the same code only."""
    macro_f1: float | None
    """Mean F1 of the codes that the reference has; None without any."""
    codes: tuple[CodeAgreement, ...]


def agreement(
    reference: Sequence[CodedSession],
    predicted: Sequence[CodedSession],
    role: Role = Role.PRACTITIONER,
) -> Agreement:
    """Agreement of two coders on given utterances.

    Args:
        reference: Sessions as coded by the reference.
        predicted: The same sessions and utterances as coded by the other.
        role: PRACTITIONER for MITI codes, CLIENT for client talk.

    Raises:
        SpejlError: The sessions or their utterances differ.
    """
    return of_pairs(paired_labels(reference, predicted, role))


def of_pairs(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Agreement of pairs of labels (reference, predicted)."""
    if not pairs:
        return Agreement(0, None, None, None, ())
    gold, said = [a for a, _ in pairs], [b for _, b in pairs]
    labels = sorted({*gold, *said})
    codes = tuple(_one(label, gold, said) for label in labels)
    f1 = [c.f1 for c in codes if c.n_reference and c.f1 is not None]
    return Agreement(
        n=len(pairs),
        accuracy=sum(a == b for a, b in pairs) / len(pairs),
        kappa=_kappa(gold, said),
        macro_f1=sum(f1) / len(f1) if f1 else None,
        codes=codes,
    )


def _one(label: str, gold: Sequence[str], said: Sequence[str]) -> CodeAgreement:
    n_gold, n_said = gold.count(label), said.count(label)
    both = sum(a == b == label for a, b in zip(gold, said, strict=True))
    return CodeAgreement(
        code=label,
        n_reference=n_gold,
        n_predicted=n_said,
        precision=both / n_said if n_said else None,
        recall=both / n_gold if n_gold else None,
        f1=2 * both / (n_gold + n_said) if n_gold + n_said else None,
        kappa=_kappa([str(g == label) for g in gold], [str(s == label) for s in said]),
    )


def _kappa(gold: Sequence[str], said: Sequence[str]) -> float | None:
    from sklearn.metrics import cohen_kappa_score

    if len({*gold, *said}) < 2:
        return None
    value = float(cohen_kappa_score(gold, said))
    return None if math.isnan(value) else value
