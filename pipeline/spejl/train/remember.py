"""A model that remembers what it read: calibration and report ask of the same sessions again."""

from dataclasses import dataclass, field, fields

from spejl.model import Evidence, Model
from spejl.sessions import Session

Seen = dict[tuple[Session, bool], Evidence]


@dataclass(frozen=True, slots=True)
class RememberingModel(Model):
    """A model with a memory.

    What it says of a session depends on its graph alone, so models that differ only in
    temperatures and thresholds may share one.
    """

    seen: Seen = field(default_factory=dict)

    def read(self, session: Session, hide_roles: bool = False) -> Evidence:
        """As `Model.read`, once a session."""
        key = (session, hide_roles)
        if key not in self.seen:
            self.seen[key] = Model.read(self, session, hide_roles)
        return self.seen[key]


def remembering(model: Model, seen: Seen) -> RememberingModel:
    """The model with a memory."""
    held = {f.name: getattr(model, f.name) for f in fields(model)}
    return RememberingModel(**held, seen=seen)
