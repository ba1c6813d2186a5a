"""Which way up the grey values are: bone bright, by exactly one turn where the file has it dark."""

from measure.film.attributes import Attributes
from measure.model import Intensity

_INTENSITIES = {"LOG": Intensity.LOG, "LIN": Intensity.LIN, "DISP": Intensity.DISPLAY}


def read_inverted(attributes: Attributes, photometric: str, *, falling: bool) -> bool:
    """Whether the modality values have to be turned over so that bone is bright.

    MONOCHROME1 and a Presentation LUT Shape of INVERSE say the same thing; together they are still one turn.
    A Pixel Intensity Relationship Sign that says otherwise is warned of: it is often left at a default, and the
    photometric interpretation is what every viewer has been showing.

    Parameters
    ----------
    attributes : Attributes
        Of the film.
    photometric : str
        Photometric interpretation.
    falling : bool
        Whether the modality transform has turned the values over already.

    Examples
    --------
    >>> from pydicom import Dataset
    >>> dataset = Dataset()
    >>> dataset.PresentationLUTShape = "INVERSE"
    >>> read_inverted(Attributes(dataset), "MONOCHROME1", falling=False)
    True
    """
    shape = attributes.code("PresentationLUTShape")
    inverted = photometric == "MONOCHROME1" or shape == "INVERSE"
    if photometric == "MONOCHROME2" and shape == "INVERSE":
        attributes.warn("PresentationLUTShape: INVERSE with MONOCHROME2: turned over once")
    stated = attributes.integer("PixelIntensityRelationshipSign")
    # +1: larger stored values got more X-rays, so that bone is dark in the file.
    bone_dark = inverted != falling
    if stated in (1, -1) and (stated == 1) != bone_dark:
        attributes.warn(
            f"PixelIntensityRelationshipSign: expected {1 if bone_dark else -1} for {photometric}, got {stated}: "
            "the photometric interpretation is used; check that bone is bright"
        )
    elif stated is None and not bone_dark and attributes.code("Modality") in ("XA", "RF"):
        attributes.warn("polarity: fluoroscopy is often stored bone dark; check that bone is bright")
    return inverted


def read_intensity(attributes: Attributes) -> Intensity:
    """How grey values relate to the X-ray intensity."""
    return _INTENSITIES.get(attributes.code("PixelIntensityRelationship") or "", Intensity.UNKNOWN)
