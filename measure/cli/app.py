"""The program ``measure``: collects the verbs and turns errors into one clear line."""

import functools
import os
import sys
import warnings
from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from io import TextIOWrapper
from typing import Annotated, Any

import typer

GROUP = "measure.commands"


def build() -> typer.Typer:
    """Typer application with every verb that is installed.

    A verb of another package that cannot be loaded is named on stderr; the others work.
    """
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback(invoke_without_command=True)(about)
    for entry in sorted(entry_points(group=GROUP), key=_order):
        try:
            app.command(entry.name)(_stoppable(entry.load()))
        except Exception as error:  # noqa: BLE001 - a foreign verb must not take the others with it
            print(f"measure: the verb {entry.name} cannot be loaded: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
    return app


class Stopped(Exception):
    """Ctrl-C, on its way past typer, which would end the program without a word."""


def _stoppable(verb: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(verb)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return verb(*args, **kwargs)
        except KeyboardInterrupt:
            raise Stopped from None

    return run


# In the order a newcomer meets them.
ORDER = ("batch", "film", "view", "catalog", "explain", "series", "import", "export", "confirm", "key", "doctor")


def _order(entry: EntryPoint) -> tuple[int, str]:
    return (ORDER.index(entry.name) if entry.name in ORDER else len(ORDER)), entry.name


def about(version: Annotated[bool, typer.Option("--version", help="Say the version.")] = False) -> None:
    """Measure vertebrae and coronal curves on radiographs, with the uncertainty of every number.

    Research and audit software, not a validated medical device. Every value is a draft until a person confirms it.
    """
    if version:
        from measure import __version__

        typer.echo(f"radiograph-measure {__version__}")
        raise typer.Exit


def _say(message: Warning | str, *_: object, **__: object) -> None:
    """A warning as a line for people, without the place in the code."""
    print(f"measure: {message}", file=sys.stderr)  # noqa: T201


def main() -> None:
    """Run the program; exit code 1 for an error it names, 2 for a usage error, 130 for Ctrl-C."""
    from measure.errors import MeasureError

    warnings.showwarning = _say
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without ± must not stop a run
    try:
        try:
            build()()
        finally:
            sys.stdout.flush()  # a full disk shows here, not when Python has ended
    except MeasureError as error:
        print(f"measure: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    except (Stopped, KeyboardInterrupt):
        print("\nmeasure: stopped; the same command goes on where it was", file=sys.stderr)  # noqa: T201
        sys.exit(130)
    except OSError as error:
        # What still waits to be written cannot be: let it go, or Python complains at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            sys.exit(0)  # the reader of a pipe (head, less) went away: not an error of ours
        print(f"measure: {error.strerror or error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
