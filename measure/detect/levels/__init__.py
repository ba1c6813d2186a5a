"""Levels: which vertebrae of the spine a chain shows, where something in view or stated says so."""

from measure.detect.levels.anchors import Anchor, AnchorKind, find_anchors
from measure.detect.levels.constants import constants
from measure.detect.levels.levels import Levels, name_levels

__all__ = ["Anchor", "AnchorKind", "Levels", "constants", "find_anchors", "name_levels"]
