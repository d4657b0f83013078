"""Thought units: where, in a turn, something new begins.

The manual's rule is "in doubt, fewer parses"; without a model, a turn is one unit.
"""

from spejl.model import Evidence
from spejl.segment.cut import CODE_WEIGHT, best_cut
from spejl.segment.places import places
from spejl.sessions import Session, Utterance


def segment(
    session: Session,
    found: Evidence | None,
    threshold: float = 0.5,
    threshold_unpunctuated: float = 0.5,
    code_weight: float = CODE_WEIGHT,
) -> tuple[Utterance, ...]:
    """The thought units of a session, in order, with exact character spans.

    Every character of a turn but white space at the edges of units belongs to one unit.

    Args:
        session: With roles.
        found: The model's evidence; None gives one unit a turn.
        threshold: Probability from which a boundary at a sentence speaks for a cut.
        threshold_unpunctuated: The same for a word in text without punctuation.
        code_weight: How much the units' codes have a say; see `spejl.segment.cut`.
    """
    units: list[Utterance] = []
    for index, turn in enumerate(session.turns):
        begin = len(turn.text) - len(turn.text.lstrip())
        end = len(turn.text.rstrip())
        if begin >= end:
            continue
        at = [begin]
        if found is not None and (where := places(session, index, found)):
            at += best_cut(where, threshold, threshold_unpunctuated, code_weight)
        role = session.role(turn.speaker)
        for first, following in zip(at, [*at[1:], end], strict=True):
            last = first + len(turn.text[first:following].rstrip())
            units.append(Utterance(index, first, last, role, turn.text[first:last]))
    return tuple(units)
