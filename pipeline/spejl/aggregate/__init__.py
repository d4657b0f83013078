"""Coded sessions into session scores; scores into what they come to over time and in a group."""

from spejl.aggregate.course import Course, Measured, Period, course
from spejl.aggregate.group import GroupFigures, group_figures, may_be_shown, person
from spejl.aggregate.intervals import intervals
from spejl.aggregate.score import score
from spejl.aggregate.segments import segments

__all__ = [
    "Course",
    "GroupFigures",
    "Measured",
    "Period",
    "course",
    "group_figures",
    "intervals",
    "may_be_shown",
    "person",
    "score",
    "segments",
]
