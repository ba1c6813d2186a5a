"""Keeping other people's warnings from the user, and counting them where they matter."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

# catch_warnings swaps a global: two threads that enter and leave in turn would lose warnings for good.
_LOCK = RLock()


@contextmanager
def quiet() -> Iterator[list[warnings.WarningMessage]]:
    """Collect warnings instead of showing them.

    Their texts may quote values of the file, so callers use their number and category, not their words.

    Examples
    --------
    >>> with quiet() as heard:
    ...     warnings.warn("a value is odd")
    >>> len(heard)
    1
    """
    with _LOCK, warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        yield heard
