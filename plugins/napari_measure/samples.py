"""File ▸ Open Sample: simulated films with known truth, those of spines with their landmarks."""

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
    """The same spine three days after implants in L1; millimetres at the detector only."""
    return open_sample("lateral_detector_spacing.dcm")


def implant_month12_lateral() -> list[LayerData]:
    """The same spine after a year, calibrated."""
    return open_sample("implant_month12_lateral.dcm")


def implant_before_ap() -> list[LayerData]:
    """Frontal film before the implants."""
    return open_sample("implant_before_ap.dcm")


def implant_day003_ap() -> list[LayerData]:
    """Frontal film three days after the implants."""
    return open_sample("implant_day003_ap.dcm")


def implant_month12_ap() -> list[LayerData]:
    """Frontal film a year after the implants."""
    return open_sample("implant_month12_ap.dcm")


def ap_scoliosis() -> list[LayerData]:
    """Frontal film of a scoliosis with three curves."""
    return open_sample("ap_scoliosis.dcm")


def ap_nonsquare() -> list[LayerData]:
    """Frontal film whose pixels are taller than wide."""
    return open_sample("ap_nonsquare.dcm")


def lateral_osteoporosis() -> list[LayerData]:
    """Lateral film in full size, several vertebrae lower than they were."""
    return open_sample("lateral_osteoporosis.dcm")


def lateral_osteoporosis_earlier() -> list[LayerData]:
    """The same spine three years before, on a digitised film."""
    return open_sample("lateral_osteoporosis_earlier.dcm")


def lateral_monochrome1() -> list[LayerData]:
    """Lateral film stored with bone dark, facing right, magnification given by its header."""
    return open_sample("lateral_monochrome1.dcm")


def lateral_no_spacing() -> list[LayerData]:
    """Lateral film without any scale: lengths in pixels."""
    return open_sample("lateral_no_spacing.dcm")


def lateral_six_lumbar() -> list[LayerData]:
    """Lateral film with six lumbar vertebrae."""
    return open_sample("lateral_six_lumbar.dcm")


def femur_day084_ap() -> list[LayerData]:
    """Femur lengthened over a nail, frontal, twelve weeks after the cut; nothing is marked on it yet."""
    return open_sample("femur_day084_ap.dcm")


def tibia_day084_ap() -> list[LayerData]:
    """Tibia lengthened in a ring fixator, frontal, twelve weeks after the cut; nothing is marked on it yet."""
    return open_sample("tibia_day084_ap.dcm")


def leg_standing() -> list[LayerData]:
    """Whole leg standing, three shots put together, in full size; nothing is marked on it yet."""
    return open_sample("leg_standing.dcm")
