"""Utterances into coded utterances: the model, and two baselines behind the same protocol."""

from spejl.classify.baselines import KeywordClassifier, MajorityClassifier
from spejl.classify.protocol import Classifier
from spejl.classify.transformer import TransformerClassifier

__all__ = ["Classifier", "KeywordClassifier", "MajorityClassifier", "TransformerClassifier"]
