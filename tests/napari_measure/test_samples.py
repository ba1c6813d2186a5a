import json
from pathlib import Path

import numpy as np
from npe2 import PluginManifest

import napari_measure
from measure.film import read_film
from napari_measure import samples

MANIFEST = Path(napari_measure.__file__).with_name("napari.yaml")


def test_every_sample_film_of_a_spine_is_in_the_menu_and_some_of_limbs(samples_dir: Path) -> None:
    truth = json.loads((samples_dir / "truth.json").read_text())["films"]
    spine = {name for name, film in truth.items() if any(key.startswith("vertebra") for key in film["marks"])}
    contributed = PluginManifest.from_file(MANIFEST).contributions.sample_data or []
    menu = {f"{sample.key}.dcm" for sample in contributed}
    assert spine < menu < set(truth)


def test_every_sample_opens_and_those_of_spines_with_numbers(samples_dir: Path) -> None:
    for sample in PluginManifest.from_file(MANIFEST).contributions.sample_data or []:
        (pixels, settings, kind), *reading = getattr(samples, sample.key)()
        assert kind == "image"
        film = read_film(samples_dir / f"{sample.key}.dcm")
        assert np.array_equal(pixels, film.pixels)
        limb = sample.key.startswith(("femur", "tibia", "leg"))
        assert bool(settings["metadata"]["opened"].measurements) != limb
        assert len(reading) == 0 if limb else len(reading) >= 3
