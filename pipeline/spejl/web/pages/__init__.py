"""The page's addresses, one module a topic. A new topic adds its router to `ROUTERS`."""

from spejl.web.pages import about, correct, feedback, start, take_away

ROUTERS = (start.router, feedback.router, correct.router, take_away.router, about.router)
