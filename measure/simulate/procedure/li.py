"""Li: the names of a regenerate's outline, texture and density, and the ten types they make."""

from enum import StrEnum

from measure.errors import SimulationError


class Shape(StrEnum):
    """Outline of a regenerate (Li)."""

    FUSIFORM = "fusiform"
    CYLINDRICAL = "cylindrical"
    CONCAVE = "concave"
    LATERAL = "lateral"
    CENTRAL = "central"


class Feature(StrEnum):
    """Texture of a regenerate (Li)."""

    SPARSE = "sparse"
    HOMOGENEOUS = "homogeneous"
    HETEROGENEOUS = "heterogeneous"
    LUCENT = "lucent"


class Density(StrEnum):
    """Density of a regenerate (Li)."""

    LOW = "low"
    INTERMEDIATE = "intermediate"
    NORMAL = "normal"


TYPES = {
    (Feature.SPARSE, Density.LOW): 1, (Feature.HOMOGENEOUS, Density.LOW): 2,
    (Feature.HETEROGENEOUS, Density.LOW): 3, (Feature.LUCENT, Density.LOW): 4,
    (Feature.SPARSE, Density.INTERMEDIATE): 5, (Feature.HOMOGENEOUS, Density.INTERMEDIATE): 6,
    (Feature.HETEROGENEOUS, Density.INTERMEDIATE): 7, (Feature.LUCENT, Density.INTERMEDIATE): 8,
    (Feature.HOMOGENEOUS, Density.NORMAL): 9, (Feature.HETEROGENEOUS, Density.NORMAL): 10,
}  # fmt: skip
# Where low ends and normal begins, as a share of the host's cortex. These cut-offs are ours, not Li's.
_LEVELS = (0.30, 0.75)


def li_type(feature: Feature, density: Density) -> int:
    """Type of a regenerate, 1 to 10 (Li R et al., J Orthop Res 2006;24:339-47; BMC Musculoskelet Disord 2013;14:302).

    Raises
    ------
    SimulationError
        For sparse or lucent bone of normal density, which the classification does not have.

    Examples
    --------
    >>> li_type(Feature.HOMOGENEOUS, Density.NORMAL)
    9
    """
    if (feature, density) not in TYPES:
        raise SimulationError(f"regenerate: expected a type of Li, got {feature} with {density} density; there is none")
    return TYPES[feature, density]


def density_level(share: float) -> Density:
    """Low, intermediate or normal, from density as a share of the host's cortex."""
    return Density.LOW if share < _LEVELS[0] else Density.INTERMEDIATE if share < _LEVELS[1] else Density.NORMAL
