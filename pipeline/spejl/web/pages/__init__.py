"""The page's addresses, one module a topic. A new topic adds its router to `ROUTERS`."""

from spejl.web.pages import (
    about,
    by_hand,
    correct,
    feedback,
    follow,
    stand_ins,
    start,
    take_away,
)

ROUTERS = (
    start.router,
    stand_ins.router,
    feedback.router,
    correct.router,
    by_hand.router,
    follow.router,
    take_away.router,
    about.router,
)
