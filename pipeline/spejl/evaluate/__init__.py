"""Agreement of two coders or more, machines or people."""

from spejl.evaluate.agreement import Agreement, CodeAgreement, agreement, of_pairs
from spejl.evaluate.align import overlapping
from spejl.evaluate.coding import Coding
from spejl.evaluate.comparison import Comparison, Evaluation, evaluate
from spejl.evaluate.labels import paired_labels
from spejl.evaluate.units import Kind, Level, label_of

__all__ = [
    "Agreement",
    "CodeAgreement",
    "Coding",
    "Comparison",
    "Evaluation",
    "Kind",
    "Level",
    "agreement",
    "evaluate",
    "label_of",
    "of_pairs",
    "overlapping",
    "paired_labels",
]
