"""DICOM of a simulated film: valid objects of nobody, with every sort of scale that headers state."""

from measure.simulate.dicom.facts import FilmFacts
from measure.simulate.dicom.scale import ScaleTags
from measure.simulate.dicom.write import Coding, write_film

__all__ = ["FilmFacts", "ScaleTags", "Coding", "write_film"]
