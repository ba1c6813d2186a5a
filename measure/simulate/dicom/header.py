"""Header of a simulated film: valid DX or CR, nobody's name, fixed dates."""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import (
    ComputedRadiographyImageStorage,
    DigitalXRayImageStorageForPresentation,
    DigitalXRayImageStorageForProcessing,
)

from measure.model import Facing, Intensity, Posture, Side, View
from measure.simulate.dicom.codes import body_part, coded, dataset
from measure.simulate.dicom.facts import FilmFacts
from measure.simulate.dicom.scale import decimal, scale_elements
from measure.simulate.dicom.uids import VERSION, uid

_SIDES = {Side.LEFT: "L", Side.RIGHT: "R", Side.BILATERAL: "B"}


def storage_class(facts: FilmFacts) -> str:
    """SOP class of the object."""
    if facts.modality == "CR":
        return ComputedRadiographyImageStorage
    return DigitalXRayImageStorageForProcessing if facts.for_processing else DigitalXRayImageStorageForPresentation


def instance_uid(facts: FilmFacts) -> str:
    """SOP instance UID of the film: another header or other pixels have another one."""
    return uid("film", repr(facts))


def header(facts: FilmFacts) -> Dataset:
    """Everything but the pixels."""
    made = Dataset()
    for part in (_patient, _study, _device, _exposure, _position, _display):
        made.update(part(facts))
    return made


def _patient(facts: FilmFacts) -> Dataset:
    return dataset(
        PatientName="SIMULATED^FILM",
        PatientID=facts.subject,
        PatientBirthDate="",
        PatientSex=facts.sex,
        PatientAge=f"{facts.age:03d}Y",
        PatientIdentityRemoved="YES",
        DeidentificationMethod="Simulated: there is no patient",
        BurnedInAnnotation="YES" if facts.burned_in else "NO",
    )


def _study(facts: FilmFacts) -> Dataset:
    day = str(np.datetime64("2001-01-01") + facts.day).replace("-", "")
    visit = (facts.plan, facts.subject, facts.visit)
    return dataset(
        SOPClassUID=storage_class(facts),
        SOPInstanceUID=instance_uid(facts),
        StudyInstanceUID=uid("study", *visit),
        SeriesInstanceUID=uid("series", *visit, facts.film),
        StudyDate=day, StudyTime="120000",
        AcquisitionDate=day, AcquisitionTime="120000",
        ContentDate=day, ContentTime="120000",
        AccessionNumber="",
        ReferringPhysicianName="",
        StudyID=facts.visit,
        StudyDescription="Simulated limb" if facts.limb else "Simulated spine",
        SeriesNumber="1", InstanceNumber="1", AcquisitionNumber="1",
    )  # fmt: skip


def _device(facts: FilmFacts) -> Dataset:
    made = dataset(
        Modality=facts.modality,
        Manufacturer="radiograph-measure",
        ManufacturerModelName="simulate",
        SoftwareVersions=VERSION,
        ImageComments="Simulated film: nobody was irradiated",
    )
    if facts.modality == "CR":
        made.update(dataset(PlateType="SIMULATED"))
        return made
    made.update(
        dataset(
            DetectorType="SCINTILLATOR",
            DetectorConfiguration="AREA",
            DetectorID="SIM-DETECTOR",
            DetectorElementSpacing=[decimal(mm) for mm in facts.pitch],
            PresentationIntentType="FOR PROCESSING" if facts.for_processing else "FOR PRESENTATION",
        )
    )
    return made


def _exposure(facts: FilmFacts) -> Dataset:
    made = dataset(KVP=decimal(facts.kvp), ExposureInuAs=str(facts.exposure_uas))
    made.update(dataset(Exposure=str(round(facts.exposure_uas / 1000))))
    made.update(
        dataset(**scale_elements(facts.scale, facts.pitch, facts.magnification, facts.source_to_detector, facts.slot))
    )
    return made


def _position(facts: FilmFacts) -> Dataset:
    """How the patient stood, in codes and in letters."""
    made = dataset(PatientOrientation=_letters(facts), BodyPartExamined=body_part(facts.region))
    side = _SIDES.get(facts.side) if facts.side else None
    view = facts.projection if facts.view is View.FRONTAL else {Facing.LEFT: "LL", Facing.RIGHT: "RL"}[_facing(facts)]
    made.ViewPosition = view
    if facts.posture is not None:
        made.PatientOrientationCodeSequence = [_posture(facts)]
    if facts.modality == "CR":
        if facts.limb:  # an unpaired part has none, and both sides have no letter here
            made.Laterality = side if side in ("L", "R") else ""
        return made
    lateral_limb = facts.limb and facts.view is View.LATERAL
    view_code = coded("view", "ML" if lateral_limb else view)
    view_code.ViewModifierCodeSequence = []
    made.ImageLaterality = side or "U"
    made.AnatomicRegionSequence = [coded("region", facts.region)]
    made.ViewCodeSequence = [view_code]
    made.PositionerType = "COLUMN"
    made.AcquisitionContextSequence = []
    return made


def _facing(facts: FilmFacts) -> Facing:
    return facts.facing or Facing.LEFT


def _letters(facts: FilmFacts) -> list[str]:
    """What lies to the right and to the bottom of the picture."""
    if facts.view is View.FRONTAL:
        return ["L", "F"]
    return ["P" if facts.facing is Facing.LEFT else "A", "F"]


def _posture(facts: FilmFacts) -> Dataset:
    if facts.posture in (Posture.STANDING, Posture.SITTING):
        return coded("posture", str(facts.posture))
    lying = coded("posture", "recumbent")
    name = str(facts.posture)
    if facts.posture is Posture.LATERAL_DECUBITUS:
        name = "right_decubitus" if facts.facing is Facing.RIGHT else "left_decubitus"
    lying.PatientOrientationModifierCodeSequence = [coded("posture", name)]
    return lying


def _display(facts: FilmFacts) -> Dataset:
    """What the stored values mean, and how to show them."""
    made = dataset(
        ImageType=["DERIVED" if facts.stitched or facts.lossy_ratio else "ORIGINAL", "PRIMARY", ""],
        LossyImageCompression="01" if facts.lossy_ratio else "00",
        RescaleIntercept="0",
        RescaleSlope="1",
        RescaleType="US",
        PresentationLUTShape="INVERSE" if facts.monochrome1 else "IDENTITY",
        PixelIntensityRelationship=_relationship(facts),
        PixelIntensityRelationshipSign=1 if facts.monochrome1 else -1,
    )
    if facts.stitched:
        made.DerivationDescription = "Several exposures put together"
    if facts.lossy_ratio:
        made.LossyImageCompressionRatio, made.LossyImageCompressionMethod = decimal(facts.lossy_ratio), "ISO_10918_1"
    if not facts.for_processing:
        made.WindowCenter, made.WindowWidth = str(1 << (facts.bits - 1)), str(1 << facts.bits)
    return made


def _relationship(facts: FilmFacts) -> str:
    """DX knows LIN and LOG alone: what was processed for the eye goes as LOG there, as devices write it."""
    if facts.intensity is Intensity.LIN:
        return "LIN"
    return "DISP" if facts.intensity is Intensity.DISPLAY and facts.modality == "CR" else "LOG"
