"""The console that all verbs print to."""

from rich.console import Console

IN_A_PIPE = 120  # columns, where there is no terminal to ask


def new_console() -> Console:
    """Console for results: long lines are left to the terminal, numbers are not coloured."""
    console = Console(highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = IN_A_PIPE
    return console
