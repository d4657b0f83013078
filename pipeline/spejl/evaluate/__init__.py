"""Agreement of two coders, a machine's or a person's."""

from spejl.evaluate.agreement import Agreement, CodeAgreement, agreement
from spejl.evaluate.labels import paired_labels

__all__ = ["Agreement", "CodeAgreement", "agreement", "paired_labels"]
