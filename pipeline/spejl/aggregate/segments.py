"""Parts of a session, such as the twenty minutes that MITI coders listen to."""

from collections.abc import Iterator

from spejl.errors import SettingsError
from spejl.sessions import CodedSession, slice_turns
from spejl.volley import volleys

MITI_MINUTES = 20.0


def segments(
    coded: CodedSession, minutes: float = MITI_MINUTES, start: float | None = None
) -> tuple[CodedSession, ...]:
    """A session cut into parts of so many minutes, at volley boundaries.

    A volley belongs to the part in which it begins, so that the counts of the parts add up to
    those of the whole.

    Args:
        coded: A session whose turns have times.
        minutes: Length of a part.
        start: Seconds at which a single part begins; None cuts the whole session.

    Raises:
        SettingsError: The turns have no times, or the part asked for holds no turn.
    """
    times = [turn.start for turn in coded.session.turns]
    if not times or any(t is None for t in times):
        raise SettingsError(
            f"session {coded.session.id} has turns without times; a segment needs them", "segment"
        )
    if minutes <= 0:
        raise SettingsError("expected more than 0 minutes", "segment")
    known = [t for t in times if t is not None]
    if start is not None:
        return (_one(coded, known, start, minutes),)
    return tuple(_all(coded, known, minutes))


def _one(coded: CodedSession, times: list[float], start: float, minutes: float) -> CodedSession:
    begins = _cut_points(coded)
    inside = [i for i in begins if start <= times[i] < start + 60 * minutes]
    if not inside:
        raise SettingsError(
            f"session {coded.session.id} has no volley in the segment asked for", "segment"
        )
    after = [i for i in begins if i > inside[-1]]
    return slice_turns(coded, inside[0], (after[0] if after else len(times)) - 1)


def _all(coded: CodedSession, times: list[float], minutes: float) -> Iterator[CodedSession]:
    begins = _cut_points(coded)
    origin = times[0]
    part = [int((times[i] - origin) // (60 * minutes)) for i in begins]
    firsts = [at for k, at in enumerate(begins) if k == 0 or part[k] != part[k - 1]]
    for first, following in zip(firsts, [*firsts[1:], len(times)], strict=True):
        yield slice_turns(coded, first, following - 1)


def _cut_points(coded: CodedSession) -> list[int]:
    """Turns at which the session may be cut: its first, and the first of every volley."""
    return sorted({0, *(volley.first_turn for volley in volleys(coded))})
