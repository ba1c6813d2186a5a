"""The room of drafts: a film becomes a Reading that a person checks, or a Refusal that says why not.

Light to import: each name below is loaded on first use (PEP 562), OpenCV and the networks later still.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from measure.detect.detector import DETECTOR, NETWORKS, detect, missing_weights, observer, weights_file
    from measure.detect.refusal import Refusal, Why

_HOMES = {
    "DETECTOR": "detector",
    "NETWORKS": "detector",
    "Refusal": "refusal",
    "Why": "refusal",
    "detect": "detector",
    "missing_weights": "detector",
    "observer": "detector",
    "weights_file": "detector",
}

__all__ = ["DETECTOR", "NETWORKS", "Refusal", "Why", "detect", "missing_weights", "observer", "weights_file"]


def __getattr__(name: str) -> object:
    """Load a public name from its file on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_HOMES[name]}")
    value: object = getattr(module, name)
    globals()[name] = value
    return value
