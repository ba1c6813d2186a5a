"""Coronal curves on a frontal film."""

from measure.catalog.entries.shared import CARMAN, COBB, COBB_FLOOR, CORNERS, CURVES, EACH_CORNER, FRONTAL
from measure.model import Kind, Line, Measure, Needs, Propagation, Role, Scope, StructureKind
from measure.spine import coronal


def _coronal_angle(id_: str, title: str, short: str, part: int, definition: str) -> Measure:
    """One of the curves that ``coronal.curves`` finds together; the first is the largest."""
    return Measure(
        id=id_,
        title=title,
        kind=Kind.ANGLE,
        unit="deg",
        scope=Scope.FILM,
        needs=Needs(marks=EACH_CORNER, views=FRONTAL, aspect=True, minimum=3),
        function=coronal.curves,
        part=part,
        definition=f"{definition} Magnitude, with the side of the patient that the curve is convex to.",
        references=(COBB, CARMAN),
        short=short,
        propagation=Propagation.RESAMPLE,
        floor=COBB_FLOOR,
        lines=(
            Line(Role.ARM, ("cranial.superior_left", "cranial.superior_right"), "cranial end vertebra"),
            Line(Role.ARM, ("caudal.inferior_left", "caudal.inferior_right"), "caudal end vertebra"),
        ),
        null=coronal.straightened if part == 0 else None,
        codes={"SCT": "285285000"},
        plausible=CURVES,
    )


CORONAL = (
    _coronal_angle(
        "coronal_cobb_angle", "Coronal Cobb angle, largest curve", "Cobb", 0,
        "Largest angle between the superior endplate of a cranial and the inferior endplate of a caudal vertebra "
        "with at least one vertebra between them.",
    ),
    _coronal_angle(
        "coronal_cobb_angle_above", "Coronal Cobb angle, curve above the largest", "Cobb above", 1,
        "Curve that shares the cranial end vertebra of the largest one and turns the other way.",
    ),
    _coronal_angle(
        "coronal_cobb_angle_below", "Coronal Cobb angle, curve below the largest", "Cobb below", 2,
        "Curve that shares the caudal end vertebra of the largest one and turns the other way.",
    ),
    Measure(
        id="coronal_cobb_angle_fixed",
        title="Coronal Cobb angle, stated end vertebrae",
        kind=Kind.ANGLE,
        unit="deg",
        scope=Scope.FILM,
        needs=Needs(
            structure=StructureKind.VERTEBRA,
            marks=tuple(f"{end}.{corner}" for end in ("cranial_end", "caudal_end") for corner in CORNERS),
            views=FRONTAL, aspect=True, stated=("end_vertebrae",),
        ),
        function=coronal.fixed_curve,
        definition="Angle between the superior endplate of the stated cranial and the inferior endplate of the stated "
        "caudal end vertebra, so that follow-up films are read between the same vertebrae. Magnitude, with the side of "
        "the patient that the curve is convex to.",
        references=(COBB, CARMAN),
        short="Cobb fixed",
        floor=COBB_FLOOR,
        lines=(
            Line(Role.ARM, ("cranial_end.superior_left", "cranial_end.superior_right"), "cranial end vertebra"),
            Line(Role.ARM, ("caudal_end.inferior_left", "caudal_end.inferior_right"), "caudal end vertebra"),
        ),
        codes={"SCT": "285285000"},
        plausible=CURVES,
    ),
)  # fmt: skip
