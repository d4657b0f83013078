"""The list of commands, and the one place where errors become messages."""

import sys
import warnings

import typer

from spejl.cli import (
    code,
    convert,
    corpus,
    doctor,
    evaluate,
    models,
    pseudonymise,
    serve,
    train,
    transcribe,
)
from spejl.cli.console import complain, note
from spejl.errors import SpejlError, TranscriptWarning

app = typer.Typer(
    help="MITI coding of motivational interviewing in Danish, Swedish and Norwegian.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("code")(code.code_command)
app.command("convert")(convert.convert_command)
app.command("doctor")(doctor.doctor_command)
app.command("evaluate")(evaluate.evaluate_command)
app.command("pseudonymise")(pseudonymise.pseudonymise_command)
app.command("serve")(serve.serve_command)
app.command("train")(train.train_command)
app.command("transcribe")(transcribe.transcribe_command)
app.add_typer(corpus.app, name="corpus")
app.add_typer(models.app, name="models")

BAD_INPUT = 2


def main() -> None:
    """Run the command line; errors of Spejl's own are printed without a traceback."""
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", TranscriptWarning)
            try:
                app()
            finally:
                for warning in caught:
                    if issubclass(warning.category, TranscriptWarning):
                        note(str(warning.message))
    except SpejlError as error:
        complain(str(error))
        sys.exit(BAD_INPUT)
