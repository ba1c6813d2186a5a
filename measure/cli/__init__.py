"""The command line: one file per verb; verbs are found through the entry points ``measure.commands``."""

from measure.cli.app import main

__all__ = ["main"]
