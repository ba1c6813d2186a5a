"""The console that all verbs print to."""

from rich.console import Console


def new_console() -> Console:
    """Console for results: long lines are left to the terminal, numbers are not coloured."""
    return Console(highlight=False, soft_wrap=True)
