"""`spejl convert`: a transcript or coded session in another form."""

from pathlib import Path
from typing import Annotated

import typer

from spejl.cli.console import messages
from spejl.errors import ConvertError
from spejl.readers import holds_codes, read_all, read_coded
from spejl.sessions import CodedSession, Session
from spejl.write import write_transcript


def convert_command(
    source: Annotated[
        Path, typer.Argument(metavar="IN", help="A transcript, or a coded session (.json, .miti).")
    ],
    target: Annotated[
        Path,
        typer.Argument(metavar="OUT", help="New file: .txt, .docx, .vtt, .srt, .eaf or .json."),
    ],
) -> None:
    """Write a transcript in another form, with its codes where the form has a place for them."""
    conversation = _conversation(source)
    write_transcript(conversation, target)
    messages.print(f"written to {target}", markup=False)


def _conversation(source: Path) -> Session | CodedSession:
    if holds_codes(source):
        return read_coded(source)
    sessions = read_all(source)
    if len(sessions) != 1:
        raise ConvertError(
            f"holds {len(sessions)} sessions, and one is written at a time; split it", source
        )
    return sessions[0]
