"""Which flags and reasons a measure can have of its own, told from what its entry says."""

from measure.model import Measure, Propagation, Scope
from measure.spine import course

FROM_NEIGHBOURS = (
    "expected_from_one_neighbour", "expected_from_further_neighbours", "expected_from_posterior_wall",
    "population_ratio_unknown", "reference_off_centre",
)  # fmt: skip
RESTORATION = ("restoration_indeterminate", "class_straddles_50", "further_collapse", "over_corrected")


def flags_of(measure: Measure) -> list[str]:
    """Flags that it can raise; those of every film stand in the glossary."""
    found = _course_flags(measure) if measure.scope is Scope.COURSE else _film_flags(measure)
    return list(dict.fromkeys(found))


def _film_flags(measure: Measure) -> list[str]:
    marks = measure.needs.marks
    found = [flag for check in measure.checks for flag in (check.flag, check.missing_flag) if flag]
    if measure.needs.posture:
        found += ["posture_unknown", f"not_{measure.needs.posture}"]
    if _any(marks, "hips."):
        found.append("one_femoral_head")
    if _any(marks, "expected.") or measure.needs.values:
        found += FROM_NEIGHBOURS
    if _any(marks, "predicted."):
        found.append("reference_off_centre")
    if measure.grades:
        found.append("borderline_grade")
    if _any(marks, "each."):
        found += ["end_vertebra_at_edge", "vertebrae_left_out", "chain_has_gaps"]
    if measure.null:
        found.append("within_noise_of_straight")
    if not measure.needs.aspect:
        found.append("pixel_aspect_unknown")
    return found


def _course_flags(measure: Measure) -> list[str]:
    found: list[str] = []
    if measure.needs.visits > 1:
        found += ["posture_not_compared", "view_not_compared", "observers_differ"]
    if any(name.endswith("_height_loss") for name in measure.needs.values):
        found += ["expected_by_different_rules", *FROM_NEIGHBOURS[:3], "expected_from_prior_film"]
    if measure.function is course.restoration:
        found += RESTORATION
    if measure.function is course.change:
        found += ["increased", "decreased", "within_measurement_error"]
    if measure.function is course.same:
        found.append("borderline")
    if measure.function is course.height_fall:
        found.append("incident_candidate_needs_reader")
    return found


def reasons_of(measure: Measure) -> list[str]:
    """Reasons for which it can be not measurable."""
    found = _course_reasons(measure) if measure.scope is Scope.COURSE else _film_reasons(measure)
    needs = measure.needs
    if needs.scale:
        found.append("scale_not_of_patient")
    if measure.scope is not Scope.COURSE:
        found += ["pixel_aspect_unknown"] if needs.aspect else []
        found += ["child"] if needs.adult else []
    return list(dict.fromkeys(found))


def _film_reasons(measure: Measure) -> list[str]:
    needs = measure.needs
    if needs.values:
        return ["no_vertebra_graded"]
    found = [] if _any(needs.marks, "each.") else ["missing_mark", "not_visible", "mark_outside_film"]
    found.append("degenerate_marks")
    if any(mark.endswith(("anterior", "posterior", "_middle")) for mark in needs.marks):
        found += ["facing_not_stated", "facing_contradicts_marks"]
    for prefix, reasons in (
        ("above.", ["no_vertebra_above"]),
        ("below.", ["no_vertebra_below"]),
        ("hips.", ["no_femoral_head", "more_than_two_femoral_heads"]),
        ("expected.", ["no_reference_vertebra"]),
        ("predicted.", ["no_reference_vertebra"]),
        ("each.", ["too_few_vertebrae"]),
        ("cranial_end.", ["end_vertebrae_not_stated", "end_vertebrae_unclear"]),
    ):
        found += reasons if _any(needs.marks, prefix) else []
    if any(mark[:1] in "CTLS" for mark in needs.marks):
        found.append("no_vertebra")
    if needs.norms:
        found.append("norm_missing")
    if measure.part:
        found.append("no_such_curve")
    return found


def _course_reasons(measure: Measure) -> list[str]:
    times = dict.fromkeys(name.partition(".")[0] for name in measure.needs.values)
    found = [f"{what}_{when}" for when in times for what in ("not_measured", "not_measurable", "no_sd")]
    if measure.needs.visits > 1:
        found += ["posture_differs", "definition_versions_differ"]
    if measure.propagation is Propagation.RESAMPLE:
        found.append("nothing_lost")
    if any("same_ends" in name for name in measure.needs.values):
        found += ["no_vertebra", "end_vertebrae_without_levels", "trace_gives_another_angle"]
    return found


def _any(marks: tuple[str, ...], prefix: str) -> bool:
    return any(mark.startswith(prefix) for mark in marks)
