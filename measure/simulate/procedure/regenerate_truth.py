"""Truth: what a perfect reader would say of a regenerate: densities, bridged cortices, diameter, type of Li."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.model import Side
from measure.simulate.procedure.grain import Grain
from measure.simulate.procedure.growth import Places, outline
from measure.simulate.procedure.healing import Pathway
from measure.simulate.procedure.lengthening import State
from measure.simulate.procedure.li import Feature, Shape, density_level, li_type
from measure.simulate.procedure.segments import CORTICES

Array = NDArray[np.float64]

BRIDGED = 0.5  # share of the host's cortex that counts as mineralised: ours
_BREAK = 1.0  # mm: the longest lucent break of a bridged cortex
_TRIM = 0.1  # of the gap, left out of the region of interest at each end
_PILLAR = 0.65  # of the host's width: what is thinner has no cortices to bridge
_SECTOR = 45.0  # degrees to each side of a cortex


@dataclass(frozen=True, slots=True, eq=False)
class RegenerateTruth:
    """What is true of a regenerate on one day.

    Attributes
    ----------
    density : mapping of str to float
        By cortex: mean over the host cortex's thickness, 45° to each side, middle 80 % of the gap; as a share of the
        host cortex's density.
    profile : ndarray, shape (n, 2)
        Share of the gap from above, and mean density there over the four cortices.
    bridged : mapping of str to bool
        By cortex of the new bone: mineralised (0.5 or more) from edge to edge with no break longer than 1 mm.
    cdr, cdr_middle : mapping of str to float
        Callus diameter ratio by view (``frontal``, ``lateral``): outline over the host's width, where it is narrowest
        and in the middle of the gap; exact to a voxel.
    shape : Shape
        Outline.
    feature : Feature
        Texture.
    li_type : int
        Type of Li.
    mineral : float
        All of it, mm3 of cortical bone.
    """

    density: Mapping[str, float]
    profile: Array
    bridged: Mapping[str, bool]
    cdr: Mapping[str, float]
    cdr_middle: Mapping[str, float]
    shape: Shape
    feature: Feature
    li_type: int
    mineral: float


def truth(at: Places, values: Array, now: State, pathway: Pathway, grain: Grain, spacing: Array) -> RegenerateTruth:
    """What is true of a density field, given as a share of the host's cortex."""
    side = now.plan.side
    open_gap = at.depth > 0
    sectors = {name: open_gap & (at.toward(name, side) >= np.cos(np.deg2rad(_SECTOR))) for name in CORTICES}
    host = (at.radius >= at.marrow) & (at.radius <= at.host)
    # The new cortex lies where the outline is, which may be within the host's; a thin pillar has none.
    slim = np.clip(outline(at, pathway, grain, side, 1.0)[1], _PILLAR, 1.0)
    rim = (at.radius >= slim * at.marrow) & (at.radius <= slim * at.host)
    inner = (at.share >= _TRIM) & (at.share <= 1 - _TRIM)
    means = {name: _mean(values, sector & host & inner) for name, sector in sectors.items()}
    bins = max(round(now.gap / float(spacing[2])), 1)
    slices = {name: _along(at.share, values, sector & rim, bins) for name, sector in sectors.items()}
    whole = pathway.crack is None or now.day < pathway.crack[0]
    bridged = {name: whole and _bridged(line, now.gap / bins) for name, line in slices.items()}
    profile = np.stack([(np.arange(bins) + 0.5) / bins, np.mean(list(slices.values()), axis=0)], -1)
    mean = float(np.mean(list(means.values())))
    feature = pathway.feature_at(mean)
    return RegenerateTruth(
        means, profile, bridged, *_diameter_ratios(at, pathway, grain, side, bins), pathway.shape, feature,
        li_type(feature, density_level(mean)), float(values.sum() * spacing.prod()),
    )  # fmt: skip


def _mean(values: Array, region: Array) -> float:
    return float(values[region].mean()) if region.any() else 0.0


def _along(share: Array, values: Array, region: Array, bins: int) -> Array:
    """Mean in each of ``bins`` slices from above."""
    which = np.minimum((share[region] * bins).astype(int), bins - 1)
    count = np.bincount(which, minlength=bins)
    line: Array = np.bincount(which, values[region], bins) / np.maximum(count, 1)
    return line


def _bridged(line: Array, step: float) -> bool:
    """Whether no run of slices below ``BRIDGED`` is longer than a break may be."""
    run = longest = 0
    for value in line:
        run = run + 1 if value < BRIDGED else 0
        longest = max(longest, run)
    # In a gap of a millimetre nothing but bone will do.
    return bool(longest * step <= min(_BREAK, 0.2 * len(line) * step))


def _diameter_ratios(
    at: Places, pathway: Pathway, grain: Grain, side: Side, bins: int
) -> tuple[dict[str, float], dict[str, float]]:
    """Outline over the host's width in each view, where it is narrowest and in the middle of the gap."""
    held, _ = outline(at, pathway, grain, side, 1e-6)
    kept = (held > 0.5) & (at.depth > 0)
    which = np.minimum((at.share[kept] * bins).astype(int), bins - 1)
    narrowest, middle = {}, {}
    for view, across in (("frontal", at.left), ("lateral", at.back)):
        low, high = np.full(bins, np.inf), np.full(bins, -np.inf)
        np.minimum.at(low, which, across[kept])
        np.maximum.at(high, which, across[kept])
        widths = (high - low)[high > low] / np.ptp(across[at.radius <= at.host])
        narrowest[view] = float(widths.min()) if widths.size else 1.0
        middle[view] = float(widths[widths.size // 2]) if widths.size else 1.0
    return narrowest, middle
