"""A practitioner's course as a drawing: sessions as points, periods as bands."""

import math
from dataclasses import dataclass

from spejl.aggregate.course import FACTORS, Course, Period

WIDTH, HEIGHT = 480.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 58.0, 468.0, 12.0, 172.0
_RATIO_END = 4.0
"""Upper end of a drawing of ratios, unless one is above it."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One session; coordinates of the drawing."""

    x: float
    y: float
    low: float | None
    """The lower end of its interval, further down; None where it has none."""
    high: float | None
    kind: str
    """before, after or plain."""


@dataclass(frozen=True, slots=True)
class Band:
    """A period's mean, with its interval where there is one."""

    x: float
    width: float
    y: float
    top: float | None
    height: float | None
    kind: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing."""

    dots: tuple[Dot, ...]
    bands: tuple[Band, ...]
    ticks: tuple[tuple[float, float], ...]
    """Height in the drawing and the value that stands there."""


def picture(course: Course) -> Picture:
    """The drawing of one measure; sessions stand side by side in the order of their days."""
    values = [v for p in course.points for v in (p.value, p.high) if v is not None]
    end = 1.0
    if course.measure in FACTORS:
        end = float(max(_RATIO_END, math.ceil(max(values, default=0.0))))
    step = (_RIGHT - _LEFT) / max(1, len(course.points))

    def x(number: int) -> float:
        return _LEFT + step * (number + 0.5)

    def y(value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * min(max(value / end, 0.0), 1.0)

    dots = tuple(
        Dot(
            x(number),
            y(point.value),
            None if point.low is None else y(point.low),
            None if point.high is None else y(point.high),
            _kind(point.period),
        )
        for number, point in enumerate(course.points)
        if point.value is not None
    )
    bands = []
    for period, found in course.means:
        places = [x(n) for n, point in enumerate(course.points) if point.period is period]
        if found.value is None or not places:
            continue
        top = None if found.high is None else y(found.high)
        height = None if top is None or found.low is None else y(found.low) - top
        left, width = places[0] - step / 2, places[-1] - places[0] + step
        bands.append(Band(left, width, y(found.value), top, height, _kind(period)))
    ticks = tuple((y(end * share), end * share) for share in (0.0, 0.5, 1.0))
    return Picture(dots, tuple(bands), ticks)


def _kind(period: Period | None) -> str:
    return "plain" if period is None else str(period)
