"""Alignment of the spine and the pelvis on a lateral film: named spans, plumb line, pelvic angles."""

from measure.catalog.entries.shared import (
    CARMAN,
    COBB,
    COBB_FLOOR,
    IA,
    IP,
    LATERAL,
    SA,
    SAGITTAL_ANGLES,
    SCHWAB,
    SP,
)
from measure.model import Check, Floor, Kind, Line, Measure, Needs, Posture, Role, Scope, StructureKind
from measure.spine import sagittal, vertebra

DUVAL = "Duval-Beaupère G et al. 1992; Legaye J et al. Eur Spine J 1998 (pelvic incidence = sacral slope + pelvic tilt)"
PROTOPSALTIS = "Protopsaltis T et al. 2014 (T1 pelvic angle)"
POSTURE_MATTERS = "Posture changes it more than most treatments do: films are compared in the same posture only."
SACRUM = (f"S1.{SA}", f"S1.{SP}")
HIPS = "hips.axis"
BEYOND = Check("hips_beyond_endplate", (*SACRUM, HIPS), sagittal.beyond_endplate)
ENDPLATE = Line(Role.ARM, SACRUM, "sacral endplate")
AXIS = Line(Role.POINT, (HIPS,), "hip axis")


def _corners(level: str) -> tuple[str, str, str, str]:
    return f"{level}.{SA}", f"{level}.{SP}", f"{level}.{IA}", f"{level}.{IP}"


def _outline(level: str) -> Line:
    sa, sp, ia, ip = _corners(level)
    return Line(Role.REGION, (sa, sp, ip, ia), level)


def _span(id_: str, title: str, short: str, upper: str, lower: str, code: str, *, default: bool = False) -> Measure:
    """Sagittal angle between two named levels; of S1 only the superior endplate exists."""
    end = SACRUM if lower == "S1" else (f"{lower}.{IA}", f"{lower}.{IP}")
    edge = "superior" if lower == "S1" else "inferior"
    start = (f"{upper}.{SA}", f"{upper}.{SP}")
    return Measure(
        id=id_,
        title=title,
        kind=Kind.ANGLE,
        unit="deg",
        scope=Scope.FILM,
        needs=Needs(marks=(*start, *end), views=LATERAL, aspect=True),
        function=vertebra.kyphotic_angle,
        definition=f"Angle between the superior endplate of {upper} and the {edge} endplate of {lower}. "
        f"Kyphosis positive, lordosis negative. {POSTURE_MATTERS}",
        references=(COBB, CARMAN),
        short=short,
        floor=COBB_FLOOR,
        lines=(
            Line(Role.ARM, start, f"superior endplate of {upper}"),
            Line(Role.ARM, end, f"{edge} endplate of {lower}"),
        ),
        codes={"99RADMEAS": code},
        default=default,
        plausible=SAGITTAL_ANGLES,
    )


def _global(
    id_: str, title: str, short: str, kind: Kind, unit: str, function: object, marks: tuple[str, ...],
    lines: tuple[Line, ...], definition: str, references: tuple[str, ...], code: str,
    plausible: tuple[float, float], *, standing: bool = True, scale: bool = False, floor: Floor = COBB_FLOOR,
) -> Measure:  # fmt: skip
    return Measure(
        id=id_,
        title=title,
        kind=kind,
        unit=unit,
        scope=Scope.FILM,
        needs=Needs(
            structure=StructureKind.PELVIS, marks=marks, views=LATERAL, aspect=True, scale=scale,
            posture=Posture.STANDING if standing else None,
        ),
        function=function,  # type: ignore[arg-type]
        definition=definition,
        references=references,
        short=short,
        floor=floor,
        lines=lines,
        checks=(BEYOND,) if HIPS in marks else (),
        codes={"99RADMEAS": code},
        plausible=plausible,
    )  # fmt: skip


_C7 = (*_corners("C7"), *SACRUM)
_PLUMB = (_outline("C7"), ENDPLATE)

ALIGNMENT = (
    _span("thoracic_kyphosis", "Thoracic kyphosis T4–T12", "TK", "T4", "T12", "TK-T4-T12", default=True),
    _span("thoracic_kyphosis_t5_t12", "Thoracic kyphosis T5–T12", "TK5", "T5", "T12", "TK-T5-T12"),
    _span("thoracic_kyphosis_t1_t12", "Thoracic kyphosis T1–T12", "TK1", "T1", "T12", "TK-T1-T12"),
    _span("thoracolumbar_kyphosis", "Thoracolumbar kyphosis T10–L2", "TLK", "T10", "L2", "TLK-T10-L2", default=True),
    _span("lumbar_lordosis", "Lumbar lordosis L1–S1", "LL", "L1", "S1", "LL-L1-S1", default=True),
    _span("lumbar_lordosis_l1_l5", "Lumbar lordosis L1–L5", "LL5", "L1", "L5", "LL-L1-L5"),
    _global(
        "sagittal_vertical_axis", "Sagittal vertical axis (C7 plumb)", "SVA", Kind.LENGTH, "mm",
        sagittal.sagittal_vertical_axis, _C7, _PLUMB,
        "Horizontal distance from the posterior superior corner of S1 to the plumb line through the middle of C7; "
        "forward positive. Needs millimetres of the patient and an upright picture of a standing patient.",
        (SCHWAB,), "SVA", (-300.0, 400.0), scale=True, floor=Floor(absolute=0.5, relative=0.02),
    ),
    _global(
        "sagittal_vertical_axis_ratio", "Sagittal vertical axis to sacral endplate", "SVA/S1", Kind.RATIO, "%",
        sagittal.sagittal_vertical_axis_ratio, _C7, _PLUMB,
        "Sagittal vertical axis in percent of the length of the sacral endplate, for films without a scale.",
        (SCHWAB,), "SVA-RATIO", (-1000.0, 1500.0), floor=Floor(),
    ),
    _global(
        "sacral_slope", "Sacral slope", "SS", Kind.ANGLE, "deg", sagittal.sacral_slope, SACRUM, (ENDPLATE,),
        "Angle between the sacral endplate and the horizontal of the picture; positive where its front is lower.",
        (DUVAL,), "SACRAL-SLOPE", (-60.0, 90.0),
    ),
    _global(
        "pelvic_tilt", "Pelvic tilt", "PT", Kind.ANGLE, "deg", sagittal.pelvic_tilt, (*SACRUM, HIPS), (ENDPLATE, AXIS),
        "Angle between the vertical of the picture and the line from the middle of the sacral endplate to the hip "
        "axis; positive where the hips lie in front.",
        (DUVAL, SCHWAB), "PELVIC-TILT", (-60.0, 90.0),
    ),
    _global(
        "pelvic_incidence", "Pelvic incidence", "PI", Kind.ANGLE, "deg", sagittal.pelvic_incidence, (*SACRUM, HIPS),
        (ENDPLATE, AXIS),
        "Angle between the perpendicular to the sacral endplate at its middle and the line from there to the hip axis. "
        "Sacral slope plus pelvic tilt; a shape, which posture leaves alone.",
        (DUVAL,), "PELVIC-INCIDENCE", (0.0, 110.0), standing=False,
    ),
    _global(
        "pi_ll_mismatch", "Pelvic incidence minus lumbar lordosis", "PI−LL", Kind.ANGLE, "deg", sagittal.pi_ll_mismatch,
        (f"L1.{SA}", f"L1.{SP}", *SACRUM, HIPS),
        (Line(Role.ARM, (f"L1.{SA}", f"L1.{SP}"), "superior endplate of L1"), ENDPLATE, AXIS),
        "Pelvic incidence minus the magnitude of the lordosis L1–S1.",
        (SCHWAB,), "PI-LL", (-90.0, 150.0),
    ),
    _global(
        "t1_pelvic_angle", "T1 pelvic angle", "TPA", Kind.ANGLE, "deg", sagittal.t1_pelvic_angle,
        (*_corners("T1"), *SACRUM, HIPS), (_outline("T1"), ENDPLATE, AXIS),
        "Angle at the hip axis between the lines to the middle of T1 and to the middle of the sacral endplate; forward "
        "positive.",
        (PROTOPSALTIS,), "T1-PELVIC-ANGLE", (-60.0, 120.0),
    ),
)  # fmt: skip
