"""The room of films: a file becomes a Film, and nothing else happens here.

Light to import: each name below is loaded on first use (PEP 562), pydicom and the codecs later still.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from measure.film.identity import Identity, read_identity
    from measure.film.read import read_film, read_header
    from measure.film.restate import apply_statements
    from measure.film.signature import sniff
    from measure.film.spacing import calibrate
    from measure.film.spacing_evidence import SpacingAttributes
    from measure.film.window import display_window

_HOMES = {
    "Identity": "identity",
    "SpacingAttributes": "spacing_evidence",
    "apply_statements": "restate",
    "calibrate": "spacing",
    "display_window": "window",
    "read_film": "read",
    "read_header": "read",
    "read_identity": "identity",
    "sniff": "signature",
}

__all__ = [
    "Identity", "SpacingAttributes", "apply_statements", "calibrate", "display_window",
    "read_film", "read_header", "read_identity", "sniff",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Load a public name from its file on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_HOMES[name]}")
    value: object = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *_HOMES})
