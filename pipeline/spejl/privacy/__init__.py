"""Stand-ins in the place of names, numbers and addresses, and the owner's way back."""

from spejl.privacy.keyfile import make_key, seal, unseal
from spejl.privacy.kinds import (
    DEFAULT_KINDS,
    Certainty,
    Kind,
    Part,
    Pseudonymised,
    Replacement,
)
from spejl.privacy.pseudonymise import pseudonymise
from spejl.privacy.restore import restore
from spejl.privacy.review import review_csv

__all__ = [
    "DEFAULT_KINDS",
    "Certainty",
    "Kind",
    "Part",
    "Pseudonymised",
    "Replacement",
    "make_key",
    "pseudonymise",
    "restore",
    "review_csv",
    "seal",
    "unseal",
]
