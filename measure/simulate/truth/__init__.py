"""Truth: what the simulator knows about a film, as numbers, as a reading and as a document."""

from measure.simulate.truth.document import film_truth
from measure.simulate.truth.hidden import Evidence, hide
from measure.simulate.truth.planar import frontal_truth, lateral_truth
from measure.simulate.truth.reading import true_reading
from measure.simulate.truth.seen import Seen, look, structure_of

__all__ = [
    "Evidence",
    "Seen",
    "film_truth",
    "frontal_truth",
    "hide",
    "lateral_truth",
    "look",
    "structure_of",
    "true_reading",
]
