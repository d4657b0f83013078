"""Training: from coded conversations to a model folder."""

from spejl.train.run import train

__all__ = ["train"]
