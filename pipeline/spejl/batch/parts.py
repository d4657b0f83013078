"""The parts of a session that are scored, as the settings name them."""

from spejl.errors import SettingsError
from spejl.readers import seconds
from spejl.settings import Settings


def part_of(settings: Settings) -> tuple[float, float | None] | None:
    """Minutes of a part and the second at which the only one begins; None for whole sessions.

    Raises:
        SettingsError: The length or the start cannot be read, or a start has no length.
    """
    length = settings.segment.lower().removesuffix("min").strip()
    minutes = seconds(length) if ":" not in length else None
    start = seconds(settings.start) if settings.start else None
    if settings.start and start is None:
        raise SettingsError("expected seconds or h:mm:ss", "start")
    if not settings.segment:
        if settings.start:
            raise SettingsError("a start needs a length too, such as --segment 20min", "start")
        return None
    if not minutes:
        raise SettingsError("expected minutes, such as 20min", "segment")
    return minutes, start
