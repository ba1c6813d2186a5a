"""Every measure of the house, as one list. Add a measure here; see CONTRIBUTING.md."""

from measure.model import Check, Floor, Kind, Line, Measure, Needs, Propagation, Role, Scope, StructureKind, View
from measure.spine import coronal, vertebra

LATERAL, FRONTAL = (View.LATERAL,), (View.FRONTAL,)

# Floors: what readers differ by beyond point noise (domain reference §6).
HEIGHT_FLOOR = Floor(absolute=0.5, relative=0.02)  # 0.5 mm; 2 % of a height without a scale
WEDGE_FLOOR = Floor(absolute=2.0)
COBB_FLOOR = Floor(absolute=2.5)

SA, SM, SP = "superior_anterior", "superior_middle", "superior_posterior"
IA, IM, IP = "inferior_anterior", "inferior_middle", "inferior_posterior"
CORNERS = ("superior_left", "superior_right", "inferior_left", "inferior_right")
EACH_CORNER = tuple(f"each.{corner}" for corner in CORNERS)

SIX_POINT = "Genant HK et al. J Bone Miner Res 1993;8:1137–48 (six-point morphometry)"
BECK = "Beck E. Röntgenologische Meßmethoden bei Wirbelbrüchen. Hefte Unfallheilkd 1971"
COBB = "Cobb JR. Outline for the study of scoliosis. Instr Course Lect 1948;5:261–75"
CARMAN = "Carman DL et al. J Bone Joint Surg Am 1990;72:328–33 (reader variation of the Cobb angle)"
ULMAR = "Ulmar B et al. 2010 (vertebral, local and segmental kyphosis; segmental repeats best)"
NICE = "NICE HTG422 §4.6–4.8 (Beck index, wedge angle, Cobb angle after expandable implants)"


def _height(site: str, superior: str, inferior: str) -> Measure:
    return Measure(
        id=f"{site}_height",
        title=f"{site.capitalize()} vertebral height",
        kind=Kind.LENGTH,
        unit="mm",
        needs=Needs(marks=(superior, inferior)),
        function=vertebra.height,
        definition=f"Distance between the {site} points of the superior and the inferior endplate of one vertebra.",
        references=(SIX_POINT, NICE),
        short=f"H{site[0]}",
        floor=HEIGHT_FLOOR,
        lines=(Line(Role.PATH, (superior, inferior), f"{site} height"),),
        codes={"DCM": "121207"},
        site=site,
    )


def _perpendicular_height(site: str, superior: str, inferior: str, superior_end: str, inferior_end: str) -> Measure:
    return Measure(
        id=f"{site}_height_perpendicular",
        title=f"{site.capitalize()} vertebral height, perpendicular variant",
        kind=Kind.LENGTH,
        unit="mm",
        needs=Needs(marks=(superior, inferior, superior_end, inferior_end), aspect=True),
        function=vertebra.perpendicular_height,
        definition=(
            f"Mean perpendicular distance of each {site} endplate point from the line of the opposite endplate. "
            "Smaller than the corner-to-corner height by the cosine of the tilt of the wall."
        ),
        references=(SIX_POINT,),
        short=f"H{site[0]}⊥",
        floor=HEIGHT_FLOOR,
        lines=(Line(Role.PATH, (superior, inferior), f"{site} height"),),
        codes={"99RADMEAS": f"VH-PERP-{site[:4].upper()}"},
        site=site,
        default=False,
    )


def _sagittal_angle(
    id_: str, title: str, short: str, upper: tuple[str, str], lower: tuple[str, str], definition: str, *,
    references: tuple[str, ...], floor: Floor = COBB_FLOOR, default: bool = False,
    codes: dict[str, str] | None = None,
) -> Measure:  # fmt: skip
    return Measure(
        id=id_,
        title=title,
        kind=Kind.ANGLE,
        unit="deg",
        needs=Needs(marks=(*upper, *lower), aspect=True),
        function=vertebra.kyphotic_angle,
        definition=f"{definition} Kyphosis positive, lordosis negative.",
        references=references,
        short=short,
        floor=floor,
        lines=(Line(Role.ARM, upper, "upper endplate"), Line(Role.ARM, lower, "lower endplate")),
        codes=codes or {"SCT": "285285000"},
        default=default,
    )


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
    )


def _corner_ratio(
    id_: str, title: str, short: str, function: object, view: View, definition: str, *, code: str
) -> Measure:
    return Measure(
        id=id_,
        title=title,
        kind=Kind.RATIO,
        unit="{ratio}",
        needs=Needs(marks=CORNERS, views=(view,), aspect=True),
        function=function,  # type: ignore[arg-type]
        definition=definition,
        references=(SIX_POINT,),
        short=short,
        lines=(
            Line(Role.PATH, CORNERS[:2], "superior endplate"),
            Line(Role.PATH, CORNERS[2:], "inferior endplate"),
        ),
        codes={"99RADMEAS": code},
        decimals=2,
        default=False,
    )


CRUSH = Check(
    "crush_masks_beck",
    (SP, IP, f"above.{SP}", f"above.{IP}", f"below.{SP}", f"below.{IP}"),
    vertebra.crush_masks_beck,
    missing_flag="crush_not_excluded",
)
EXCHANGED = Check("beck_above_norm", (SA, IA, SP, IP), vertebra.beck_above_norm)

VERTEBRA = (
    _height("anterior", SA, IA),
    _height("middle", SM, IM),
    _height("posterior", SP, IP),
    _perpendicular_height("anterior", SA, IA, SP, IP),
    _perpendicular_height("posterior", SP, IP, SA, IA),
    Measure(
        id="beck_index",
        title="Beck index",
        kind=Kind.RATIO,
        unit="{ratio}",
        needs=Needs(marks=(SA, IA, SP, IP)),
        function=vertebra.beck_index,
        definition=(
            "Anterior height divided by posterior height of the same vertebra. Free of magnification; "
            "near 1 also where the posterior wall is crushed, so read it beside the posterior height."
        ),
        references=(BECK, NICE),
        short="Beck",
        lines=(Line(Role.PATH, (SA, IA), "anterior height"), Line(Role.PATH, (SP, IP), "posterior height")),
        checks=(CRUSH, EXCHANGED),
        codes={"99RADMEAS": "BECK-INDEX"},
        decimals=2,
    ),
    Measure(
        id="biconcavity_index",
        title="Biconcavity index",
        kind=Kind.RATIO,
        unit="{ratio}",
        needs=Needs(marks=(SM, IM, SP, IP)),
        function=vertebra.biconcavity_index,
        definition="Middle height divided by posterior height of the same vertebra.",
        references=(SIX_POINT,),
        short="Hm/Hp",
        lines=(Line(Role.PATH, (SM, IM), "middle height"), Line(Role.PATH, (SP, IP), "posterior height")),
        codes={"99RADMEAS": "BICONCAVITY-IDX"},
        decimals=2,
    ),
    _sagittal_angle(
        "wedge_angle", "Wedge angle (vertebral kyphotic angle)", "Wedge", (SA, SP), (IA, IP),
        "Angle between the superior and the inferior endplate of one vertebra.",
        references=(NICE, ULMAR), floor=WEDGE_FLOOR, default=True, codes={"99RADMEAS": "VERT-WEDGE-ANGLE"},
    ),
    _sagittal_angle(
        "monosegmental_cobb_angle", "Local kyphosis (monosegmental)", "Local", (f"above.{SA}", f"above.{SP}"), (IA, IP),
        "Angle between the superior endplate of the vertebra above and the inferior endplate of this one.",
        references=(ULMAR,),
    ),
    _sagittal_angle(
        "bisegmental_cobb_angle", "Regional Cobb angle (bisegmental)", "Regional",
        (f"above.{SA}", f"above.{SP}"), (f"below.{IA}", f"below.{IP}"),
        "Angle between the superior endplate of the vertebra above and the inferior endplate of the one below.",
        references=(NICE, ULMAR, CARMAN), default=True,
    ),
    _sagittal_angle(
        "adjacent_endplate_cobb_angle", "Adjacent-endplate Cobb angle", "Adjacent",
        (f"above.{IA}", f"above.{IP}"), (f"below.{SA}", f"below.{SP}"),
        "Angle between the endplates that face this vertebra: the inferior one above and the superior one below it.",
        references=(ULMAR,),
    ),
    Measure(
        id="vertebral_depth",
        title="Vertebral body depth",
        kind=Kind.LENGTH,
        unit="mm",
        needs=Needs(marks=CORNERS, aspect=True),
        function=vertebra.endplate_length,
        definition="Mean length of the superior and the inferior endplate on a lateral film.",
        references=(SIX_POINT,),
        short="Depth",
        floor=HEIGHT_FLOOR,
        lines=(Line(Role.PATH, CORNERS[:2], "superior endplate"), Line(Role.PATH, CORNERS[2:], "inferior endplate")),
        codes={"99RADMEAS": "VB-DEPTH"},
        default=False,
    ),
    _corner_ratio(
        "height_depth_ratio", "Height to depth ratio", "H/depth", vertebra.height_to_length_ratio, View.LATERAL,
        "Mean edge height over mean endplate length on a lateral film; needs no facing and no scale.",
        code="VB-HEIGHT-DEPTH",
    ),
    _corner_ratio(
        "height_width_ratio", "Height to width ratio", "H/width", vertebra.height_to_length_ratio, View.FRONTAL,
        "Mean edge height over mean endplate length on a frontal film; needs no scale.",
        code="VB-HEIGHT-WIDTH",
    ),
    _corner_ratio(
        "endplate_length_ratio", "Superior to inferior endplate length", "Sup/inf",
        vertebra.endplate_length_ratio, View.LATERAL,
        "Length of the superior over that of the inferior endplate on a lateral film.",
        code="VB-ENDPLATES",
    ),
)  # fmt: skip

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
    ),
)  # fmt: skip

MEASURES: tuple[Measure, ...] = (*VERTEBRA, *CORONAL)
