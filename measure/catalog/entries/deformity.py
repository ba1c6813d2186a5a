"""A vertebral body against those that predict it: expected height, loss, grades of deformity, slip."""

from measure.catalog.entries.shared import (
    GENANT,
    HEIGHT_FLOOR,
    HEIGHTS,
    IA,
    IM,
    IP,
    NICE,
    SA,
    SITES,
    SM,
    SP,
)
from measure.model import Check, Grades, Kind, Line, Measure, Needs, Role, Scope
from measure.spine import grading, loss, norm_grades, slip

SEO = "Seo JW et al. 2021 (anterior vertebral body compression against the mean of both neighbours)"
EASTELL = "Eastell R et al. J Bone Miner Res 1991 (grades by standard deviations below the mean of the level)"
MCCLOSKEY = "McCloskey EV, Kanis JA et al. Osteoporos Int 1993 (two criteria below mean − 3 SD)"
MEYERDING = "Meyerding HW. 1932 (grades of slip)"
SIX = (SA, IA, SM, IM, SP, IP)
BY_NEIGHBOURS = (
    "The expected height is that of both neighbours on the same film (the mean), else of one, else of those two "
    "away; treated, deformed, transitional or unmarked neighbours are no reference (details: expected_by)."
)


def _ends(site: str) -> tuple[str, str]:
    return f"superior_{site}", f"inferior_{site}"


def _expected_height(site: str) -> Measure:
    return Measure(
        id=f"expected_{site}_height",
        title=f"Expected {site} height",
        kind=Kind.LENGTH,
        unit="mm",
        needs=Needs(marks=tuple(f"expected.{mark}" for mark in _ends(site))),
        function=loss.expected,
        definition=f"{site.capitalize()} height that the vertebra had before it lost any. {BY_NEIGHBOURS}",
        references=(SEO, NICE),
        short=f"E{site[0]}",
        floor=HEIGHT_FLOOR,
        lines=(Line(Role.PATH, tuple(f"expected.{mark}" for mark in _ends(site)), "reference"),),
        codes={"99RADMEAS": f"VH-EXP-{site[:4].upper()}"},
        site=site,
        default=False,
        treated=True,
        plausible=HEIGHTS,
    )


def _height_loss(site: str) -> Measure:
    return Measure(
        id=f"{site}_height_loss",
        title=f"{site.capitalize()} height loss",
        kind=Kind.RATIO,
        unit="%",
        needs=Needs(marks=(*_ends(site), *(f"expected.{mark}" for mark in _ends(site)))),
        function=loss.loss,
        definition=f"What is missing of the expected {site} height, in percent of it; negative where the vertebra is "
        f"higher. {BY_NEIGHBOURS}",
        references=(SEO, NICE),
        short=f"loss {site[0]}",
        lines=(Line(Role.PATH, _ends(site), f"{site} height"),),
        codes={"99RADMEAS": f"VH-LOSS-{site[:4].upper()}"},
        site=site,
        default=False,
        treated=True,
        plausible=(-60.0, 100.0),
    )


DEFORMITY = (
    *(_expected_height(site) for site in SITES),
    *(_height_loss(site) for site in SITES),
    Measure(
        id="genant_qm",
        title="Height reduction grade (quantitative Genant)",
        kind=Kind.GRADE,
        unit="{score}",
        needs=Needs(marks=(*SIX, *(f"expected.{mark}" for mark in SIX)), adult=True),
        function=loss.deformity,
        definition="Grade of the most reduced of the three heights against the expected ones: 0 below 20 %, 1 from 20, "
        "2 from 25, 3 from 40 %. Computed from marks; Genant's own grade is a radiologist's visual judgement "
        f"(genant_visual). It grades a height reduction, whatever its cause. {BY_NEIGHBOURS}",
        references=(GENANT,),
        short="Genant QM",
        lines=(Line(Role.PATH, (SA, IA), "anterior height"), Line(Role.PATH, (SM, IM), "middle height"),
               Line(Role.PATH, (SP, IP), "posterior height")),
        codes={"99RADMEAS": "GENANT-QM"},
        decimals=0,
        default=False,
        plausible=(0.0, 3.0),
        grades=Grades(grading.GENANT, ("0", "1", "2", "3")),
    ),
    Measure(
        id="eastell_grade",
        title="Deformity grade of Eastell",
        kind=Kind.GRADE,
        unit="{score}",
        needs=Needs(
            marks=(*SIX, f"above.{SP}", f"above.{IP}", f"below.{SP}", f"below.{IP}"), adult=True,
            norms=("anterior_posterior", "middle_posterior", "posterior_above", "posterior_below"),
        ),
        function=norm_grades.eastell,
        definition="Grade 1 from 3, grade 2 from 4 standard deviations below the mean of the level, in the ratio that "
        "lies lowest: anterior to posterior height (wedge), middle to posterior height (biconcave), posterior height "
        "to that of both neighbours (crush; both must be low, our reading of the rule). Needs a table of norms of the "
        "population (--norms).",
        references=(EASTELL,),
        short="Eastell",
        lines=(Line(Role.PATH, (SA, IA), "anterior height"), Line(Role.PATH, (SM, IM), "middle height"),
               Line(Role.PATH, (SP, IP), "posterior height")),
        codes={"99RADMEAS": "EASTELL"},
        decimals=0,
        default=False,
        plausible=(0.0, 2.0),
        grades=Grades(norm_grades.EASTELL, ("0", "1", "2"), unit="{score}"),
    ),
    Measure(
        id="mccloskey_kanis",
        title="Deformity by McCloskey and Kanis",
        kind=Kind.GRADE,
        unit="{score}",
        needs=Needs(
            marks=(*SIX, f"predicted.{SP}", f"predicted.{IP}"), adult=True,
            norms=("anterior_posterior", "anterior_predicted", "middle_posterior", "middle_predicted",
                   "posterior_predicted"),
        ),
        function=norm_grades.mccloskey_kanis,
        definition="1 where two ratios of one kind lie more than 3 standard deviations below the mean of the level: of "
        "the anterior height to the posterior and to the predicted posterior height (wedge), the same of the middle "
        "height (central), or posterior and anterior to the predicted one (crush). The predicted posterior height "
        "comes from up to four neighbours. Needs a table of norms of the population (--norms).",
        references=(MCCLOSKEY,),
        short="McCloskey",
        lines=(Line(Role.PATH, (SA, IA), "anterior height"), Line(Role.PATH, (SM, IM), "middle height"),
               Line(Role.PATH, (SP, IP), "posterior height")),
        codes={"99RADMEAS": "MCCLOSKEY-KANIS"},
        decimals=0,
        default=False,
        plausible=(0.0, 1.0),
        grades=Grades((norm_grades.MCCLOSKEY_KANIS,), ("0", "1"), unit="{score}", upper=True),
    ),
    Measure(
        id="spinal_fracture_index",
        title="Spinal fracture index (quantitative)",
        kind=Kind.INDEX,
        unit="{score}",
        scope=Scope.FILM,
        needs=Needs(values=("genant_qm",), adult=True),
        function=grading.spinal_fracture_index,
        definition="Sum of the quantitative Genant grades of a film over the number of vertebrae that could be graded. "
        "The published name; it sums height reductions, whatever their cause.",
        references=(GENANT,),
        short="SFI",
        lines=(Line(Role.PATH, (SA, IA), "anterior height"),),
        codes={"99RADMEAS": "SPINAL-FX-INDEX"},
        decimals=2,
        default=False,
        plausible=(0.0, 3.0),
    ),
    Measure(
        id="slip_percent",
        title="Slip on the vertebra below",
        kind=Kind.RATIO,
        unit="%",
        needs=Needs(marks=(IP, f"below.{SP}", f"below.{SA}"), aspect=True),
        function=slip.slip_percent,
        definition="How far the posterior inferior corner lies in front of the posterior superior corner of the "
        "vertebra below, along the superior endplate of that one and in percent of its length. Forward positive, "
        "backward negative.",
        references=(MEYERDING,),
        short="Slip",
        lines=(Line(Role.PATH, (f"below.{SP}", f"below.{SA}"), "superior endplate below"),
               Line(Role.POINT, (IP,), "posterior inferior corner")),
        codes={"99RADMEAS": "SLIP-PERCENT"},
        default=False,
        plausible=(-120.0, 200.0),
    ),
    Measure(
        id="meyerding_grade",
        title="Meyerding grade of forward slip",
        kind=Kind.GRADE,
        unit="{score}",
        needs=Needs(marks=(IP, f"below.{SP}", f"below.{SA}"), aspect=True),
        function=slip.slip_percent,
        definition="Grade of a forward slip: I to 25 %, II to 50, III to 75, IV to 100, V beyond; 0 below 5 % (our "
        "threshold of presence; published ones differ), also for a backward slip, which is flagged: Meyerding does not "
        "grade it.",
        references=(MEYERDING,),
        short="Meyerding",
        lines=(Line(Role.PATH, (f"below.{SP}", f"below.{SA}"), "superior endplate below"),
               Line(Role.POINT, (IP,), "posterior inferior corner")),
        checks=(Check("backward_slip", (IP, f"below.{SP}", f"below.{SA}"), slip.backward),),
        codes={"99RADMEAS": "MEYERDING"},
        decimals=0,
        default=False,
        plausible=(0.0, 5.0),
        grades=Grades((slip.PRESENT - 1e-6, *slip.MEYERDING), ("0", "I", "II", "III", "IV", "V"), upper=True),
    ),
)  # fmt: skip
