"""One vertebral body and its neighbours: heights, ratios, wedge and kyphosis angles."""

from measure.catalog.entries.shared import (
    BECK,
    CARMAN,
    COBB_FLOOR,
    CORNERS,
    HEIGHT_FLOOR,
    HEIGHTS,
    IA,
    IM,
    IP,
    NICE,
    RATIOS,
    SA,
    SAGITTAL_ANGLES,
    SIX_POINT,
    SM,
    SP,
    ULMAR,
    WEDGE_FLOOR,
)
from measure.model import Check, Floor, Kind, Line, Measure, Needs, Role, View
from measure.spine import vertebra


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
        plausible=HEIGHTS,
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
        plausible=HEIGHTS,
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
        plausible=SAGITTAL_ANGLES,
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
        plausible=RATIOS,
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
        plausible=RATIOS,
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
        plausible=RATIOS,
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
        plausible=(8.0, 80.0),
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
