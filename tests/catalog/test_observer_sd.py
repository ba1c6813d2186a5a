"""The sd of a point that states none is never zero."""

import pytest

from measure.catalog.observer_sd import observer_sd
from measure.errors import CatalogError
from measure.model import ObserverKind, StructureKind


@pytest.mark.parametrize("kind", list(ObserverKind))
def test_every_kind_of_observer_has_a_row_for_vertebrae(kind: ObserverKind) -> None:
    found = observer_sd(StructureKind.VERTEBRA, kind)
    assert 0.5 <= found.sd_mm <= 1.0  # domain reference §6: 0.5–1.0 mm per landmark coordinate
    assert found.sd_percent == pytest.approx(found.sd_mm / 27 * 100, abs=0.06)  # of a 27 mm height
    assert found.basis == "literature"
    assert found.source
    assert found.version == "1"


def test_what_nobody_measured_is_refused() -> None:
    with pytest.raises(CatalogError, match="no row for a mandible marked by a person"):
        observer_sd(StructureKind.MANDIBLE, ObserverKind.PERSON)
