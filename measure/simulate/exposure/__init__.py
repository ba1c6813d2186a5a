"""Exposure: from the material that each ray passes to the signal of the detector."""

from measure.simulate.exposure.expose import expose, metered
from measure.simulate.exposure.heel import heel
from measure.simulate.exposure.primary import primary
from measure.simulate.exposure.scatter import scatter
from measure.simulate.exposure.technique import Technique

__all__ = ["Technique", "expose", "heel", "metered", "primary", "scatter"]
