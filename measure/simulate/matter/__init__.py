"""Matter: what materials do to X-rays, and the X-rays that a tube gives."""

from measure.simulate.matter.materials import MATERIALS, attenuation, density
from measure.simulate.matter.spectra import spectrum

__all__ = ["MATERIALS", "attenuation", "density", "spectrum"]
