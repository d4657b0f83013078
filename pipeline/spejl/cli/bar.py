"""A progress bar for the stages of transcription."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from spejl.cli.console import messages
from spejl.transcribe.run import STAGES
from spejl.transcribe.run import Progress as Tell

_SAID = dict(
    zip(STAGES, ("reading sound", "finding speech", "telling voices apart", "words"), strict=True)
)


@contextmanager
def stage_bar(name: str) -> Iterator[Tell]:
    """Shows the stage of a recording, how much of it is done, and the time left.

    On a terminal it is a bar, elsewhere a line a stage.
    """
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=messages,
        transient=True,
        disable=not messages.is_terminal,
    )
    tasks: dict[str, TaskID] = {}

    def tell(stage: str, done: float, total: float) -> None:
        text = f"{name}: {_SAID[stage]}"
        if stage not in tasks:
            for before in tasks.values():
                bar.update(before, visible=False)
            tasks[stage] = bar.add_task(text, total=total)
            if not messages.is_terminal:
                messages.print(text, markup=False)
        bar.update(tasks[stage], completed=done, total=total)

    with bar:
        yield tell
