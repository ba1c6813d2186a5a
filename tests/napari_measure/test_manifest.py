from pathlib import Path

import pytest
from npe2 import PluginManager, PluginManifest

import napari_measure

MANIFEST = Path(napari_measure.__file__).with_name("napari.yaml")


@pytest.fixture(scope="module")
def manager() -> PluginManager:
    manager = PluginManager()
    manager.register(PluginManifest.from_file(MANIFEST))
    return manager


def test_everything_the_manifest_names_is_there() -> None:
    PluginManifest.from_file(MANIFEST).validate_imports()


@pytest.mark.parametrize(
    "name",
    ["a.dcm", "A.DCM", "a.DICOM", "IM000001", "I1", "1.2.840.113619.2.5", "CR.1.2.840.113619.2.5", "image_of_film",
     "a.reading.json", "a.png", "a.jpeg", "a.tif"],
)  # fmt: skip
def test_names_that_a_film_may_have_are_offered(manager: PluginManager, name: str) -> None:
    assert list(manager.iter_compatible_readers([f"/some.where/{name}"]))


@pytest.mark.parametrize(
    "name", ["a.csv", "a.py", "a.npy", "a.ome.zarr", "a.h5", "my.geojson", "table.parquet", "v1.2.3.h5", "a.nii.gz"]
)
def test_files_of_others_are_left_alone(manager: PluginManager, name: str) -> None:
    assert not list(manager.iter_compatible_readers([f"/some.where/{name}"]))
