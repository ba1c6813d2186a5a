"""File ▸ Open Sample: simulated films with known truth, each with its landmarks."""

from measure.samples import samples_dir
from napari_measure.layer_data import LayerData
from napari_measure.reader import read


def open_sample(file: str) -> list[LayerData]:
    """Layers of one sample film, from an installed wheel as well as from the source tree.

    Parameters
    ----------
    file : str
        Its name in ``measure.samples.samples_dir()``.
    """
    return read(str(samples_dir() / file))


def lateral_fracture() -> list[LayerData]:
    """Lateral thoracolumbar film, wedged L1 and biconcave L3, calibrated."""
    return open_sample("lateral_fracture.dcm")


def lateral_detector_spacing() -> list[LayerData]:
    """Lateral film with implants and cement; millimetres at the detector only."""
    return open_sample("lateral_detector_spacing.dcm")


def ap_scoliosis() -> list[LayerData]:
    """Frontal film of a scoliosis with three curves."""
    return open_sample("ap_scoliosis.dcm")


def lateral_monochrome1() -> list[LayerData]:
    """Lateral film stored with bone dark, facing right, magnification given by its header."""
    return open_sample("lateral_monochrome1.dcm")


def lateral_no_spacing() -> list[LayerData]:
    """Lateral film without any scale: lengths in pixels."""
    return open_sample("lateral_no_spacing.dcm")


def lateral_six_lumbar() -> list[LayerData]:
    """Lateral film with six lumbar vertebrae."""
    return open_sample("lateral_six_lumbar.dcm")


def ap_nonsquare() -> list[LayerData]:
    """Frontal film whose pixels are taller than wide."""
    return open_sample("ap_nonsquare.dcm")
