"""Words for people: values with their sd, reasons, flags and scale classes as sentences."""

from collections.abc import Sequence

from measure.catalog.select import get
from measure.model import Measurement, ScaleClass, Structure

UNITS = {"mm": " mm", "deg": "°", "{ratio}": "", "{pixel}": " px", "%": " %", "mm2": " mm²", "{score}": ""}

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
    "levels_unknown": "vertebrae have numbers only: state the level of one of them (3=L1)",
    "s1_has_no_inferior_endplate": "S1 has no inferior endplate",
    "pixel_aspect_unknown": "picture resized by an unknown factor: angles mean nothing",
    "scale_not_of_patient": "needs millimetres of the patient: the scale is not calibrated or estimated",
    "child": "not for children: their vertebrae are still growing",
    "no_femoral_head": "no femoral head marked",
    "more_than_two_femoral_heads": "more than two femoral heads marked",
    "no_reference_vertebra": "no neighbour can be a reference: treated, deformed, transitional or not marked",
    "norm_missing": "no norm for this level: give a table of norms (--norms)",
    "no_vertebra_graded": "no vertebra could be graded",
    "no_film_before": "no baseline film of this projection to compare with",
    "no_film_first": "no film of this projection soon after the procedure to compare with",
    "not_measured_before": "not measured on the baseline film",
    "not_measured_after": "not measured on this film",
    "not_measured_first": "not measured on the first film after the procedure",
    "not_measurable_before": "not measurable on the baseline film",
    "not_measurable_after": "not measurable on this film",
    "not_measurable_first": "not measurable on the first film after the procedure",
    "no_sd_before": "baseline value without an sd",
    "no_sd_after": "value without an sd",
    "no_sd_first": "first value after the procedure without an sd",
    "posture_differs": "patient held differently on the two films: not compared",
    "definition_versions_differ": "measured by two versions of the definition: not compared",
    "nothing_lost": "no height was lost: nothing to restore",
    "end_vertebrae_without_levels": "end vertebrae at baseline have no levels: #4 may be another vertebra here",
    "trace_gives_another_angle": "points of the row give another angle: the pixel aspect is not known",
    "too_few_vertebrae": "too few vertebrae marked",
    "no_such_curve": "no such curve",
    "end_vertebrae_not_stated": "end vertebrae not stated",
    "end_vertebrae_unclear": "end vertebrae: expected two names such as T5-L1",
    "degenerate_marks": "marks fall together: nothing to measure",
}

FLAGS = {
    "crush_masks_beck": "posterior wall collapsed too: Beck looks normal",
    "backward_slip": "slips backwards: Meyerding grades forward slips only",
    "crush_not_excluded": "a neighbour is not marked, so a crushed posterior wall is not excluded",
    "beck_above_norm": "front higher than any level explains: front and back exchanged?",
    "implausible_value": "outside what a patient can have: are the marks in their places?",
    "posture_unknown": "posture not stated; meant for a standing patient",
    "not_standing": "patient not standing: not to be compared with standing films",
    "one_femoral_head": "one femoral head marked: its centre stands for the hip axis",
    "expected_from_one_neighbour": "expected height from one neighbour alone",
    "expected_from_further_neighbours": "expected height from vertebrae two levels away",
    "expected_from_prior_film": "expected height from a film before the injury",
    "expected_from_posterior_wall": "expected height from the own posterior wall, judged intact by a reader",
    "population_ratio_unknown": "the neighbour was taken unchanged: no norm for the two levels",
    "reference_off_centre": "a reference lies more than 12 cm off the middle of the film (parallax)",
    "borderline_grade": "another reading might well give another grade",
    "borderline": "cannot be told from the limit: between 5 and 95 % sure",
    "vertebrae_counted_differently": "films differ on a T13 or an L6: one name may mean two vertebrae",
    "visit_days_contradict": "days of the visits contradict each other",
    "film_during_operation": "film taken during the operation: no lasting result",
    "hips_beyond_endplate": "incidence above 90°, or a mark in the wrong place: it is not slope plus tilt here",
    "posture_not_compared": "posture of one of the two films unknown",
    "posture_differs": "postures differ; compared because it was asked for",
    "view_not_compared": "projection of one of the two films unknown",
    "observers_differ": "two observers read the two films",
    "convex_sides_differ": "curves convex to different sides: not the same curve, or it has turned over",
    "expected_by_different_rules": "expected heights of the two films come from different rules",
    "restoration_indeterminate": "too little height was lost to say which class it is",
    "class_straddles_50": "95 % interval holds 50 %: the class might be the other",
    "further_collapse": "more height was lost",
    "over_corrected": "higher than expected",
    "increased": "larger than measurement error: increased",
    "decreased": "larger than measurement error: decreased",
    "within_measurement_error": "within measurement error",
    "incident_candidate_needs_reader": "fell by 20 % and 4 mm: needs a reader",
    "end_vertebra_at_edge": "end vertebra is the last one marked: the curve may go on",
    "within_noise_of_straight": "no larger than noise reads on a straight spine",
    "spine_not_upright": "vertebrae do not run down the picture: x and y exchanged, or the film on its side",
    "level_anchor_contradicts_marks": "stated level and the levels or numbers of the marks disagree",
    "level_statement_contradicts_anchor": "stated level and what is in view disagree; the statement holds",
    "transitional": "unusual count of vertebrae or ribs: transitional anatomy, or one was missed",
    "no_level_anchor": "nothing in view tells the levels: the vertebrae have numbers only",
    "level_anchors_conflict": "ribs, sacrum and C2 in view contradict each other: numbers only",
    "levels_unsure": "no naming of the levels is likely enough: numbers only",
    "accuracy_unproven": "height lost, cement or an implant: accuracy of drafts on real ones has not been shown",
    "facing_contradicts_picture": "the picture faces the other way; the stated facing holds",
    "view_contradicts_picture": "the picture looks like the other view; the stated view holds",
    "polarity_turned": "bone looked dark: the draft was made on the picture turned over",
    "facing_unsure": "draft could not tell the front from the back",
    "implant_over_endplate": "metal hides some of its marks",
    "cement": "cement in it, or over its marks",
    "under_exposed": "too little radiation behind it: some of its marks are white",
    "over_exposed": "too much radiation behind it: some of its marks are black",
    "cropped": "the film ends within it",
    "rotated": "both endplates blurred or double: seen askew",
    "doubtful": "draft is a guess here: look at it",
    "interpolated": "draft put into a gap between two vertebrae: not found by itself",
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
        return f"{head.replace('_', ' ')}: {say_reason(tail)}"
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
    """Level or span a value belongs to: ``L1``, ``T5–T12``, ``#4–#11``; ``film`` where it is none.

    Examples
    --------
    >>> from measure.model import Level, Quantity
    >>> quantity = Quantity(40.0, "deg")
    >>> say_where(Measurement("sacral_slope", "1", quantity, "2.25.1", "k", level_from=Level.S1, level_to=Level.S1))
    'S1'
    """
    if measurement.structure is not None:
        return measurement.structure.label
    ends = (measurement.details.get("cranial_end"), measurement.details.get("caudal_end"))
    if all(ends):
        return "–".join(str(end) for end in ends)
    one = measurement.level_from
    return str(one) if one is not None and one is measurement.level_to else "film"


def say_title(measurement: Measurement) -> str:
    """Title of the measure, without the span that ``say_where`` says already.

    Examples
    --------
    >>> from measure.model import FrozenMap, Quantity
    >>> ends = FrozenMap({"cranial_end": "L1", "caudal_end": "S1"})
    >>> say_title(Measurement("lumbar_lordosis", "1", Quantity(-50.0, "deg"), "2.25.1", "k", details=ends))
    'Lumbar lordosis'
    """
    return get(measurement.measure).title.removesuffix(f" {say_where(measurement)}")


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
