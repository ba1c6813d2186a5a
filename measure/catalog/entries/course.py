"""What changed between two visits: restoration, change, residual kyphosis, falls of height."""

from dataclasses import replace

from measure.catalog.entries.alignment import ALIGNMENT
from measure.catalog.entries.coronal import CORONAL
from measure.catalog.entries.shared import CARMAN, MCKIERNAN, NICE, SITES, ULMAR
from measure.catalog.entries.vertebra import VERTEBRA
from measure.model import Floor, Kind, Measure, Needs, Propagation, Scope, StructureKind, View
from measure.spine import course

ON_ITS_OWN_FILM = (
    "Heights count as fractions of the expected height on the same film, so a difference in magnification cancels."
)
QM_INCIDENT = "Genant HK et al. 1996; Black DM et al. 1999 (incident deformity: 20 % and 4 mm in one height)"
BASES = {measure.id: measure for measure in (*VERTEBRA, *ALIGNMENT, *CORONAL)}


def _restoration(site: str) -> Measure:
    return Measure(
        id=f"{site}_height_restoration",
        title=f"{site.capitalize()} height restoration",
        kind=Kind.RATIO,
        unit="%",
        scope=Scope.COURSE,
        needs=Needs(values=(f"before.{site}_height_loss", f"after.{site}_height_loss"), visits=2),
        function=course.restoration,
        definition=f"Share of the lost {site} height that came back: 100·(h after − h before)/(1 − h before). "
        f"{ON_ITS_OWN_FILM} Below 0 the vertebra has lost more, above 100 it is higher than expected. Its class "
        "(details) is indeterminate where less than 15 % of the expected height, or less than four standard "
        "deviations, was lost.",
        references=(MCKIERNAN, NICE),
        short=f"R {site[0]}",
        propagation=Propagation.RESAMPLE,
        codes={"99RADMEAS": f"VH-REST-{site[:4].upper()}"},
        site=site,
        default=False,
        treated=True,
        plausible=(-1000.0, 1000.0),
    )


def _gain(site: str) -> Measure:
    return Measure(
        id=f"{site}_height_gain",
        title=f"{site.capitalize()} height gain",
        kind=Kind.LENGTH,
        unit="mm",
        scope=Scope.COURSE,
        needs=Needs(values=(f"before.{site}_height", f"after.{site}_height"), visits=2, scale=True),
        function=course.change,
        definition=f"{site.capitalize()} height after minus before, where both films have millimetres of the patient. "
        "A difference in magnification between them enters in full.",
        references=(MCKIERNAN, NICE),
        short=f"Δ{site[0]}",
        codes={"99RADMEAS": f"VH-GAIN-{site[:4].upper()}"},
        site=site,
        default=False,
        treated=True,
        plausible=(-40.0, 40.0),
    )


def _gain_of(site: str, of: str, function: object, formula: str, code: str) -> Measure:
    return Measure(
        id=f"{site}_height_gain_of_{of}",
        title=f"{site.capitalize()} height gain, of the {of} height",
        kind=Kind.RATIO,
        unit="%",
        scope=Scope.COURSE,
        needs=Needs(values=(f"before.{site}_height_loss", f"after.{site}_height_loss"), visits=2),
        function=function,  # type: ignore[arg-type]
        definition=f"{site.capitalize()} height gained in percent of the {of} height: {formula}. {ON_ITS_OWN_FILM}",
        references=(MCKIERNAN,),
        short=f"Δ{site[0]}/{of}",
        propagation=Propagation.RESAMPLE,
        codes={"99RADMEAS": f"VH-{code}-{site[:4].upper()}"},
        site=site,
        default=False,
        treated=True,
        plausible=(-1000.0, 1000.0),
    )


def _correction_loss(site: str) -> Measure:
    return Measure(
        id=f"{site}_correction_loss",
        title=f"{site.capitalize()} loss of correction, since the first film after",
        kind=Kind.RATIO,
        unit="%",
        scope=Scope.COURSE,
        needs=Needs(values=(f"first.{site}_height_loss", f"after.{site}_height_loss"), visits=2),
        function=course.change,
        definition=f"{site.capitalize()} height lost again since the first film after the procedure, in percent of the "
        f"expected height. {ON_ITS_OWN_FILM}",
        references=(NICE,),
        short=f"lost {site[0]}",
        codes={"99RADMEAS": f"VH-CLOSS-{site[:4].upper()}"},
        site=site,
        default=False,
        treated=True,
        plausible=(-100.0, 100.0),
    )


def _change_code(base: Measure) -> dict[str, str]:
    """The change of an angle has the angle's own code: what differs is that it is a difference."""
    private = base.codes.get("99RADMEAS")
    return {"99RADMEAS": f"D-{private}"[:16]} if private else dict(base.codes)


def _change(base_id: str, *, treated: bool = False, default: bool = False) -> Measure:
    """Change of any measure since the baseline, against its measurement error."""
    base = BASES[base_id]
    low, high = base.plausible or (0.0, 0.0)
    return Measure(
        id=f"{base.id}_change",
        title=f"{base.title}, change",
        kind=base.kind,
        unit=base.unit,
        scope=Scope.COURSE,
        needs=replace(
            base.needs, marks=(), stated=(), minimum=1, values=(f"before.{base.id}", f"after.{base.id}"), visits=2,
            structure=StructureKind.VERTEBRA,
        ),
        function=course.change,
        definition=f"{base.title} at this visit minus baseline, with whether it is larger than measurement error (1.96 "
        "standard deviations of the difference). Only between films of one projection; another posture makes it not "
        "measurable, an unknown one is flagged.",
        references=(CARMAN,) if base.kind is Kind.ANGLE else (NICE,),
        short=f"Δ{base.short}",
        codes=_change_code(base),
        decimals=base.decimals,
        default=default,
        treated=treated,
        plausible=(low - high, high - low),
    )  # fmt: skip


def _residual(id_: str, title: str, short: str, base_id: str, code: str, references: tuple[str, ...]) -> Measure:
    return Measure(
        id=id_,
        title=title,
        kind=Kind.ANGLE,
        unit="deg",
        scope=Scope.COURSE,
        needs=Needs(values=(f"after.{base_id}",), visits=1),
        function=course.same,
        definition=f"{BASES[base_id].title} of the treated vertebra on a film after the procedure, with the "
        "probability that it is 5° or more (details); borderline between 5 and 95 %. The definition of the angle "
        "stands in the details: figures of two definitions are not compared.",
        references=references,
        short=short,
        codes={"99RADMEAS": code},
        default=False,
        treated=True,
        plausible=(-120.0, 150.0),
    )


COURSE = (
    *(_restoration(site) for site in SITES),
    *(_gain(site) for site in SITES),
    *(_gain_of(site, "initial", course.gain_of_initial, "100·(h after − h before)/h before", "GINI") for site in SITES),
    *(_gain_of(site, "expected", course.gain_of_expected, "100·(h after − h before)", "GEXP") for site in SITES),
    *(_correction_loss(site) for site in SITES),
    _residual("residual_kyphosis", "Residual kyphosis (wedge angle)", "Residual", "wedge_angle",
              "RESID-KYPH-VWA", (NICE,)),
    _residual("residual_kyphosis_bisegmental", "Residual kyphosis (bisegmental Cobb)", "Residual2",
              "bisegmental_cobb_angle", "RESID-KYPH-COBB", (NICE, ULMAR)),
    *(_change(base, treated=True) for base in
      ("beck_index", "wedge_angle", "monosegmental_cobb_angle", "bisegmental_cobb_angle")),
    *(_change(base, default=True) for base in
      ("coronal_cobb_angle", "thoracic_kyphosis", "thoracolumbar_kyphosis", "lumbar_lordosis",
       "sagittal_vertical_axis", "pelvic_tilt")),
    Measure(
        id="coronal_cobb_angle_same_ends_change",
        title="Coronal Cobb angle, same end vertebrae, change",
        kind=Kind.ANGLE,
        unit="deg",
        scope=Scope.COURSE,
        needs=Needs(
            values=("before.coronal_cobb_angle", "after.coronal_cobb_angle_same_ends"), views=(View.FRONTAL,), visits=2,
        ),
        function=course.change,
        definition="Coronal Cobb angle of this film between the end vertebrae that were the most tilted at baseline, "
        "minus the angle at baseline: what is left of a change when the choice of end vertebrae plays no part. The sd "
        "of this film's own largest angle stands for that of the re-measured one.",
        references=(CARMAN,),
        short="ΔCobb same",
        codes={"SCT": "285285000"},
        plausible=(-170.0, 170.0),
    ),
    Measure(
        id="incident_height_fall",
        title="Fall of height since baseline",
        kind=Kind.RATIO,
        unit="%",
        scope=Scope.COURSE,
        needs=Needs(
            values=tuple(f"{visit}.{site}_height" for visit in ("before", "after") for site in SITES),
            visits=2, scale=True,
        ),
        function=course.height_fall,
        definition="Greatest fall of the three heights since baseline, in percent. Where one height fell by 20 % and "
        "4 mm it is flagged as a candidate for a new deformity, which needs a reader.",
        references=(QM_INCIDENT,),
        short="Fall",
        codes={"99RADMEAS": "VH-FALL"},
        floor=Floor(),
        plausible=(-60.0, 100.0),
    ),
)  # fmt: skip
