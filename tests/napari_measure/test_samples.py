import json
from pathlib import Path

import numpy as np
from npe2 import PluginManifest

import napari_measure
from measure.film import read_film
from napari_measure import samples

MANIFEST = Path(napari_measure.__file__).with_name("napari.yaml")


def test_every_sample_film_with_a_truth_is_in_the_menu(samples_dir: Path) -> None:
    truth = json.loads((samples_dir / "truth.json").read_text())["films"]
    contributed = PluginManifest.from_file(MANIFEST).contributions.sample_data or []
    assert {f"{sample.key}.dcm" for sample in contributed} == set(truth)


def test_every_sample_opens_with_numbers(samples_dir: Path) -> None:
    for sample in PluginManifest.from_file(MANIFEST).contributions.sample_data or []:
        (pixels, settings, kind), *reading = getattr(samples, sample.key)()
        assert kind == "image"
        assert np.array_equal(pixels, read_film(samples_dir / f"{sample.key}.dcm").pixels)
        assert settings["metadata"]["opened"].measurements
        assert len(reading) >= 3
