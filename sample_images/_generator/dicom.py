"""Writes a film as a DICOM object of nobody: same bytes at every run."""

from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, RLELossless

from _generator.header import STORAGE, header, uid
from _generator.plan import FilmPlan


def write_dicom(path: Path, film: FilmPlan, pixels: np.ndarray) -> None:
    """Write stored values of 12 bits as a DX or CR object, cut short where the plan says so.

    Parameters
    ----------
    path : Path
        File to write.
    film : FilmPlan
        What its header says.
    pixels : ndarray of uint16, shape (rows, cols)
        Stored values.
    """
    ds = FileDataset(str(path), {}, file_meta=_meta(film), preamble=b"\0" * 128)
    ds.update(header(film))
    _pixels(ds, pixels)
    if film.compressed:
        ds.compress(RLELossless, generate_instance_uid=False, encoding_plugin="pydicom")
    ds.save_as(path, enforce_file_format=True)
    if film.keep < 1:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) - int(pixels.nbytes * (1 - film.keep))])


def _meta(film: FilmPlan) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = STORAGE[film.modality]
    meta.MediaStorageSOPInstanceUID = uid("film", film.file)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = uid("implementation")
    meta.ImplementationVersionName = "SAMPLE_FILMS"
    return meta


def _pixels(ds: Dataset, pixels: np.ndarray) -> None:
    ds.Rows, ds.Columns = pixels.shape
    ds.SamplesPerPixel = 1
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 12, 11
    ds.PixelRepresentation = 0
    ds.PhotometricInterpretation = "MONOCHROME1" if ds.PresentationLUTShape == "INVERSE" else "MONOCHROME2"
    ds.PixelData = pixels.astype("<u2").tobytes()
    ds["PixelData"].VR = "OW"
