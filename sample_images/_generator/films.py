"""The list of the sample films."""

from _generator.frontal_column import FrontalPlan
from _generator.lateral_column import Deformity, LateralPlan
from _generator.plan import Case, FilmPlan

LUMBAR = ("T11", "T12", "L1", "L2", "L3", "L4", "L5")

FRACTURED = {
    "L1": Deformity(anterior=0.62, posterior=0.97, superior_depth=3.4, inferior_depth=1.2),
    "L3": Deformity(anterior=0.97, posterior=0.99, superior_depth=5.4, inferior_depth=4.4),
}
TREATED = {
    "L1": Deformity(anterior=0.84, posterior=0.98, superior_depth=1.8, inferior_depth=1.2),
    "L3": FRACTURED["L3"],
}

FILMS: tuple[FilmPlan, ...] = (
    FilmPlan(
        "lateral_fracture.dcm",
        LateralPlan(LUMBAR, anchor=(154.0, 270.0), deformities=FRACTURED, size=0.95, seed=11),
        Case("SIM-0001", treated_level="L1"),
        scale_class="calibrated",
        header={
            "ImagerPixelSpacing": "0.46\\0.46",
            "PixelSpacing": "0.4\\0.4",
            "PixelSpacingCalibrationType": "FIDUCIAL",
            "PixelSpacingCalibrationDescription": "25.4 mm ball at the plane of the spine",
        },
    ),
    FilmPlan(
        "lateral_detector_spacing.dcm",
        LateralPlan(LUMBAR, anchor=(148.0, 274.0), deformities=TREATED, size=0.95, sacral_slope=37.0, seed=11),
        Case("SIM-0001", visit="2", timepoint="d30", treated_level="L1"),
        scale_class="detector",
        header={"ImagerPixelSpacing": "0.46\\0.46"},
        cement="L1",
        day=21,
    ),
    FilmPlan(
        "ap_scoliosis.dcm",
        FrontalPlan({"T1": -7.0, "T5": 13.4, "T12": -24.9, "L4": 0.0, "L5": 0.4}, top=(140.0, 44.0), seed=21),
        Case("SIM-0002"),
        rows=1000,
        cols=480,
        step=(0.55, 0.55),
        scale_class="detector",
        header={"ImagerPixelSpacing": "0.6\\0.6", "PixelSpacing": "0.6\\0.6"},
        facing=None,
        girth=0.8,
        age="015Y",
    ),
    FilmPlan(
        "lateral_monochrome1.dcm",
        LateralPlan(LUMBAR, anchor=(150.0, 274.0), size=1.04, sacral_slope=40.0, lordosis=1.05, seed=31),
        Case("SIM-0003", posture="supine"),
        scale_class="estimated",
        header={"ImagerPixelSpacing": "0.44\\0.44", "EstimatedRadiographicMagnificationFactor": "1.1"},
        modality="CR",
        facing="right",
        inverted=True,
        girth=1.08,
        age="052Y",
        sex="M",
    ),
    FilmPlan(
        "lateral_no_spacing.dcm",
        LateralPlan(
            LUMBAR,
            anchor=(150.0, 272.0),
            size=0.98,
            sacral_slope=33.0,
            lordosis=0.85,
            seed=41,
            deformities={"T12": Deformity(anterior=0.78, posterior=0.98, superior_depth=2.6)},
        ),
        Case("SIM-0004", posture=""),
        scale_class="none",
        modality="CR",
        compressed=False,
        girth=0.92,
        dose=4.0,
        age="074Y",
    ),
    FilmPlan(
        "lateral_six_lumbar.dcm",
        LateralPlan(
            ("T12", "L1", "L2", "L3", "L4", "L5", "L6"),
            anchor=(156.0, 286.0),
            size=0.97,
            sacral_slope=38.0,
            lordosis=0.85,
            seed=51,
        ),
        Case("SIM-0005"),
        scale_class="estimated",
        header={
            "ImagerPixelSpacing": "0.45\\0.45",
            "PixelSpacing": "0.4\\0.4",
            "PixelSpacingCalibrationType": "GEOMETRY",
            "PixelSpacingCalibrationDescription": "magnification 1.125 at mid body",
        },
        age="038Y",
        sex="M",
    ),
    FilmPlan(
        "ap_nonsquare.dcm",
        FrontalPlan({"T1": 3.0, "T6": -7.0, "T10": -17.0, "L3": 18.0, "L5": 6.0}, top=(134.0, 44.0), seed=61),
        Case("SIM-0006", posture="standing"),
        rows=1000,
        cols=600,
        step=(0.55, 0.44),
        scale_class="unknown",
        header={"PixelSpacing": "0.55\\0.44"},
        modality="CR",
        facing=None,
        girth=0.82,
        age="013Y",
    ),
    FilmPlan(
        "truncated.dcm",
        LateralPlan(LUMBAR, anchor=(150.0, 272.0), seed=71),
        Case("SIM-0007"),
        rows=600,
        cols=480,
        step=(0.6, 0.6),
        scale_class="detector",
        header={"ImagerPixelSpacing": "0.69\\0.69"},
        compressed=False,
        keep=0.55,
    ),
)
