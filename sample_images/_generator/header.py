"""DICOM header of a film: nobody's name, fixed dates, UIDs made from names."""

import uuid

import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import ComputedRadiographyImageStorage, DigitalXRayImageStorageForPresentation

from _generator.plan import FilmPlan

VERSION = "1"
_SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "sample-images.radiograph-measure.invalid")
STORAGE = {"DX": DigitalXRayImageStorageForPresentation, "CR": ComputedRadiographyImageStorage}


_VIEWS = {
    "left": ("399173006", "SCT", "left lateral"),
    "right": ("399198007", "SCT", "right lateral"),
    None: ("399348003", "SCT", "antero-posterior"),
}


def uid(*names: str) -> str:
    """DICOM UID that depends on nothing but its names."""
    return f"2.25.{uuid.uuid5(_SPACE, '/'.join((VERSION, *names))).int}"


def header(film: FilmPlan) -> Dataset:
    """Everything but the pixels."""
    ds = Dataset()
    for part in (_patient, _study, _device, _geometry, _anatomy, _display):
        ds.update(part(film))
    return ds


def _dataset(**elements: object) -> Dataset:
    ds = Dataset()
    for keyword, value in elements.items():
        setattr(ds, keyword, value)
    return ds


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    return _dataset(CodeValue=value, CodingSchemeDesignator=scheme, CodeMeaning=meaning)


def _day(film: FilmPlan) -> str:
    return str(np.datetime64("2001-01-01") + film.day).replace("-", "")


def _patient(film: FilmPlan) -> Dataset:
    return _dataset(
        PatientName="SIMULATED^FILM",
        PatientID=film.case.subject,
        PatientBirthDate="",
        PatientSex=film.sex,
        PatientAge=film.age,
        PatientIdentityRemoved="YES",
        DeidentificationMethod="Simulated: there is no patient",
        BurnedInAnnotation="NO",
    )


def _study(film: FilmPlan) -> Dataset:
    visit = (film.case.subject, film.case.visit)
    return _dataset(
        SOPClassUID=STORAGE[film.modality],
        SOPInstanceUID=uid("film", film.file),
        StudyInstanceUID=uid("study", *visit),
        SeriesInstanceUID=uid("series", film.file),
        StudyDate=_day(film),
        StudyTime="120000",
        AcquisitionDate=_day(film),
        AcquisitionTime="120000",
        ContentDate=_day(film),
        ContentTime="120000",
        AccessionNumber="",
        ReferringPhysicianName="",
        StudyID=film.case.visit,
        StudyDescription="Simulated spine",
        SeriesNumber="1",
        InstanceNumber="1",
        AcquisitionNumber="1",
    )


def _device(film: FilmPlan) -> Dataset:
    ds = _dataset(
        Modality=film.modality,
        Manufacturer="radiograph-measure",
        ManufacturerModelName="sample_images",
        SoftwareVersions=VERSION,
        KVP="85" if film.lateral else "80",
        ImageComments="Simulated film: nobody was irradiated",
    )
    if film.modality == "DX":
        ds.update(
            _dataset(
                DetectorType="SCINTILLATOR", DetectorConfiguration="AREA", PresentationIntentType="FOR PRESENTATION"
            )
        )
    else:
        ds.update(_dataset(PlateType="SIMULATED"))
    return ds


def _geometry(film: FilmPlan) -> Dataset:
    ds = Dataset()
    for keyword, text in film.header.items():
        setattr(ds, keyword, text.split("\\") if "\\" in text else text)
    return ds


def _orientation(film: FilmPlan) -> list[str]:
    """What lies to the right and to the bottom of the picture."""
    return [{"left": "P", "right": "A", None: "L"}[film.facing], "F"]


def _anatomy(film: FilmPlan) -> Dataset:
    ds = _dataset(PatientOrientation=_orientation(film))
    if film.modality == "CR":
        ds.BodyPartExamined = "LSPINE" if film.lateral else "SPINE"
        ds.ViewPosition = {"left": "LL", "right": "RL", None: "AP"}[film.facing]
        return ds
    view = _code(*_VIEWS[film.facing])
    view.ViewModifierCodeSequence = []
    ds.ImageLaterality = "U"
    ds.AnatomicRegionSequence = [_code("421060004", "SCT", "Spine")]
    ds.ViewCodeSequence = [view]
    ds.PositionerType = "COLUMN"
    ds.AcquisitionContextSequence = []
    return ds


def _display(film: FilmPlan) -> Dataset:
    ds = _dataset(
        ImageType=["ORIGINAL", "PRIMARY", ""],
        LossyImageCompression="00",
        RescaleIntercept="0",
        RescaleSlope="1",
        RescaleType="US",
        WindowCenter="2048",
        WindowWidth="4096",
    )
    if film.modality == "DX":
        ds.PixelIntensityRelationship = "LOG"
        ds.PixelIntensityRelationshipSign = 1 if film.inverted else -1
    ds.PresentationLUTShape = "INVERSE" if film.inverted else "IDENTITY"
    return ds
