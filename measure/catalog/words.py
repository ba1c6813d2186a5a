"""Words for people: values with their sd, reasons, flags and scale classes as sentences."""

from collections.abc import Sequence

from measure.catalog.select import get
from measure.model import Measurement, ScaleClass, Structure

UNITS = {"mm": " mm", "deg": "°", "{ratio}": "", "{pixel}": " px", "%": " %", "mm2": " mm²"}

SCALES = {
    ScaleClass.CALIBRATED: "mm, calibrated in the plane of the bone",
    ScaleClass.ESTIMATED: "mm, corrected for an estimated magnification",
    ScaleClass.DETECTOR: "mm at the detector: larger than the patient by the magnification",
    ScaleClass.UNKNOWN: "mm of which the file does not say whether they were corrected",
    ScaleClass.NONE: "pixels: no scale",
}

REASONS = {
    "facing_not_stated": "front and back unknown: state the facing (--facing, or a column facing in a table)",
    "facing_statements_contradict": "front and back unknown: two statements of the facing contradict each other",
    "marks_crossed": "marks cross each other: two corners are exchanged",
    "marks_implausible": "marks make no vertebra: one endplate or wall is far too long",
    "marks_contradict": "one mark is given in two places, under both its names",
    "left_right_exchanged": "left and right marks are exchanged",
    "superior_inferior_exchanged": "superior and inferior marks are exchanged",
    "vertebrae_overlap": "two vertebrae lie in one place: one is marked twice",
    "mark_outside_film": "mark lies outside the film",
    "facing_contradicts_marks": "stated facing and the marks put the front on different sides",
    "missing_mark": "mark missing",
    "not_visible": "not visible",
    "no_vertebra_above": "no vertebra marked above it",
    "no_vertebra_below": "no vertebra marked below it",
    "no_vertebra": "no such vertebra marked",
    "s1_has_no_inferior_endplate": "S1 has no inferior endplate",
    "pixel_aspect_unknown": "picture resized by an unknown factor: angles mean nothing",
    "no_scale": "needs millimetres, the film has no scale",
    "too_few_vertebrae": "too few vertebrae marked",
    "no_such_curve": "no such curve",
    "end_vertebrae_not_stated": "end vertebrae not stated",
    "end_vertebrae_unclear": "end vertebrae: expected two names such as T5-L1",
    "degenerate_marks": "marks fall together: nothing to measure",
}

FLAGS = {
    "crush_masks_beck": "posterior wall collapsed too: Beck looks normal",
    "crush_not_excluded": "a neighbour is not marked, so a crushed posterior wall is not excluded",
    "beck_above_norm": "front higher than any level explains: front and back exchanged?",
    "end_vertebra_at_edge": "end vertebra is the last one marked: the curve may go on",
    "within_noise_of_straight": "no larger than noise reads on a straight spine",
    "spine_not_upright": "vertebrae do not run down the picture: x and y exchanged, or the film on its side",
    "level_anchor_contradicts_marks": "stated level and the levels or numbers of the marks disagree",
    "chain_has_gaps": "vertebrae are missing between those that are marked",
    "vertebrae_left_out": "vertebrae without all four corners were left out",
    "view_from_marks": "view not stated; taken from the names of the marks",
    "pixel_aspect_unknown": "picture resized by an unknown factor",
    "view_contradicts_header": "stated view differs from the file's; the statement holds",
    "facing_contradicts_header": "stated facing differs from the file's; the statement holds",
    "patient_left_contradicts_header": "stated side of the patient's left differs from the file's; the statement holds",
    "side_contradicts_header": "stated side differs from the file's; the statement holds",
    "posture_contradicts_header": "stated posture differs from the file's; the statement holds",
    "view_statements_contradict": "two statements of the view: none holds",
    "facing_statements_contradict": "two statements of the facing: none holds",
    "patient_left_statements_contradict": "two statements of where the patient's left is: none holds",
    "side_statements_contradict": "two statements of the side: none holds",
    "posture_statements_contradict": "two statements of the posture: none holds",
    "end_vertebrae_statements_contradict": "two statements of the end vertebrae: none holds",
    "level_anchor_statements_contradict": "stated levels do not agree by counting: none holds",
    "pixel_aspect_statements_contradict": "two statements of the pixel aspect: the most trusted holds",
    "spacing_statements_contradict": "two statements of the spacing: the most trusted holds",
    "magnification_statements_contradict": "two statements of the magnification: the most trusted holds",
    "statement_overrides_header_scale": "stated scale differs from the file's; the statement holds",
    "statement_overrides_header_aspect": "stated pixel aspect differs from the file's; the statement holds",
    "statement_spacing_not_applied": "stated spacing not applied: the pixel aspect is unknown",
    "statement_magnification_not_applied": "stated magnification not applied: the scale of the film does not allow it",
    "statement_magnification_on_unknown_plane": "stated magnification applied to mm that may be corrected already",
}


def say_value(measurement: Measurement, *, with_unit: bool = True) -> str:
    """Value ± sd as a person writes it, or a dash.

    Examples
    --------
    >>> from measure.model import Quantity
    >>> row = Measurement("wedge_angle", "1", Quantity(10.01, "deg", sd=2.4, floor_sd=2.0), "2.25.1", "k")
    >>> say_value(row)
    '10.0 ± 2.4°'
    """
    quantity = measurement.quantity
    if quantity.value is None:
        return "–"
    places = get(measurement.measure).decimals
    text = f"{quantity.value:z.{places}f}".replace("-", "−")
    if quantity.sd is not None:
        text += f" ± {quantity.sd:.{places}f}"
    return text + (UNITS.get(quantity.unit, f" {quantity.unit}") if with_unit else "")


def say_reason(code: str) -> str:
    """Sentence for a reason code such as ``missing_mark:superior_middle``.

    Examples
    --------
    >>> say_reason("missing_mark:superior_middle")
    'mark missing (superior middle)'
    >>> say_reason("L2:not_visible:cement")
    'L2: not visible (cement)'
    """
    head, _, tail = code.partition(":")
    if root_reason(code) != code:
        return f"{head}: {say_reason(tail)}"
    sentence = REASONS.get(head, head.replace("_", " "))
    return f"{sentence} ({tail.replace('_', ' ')})" if tail else sentence


def root_reason(code: str) -> str:
    """Reason code without the vertebra it is about, to count by.

    Examples
    --------
    >>> root_reason("L2:not_visible:cement"), root_reason("missing_mark:superior_middle")
    ('not_visible:cement', 'missing_mark:superior_middle')
    """
    head, _, tail = code.partition(":")
    return tail if tail and head not in REASONS else code


def say_flag(code: str) -> str:
    """Sentence for a flag."""
    return FLAGS.get(code, code.replace("_", " "))


def say_where(measurement: Measurement) -> str:
    """Level or span a value belongs to: ``L1``, ``T5–T12``, ``#4–#11``."""
    if measurement.structure is not None:
        return measurement.structure.label
    ends = (measurement.details.get("cranial_end"), measurement.details.get("caudal_end"))
    return "–".join(str(end) for end in ends) if all(ends) else "film"


def in_order(measurements: Sequence[Measurement]) -> list[Structure]:
    """Structures of a film in the order of the chain, each once.

    A measure may skip a vertebra, so the one that skips least sets the order.
    """
    by_measure: dict[str, list[Structure]] = {}
    for measurement in measurements:
        if measurement.structure is not None:
            by_measure.setdefault(measurement.measure, []).append(measurement.structure)
    longest = max(by_measure.values(), key=len, default=[])
    return list(dict.fromkeys([*longest, *(s for structures in by_measure.values() for s in structures)]))
