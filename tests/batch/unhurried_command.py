"""The command with a coder that needs no model and takes its time, so that it can be killed."""

from model_free import unhurried

from spejl.batch import recipe_of
from spejl.cli import code, main


def spejl() -> None:
    """The command `spejl` with this coder in the place of the model's."""
    code.load = lambda *_: unhurried(1)  # type: ignore[attr-defined]
    code.recipe = lambda *_: recipe_of(unhurried)  # type: ignore[attr-defined]
    code.load_spacy_alone = lambda: None  # type: ignore[attr-defined] # Not needed by it.
    main()
