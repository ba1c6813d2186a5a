"""Measurements freeze what they carry."""

from measure.model import FrozenMap, Measurement, Quantity, Trace


def test_details_are_frozen_and_cut_off_from_their_source() -> None:
    details: dict[str, str | float] = {"cranial_end": "T5"}
    row = Measurement("coronal_cobb_angle", "1", Quantity(20.0, "deg", 3.0), "2.25.1", "sha256:0", details=details)
    details["cranial_end"] = "T6"
    assert row.details == {"cranial_end": "T5"}
    assert isinstance(row.details, FrozenMap)
    assert row.trace == Trace()
    assert isinstance(hash(row), int)
