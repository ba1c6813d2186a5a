"""What a course needs of an examination and its rows do not hold: worked out from those that they do."""

from dataclasses import replace

import numpy as np

from measure.geometry import linear
from measure.model import Examination, Measurement, Quantity, Role, Side, Trace, TraceItem
from measure.spine.coronal import Curve, fixed_curve
from measure.spine.expected import height_loss

SITES = ("anterior", "middle", "posterior")
ENDS = ("cranial_end", "caudal_end")
TOLERANCE = 0.01  # degrees
OTHER: dict[Side | None, Side] = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}
Outline = tuple[tuple[float, float], ...]
SAME_ENDS = "coronal_cobb_angle_same_ends"


def derived(measure_id: str, one: Examination, baseline: Examination) -> Measurement | None:
    """Measurement that follows from others of the same examination, or None.

    Parameters
    ----------
    measure_id : str
        A height loss (from the height and the expected height, as in tables made elsewhere), or
        the coronal Cobb angle between the end vertebrae of the baseline.
    one : Examination
        The film.
    baseline : Examination
        The film it is compared with.
    """
    if measure_id == SAME_ENDS:
        return _same_ends(one, baseline)
    for site in SITES:
        if measure_id == f"{site}_height_loss":
            return _loss(one, site, measure_id)
    return None


def _loss(one: Examination, site: str, measure_id: str) -> Measurement | None:
    """Height loss from two numbers; their common scale error, which cancels, is counted twice."""
    height, expected = (one.measurements.get(name) for name in (f"{site}_height", f"expected_{site}_height"))
    if height is None or expected is None or height.quantity.value is None or expected.quantity.value is None:
        return None
    if height.quantity.unit != expected.quantity.unit or height.quantity.sd is None or expected.quantity.sd is None:
        return None
    numbers = np.array([height.quantity.value, expected.quantity.value])
    spread = linear(lambda h, e: height_loss(np.asarray(h), np.asarray(e)), numbers,
                    np.array([height.quantity.sd, expected.quantity.sd]))  # fmt: skip
    quantity = Quantity(spread.value, "%", sd=spread.sd)
    return replace(height, measure=measure_id, quantity=quantity, scale_class=None, details=expected.details,
                   flags=expected.flags)  # fmt: skip


def _same_ends(one: Examination, baseline: Examination) -> Measurement | None:
    """Angle between the end vertebrae of the baseline, from the outlines that the trace keeps by name."""
    free, before = (exam.measurements.get("coronal_cobb_angle") for exam in (one, baseline))
    if free is None or before is None or free.quantity.value is None or before.quantity.value is None:
        return None
    outlines = {item.name: item.points for item in free.trace.items if item.role is Role.REGION}
    if not outlines:
        return None
    ends, own_ends = (tuple(str(row.details.get(end)) for end in ENDS) for row in (before, free))
    if any(end.startswith("#") for end in ends):
        return replace(free, quantity=Quantity.absent("deg", "end_vertebrae_without_levels"))
    absent = next((end for end in (*ends, *own_ends) if end not in outlines), None)
    if absent is not None:
        return replace(free, quantity=Quantity.absent("deg", f"no_vertebra:{absent}"))
    own, kept = (_curve(outlines[upper], outlines[lower], one.step) for upper, lower in (own_ends, ends))
    if abs(float(own.angle) - free.quantity.value) > TOLERANCE:
        # The row does not say how far rows and columns lie apart, so its points mean another angle.
        return replace(free, quantity=Quantity.absent("deg", "trace_gives_another_angle"))
    arms = (
        TraceItem(Role.ARM, outlines[ends[0]][:2], "cranial end vertebra at baseline"),
        TraceItem(Role.ARM, outlines[ends[1]][2:], "caudal end vertebra at baseline"),
    )
    side = free.side if bool(own.convex_right) == bool(kept.convex_right) else OTHER.get(free.side)
    return replace(free, quantity=replace(free.quantity, value=float(kept.angle)), side=side, trace=Trace(arms))


def _curve(cranial: Outline, caudal: Outline, step: tuple[float, float]) -> Curve:
    """Curve between two outlines, each superior left, superior right, inferior right, inferior left."""
    bodies = [np.asarray(outline)[[0, 1, 3, 2]] * step for outline in (cranial, caudal)]
    return fixed_curve(*(corner for body in bodies for corner in body))
