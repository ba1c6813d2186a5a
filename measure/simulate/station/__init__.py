"""Film station: the detector's signal becomes the stored grey values that a hospital would have.

A ``Look`` says how, ``develop`` does it; lead letters, wires and a ruler are shadows and belong before the exposure.
"""

from measure.simulate.station.blades import Blades
from measure.simulate.station.detail import Detail
from measure.simulate.station.develop import develop
from measure.simulate.station.labels import Label, covered
from measure.simulate.station.lead import letters, ruler, wires
from measure.simulate.station.look import Look
from measure.simulate.station.looks import CLINICAL, RAW_LIN, RAW_LOG, some_look
from measure.simulate.station.seams import Seams
from measure.simulate.station.tone import Tone

__all__ = [
    "Look", "Tone", "Detail", "Blades", "Seams", "Label",
    "covered", "develop", "some_look", "CLINICAL", "RAW_LOG", "RAW_LIN",
    "letters", "wires", "ruler",
]  # fmt: skip
