"""Spejl inside other libraries: spaCy pipelines, and labels shaped as Hugging Face gives them."""

from spejl.integrations.labels import MitiPipeline

__all__ = ["MitiPipeline"]
