"""Agreement of two coders or more, machines or people."""

from spejl.evaluate.agreement import Agreement, CodeAgreement, agreement, of_pairs
from spejl.evaluate.align import overlapping
from spejl.evaluate.coding import Coding
from spejl.evaluate.comparison import Comparison, Evaluation, evaluate
from spejl.evaluate.labels import paired_labels

__all__ = [
    "Agreement",
    "CodeAgreement",
    "Coding",
    "Comparison",
    "Evaluation",
    "agreement",
    "evaluate",
    "of_pairs",
    "overlapping",
    "paired_labels",
]
