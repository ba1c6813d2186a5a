"""The closed word lists of the outcomes schema that the model does not already have."""

from enum import StrEnum

from measure.model import Comparison

# How a row calls whether the patient was held as on the baseline film.
PostureVsBaseline = Comparison


class Timepoint(StrEnum):
    """Name of the audit window a film or a score falls in; the actual days stand beside it."""

    BASELINE = "baseline"
    INTRA_OP = "intra_op"
    POSTOP_0_3D = "postop_0_3d"
    D30 = "d30"
    M3 = "m3"
    M6 = "m6"
    M12 = "m12"
    M24 = "m24"
    FINAL = "final"
    UNSCHEDULED = "unscheduled"


class Unit(StrEnum):
    """UCUM units a measurement can have."""

    MM = "mm"
    DEG = "deg"
    RATIO = "{ratio}"
    PERCENT = "%"
    PIXEL = "{pixel}"
    MM2 = "mm2"
    PIXEL2 = "{pixel}2"
    DAY = "d"
    DAY_PER_CM = "d/cm"
    MONTH_PER_CM = "mo/cm"
    MM_PER_DAY = "mm/d"
    SCORE = "{score}"


class SdBasis(StrEnum):
    """Where the sd of a value comes from.

    ==========  ==================================================================
    propagated  from the stated covariance of every mark it was read on
    literature  some marks stated none; published reader variation stood in
    type_a      from repeated readings
    type_b      from other knowledge, stated by the source
    ==========  ==================================================================
    """

    PROPAGATED = "propagated"
    LITERATURE = "literature"
    TYPE_A = "type_a"
    TYPE_B = "type_b"


class Method(StrEnum):
    """How the marks came to be.

    ==============  ==============================================================
    manual          a person placed them
    semi-automatic  an algorithm placed them and a person confirmed
    automatic       an algorithm placed them and nobody has confirmed yet
    imported        they came from a table or another program
    ==============  ==============================================================
    """

    MANUAL = "manual"
    SEMI_AUTOMATIC = "semi-automatic"
    AUTOMATIC = "automatic"
    IMPORTED = "imported"


class Answer(StrEnum):
    """Answer to a yes/no question that may be unanswerable."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


# Windows in whole days after the index day (domain.md 7.1; those of m24 are ours).
WINDOWS: tuple[tuple[int, int, Timepoint], ...] = (
    (1, 3, Timepoint.POSTOP_0_3D),
    (21, 45, Timepoint.D30),
    (75, 120, Timepoint.M3),
    (150, 210, Timepoint.M6),
    (330, 400, Timepoint.M12),
    (660, 800, Timepoint.M24),
)


def timepoint_of(days: int | None, windows: tuple[tuple[int, int, Timepoint], ...] = WINDOWS) -> Timepoint | None:
    """Audit window that a day falls in.

    The index day itself may be before, during or after the operation, so it has no window
    of its own and must be named; ``final`` is never guessed either.

    Parameters
    ----------
    days : int or None
        Days from the index day.
    windows : tuple of (first day, last day, Timepoint), optional
        The windows of the audit.

    Returns
    -------
    Timepoint or None
        None for the index day and where the day is unknown.

    Examples
    --------
    >>> [str(timepoint_of(day)) for day in (-4, 2, 30, 60, 0)]
    ['baseline', 'postop_0_3d', 'd30', 'unscheduled', 'None']
    """
    if days is None or days == 0:
        return None
    if days < 0:
        return Timepoint.BASELINE
    for first, last, name in windows:
        if first <= days <= last:
            return name
    return Timepoint.UNSCHEDULED
