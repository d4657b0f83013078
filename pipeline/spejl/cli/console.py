"""Where output goes: data to stdout, messages to stderr."""

from rich.console import Console

out = Console(highlight=False)
messages = Console(stderr=True, highlight=False, soft_wrap=True)


def complain(message: str) -> None:
    """Print an error message; nothing in it is taken for markup."""
    messages.print("[bold red]spejl:[/bold red] ", end="")
    messages.print(message, markup=False)


def note(message: str) -> None:
    """Print a message that is no error; nothing in it is taken for markup."""
    messages.print(f"note: {message}", markup=False, style="yellow")
