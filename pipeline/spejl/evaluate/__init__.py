"""Agreement of two coders, a machine's or a person's."""

from spejl.evaluate.agreement import Agreement, CodeAgreement, agreement, of_pairs
from spejl.evaluate.align import overlapping
from spejl.evaluate.labels import paired_labels

__all__ = ["Agreement", "CodeAgreement", "agreement", "of_pairs", "overlapping", "paired_labels"]
