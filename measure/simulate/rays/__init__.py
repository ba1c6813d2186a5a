"""Rays: tube, detector and patient in one room, and the material that each ray passes."""

from measure.simulate.rays.aim import aimed
from measure.simulate.rays.beam import Beam, BeamKind
from measure.simulate.rays.field import Field, field_lengths
from measure.simulate.rays.lengths import Lengths, path_lengths, path_shares

__all__ = ["Beam", "BeamKind", "Field", "Lengths", "aimed", "field_lengths", "path_lengths", "path_shares"]
