"""Cells as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.outcomes.importing import readers
from measure.outcomes.schema import EventRow, MeasurementRow, ScoreRow


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_reads_back(value):
    assert readers.number(repr(value), decimal_comma=False) == value
    assert readers.number(repr(value).replace(".", ","), decimal_comma=True) == value


@pytest.mark.parametrize("text", ["1.234,5", "1 234", "inf", "nan", "1_0", "", "--", "12 mm", "0x1f", "1,2,3"])
@pytest.mark.parametrize("comma", [True, False])
def test_no_numbers(text, comma):
    with pytest.raises(ValueError, match=r"expected a (finite )?number"):
        readers.number(text, decimal_comma=comma)


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_also_as_a_spreadsheet_writes_them(value):
    assert readers.whole(f"{value}.0", decimal_comma=False) == readers.whole(str(value), decimal_comma=True) == value


def test_levels_and_words():
    assert [str(readers.level(text)) for text in ("L1", "th12", "D 7", "s1")] == ["L1", "T12", "T7", "S1"]
    assert readers.word(" Full weight-bearing ") == "full_weight_bearing"
    for text in ("", "?", "unnumbered", "L7", "Müller"):
        with pytest.raises(ValueError, match="expected a level") as caught:
            readers.level(text)
        assert "Müller" not in str(caught.value)
    with pytest.raises(ValueError, match="a text of 6 characters"):
        readers.word("Müller")


def test_columns_are_read_by_the_type_of_the_schema():
    assert readers.reader(MeasurementRow, "sd", True)("1,5") == 1.5
    assert readers.reader(MeasurementRow, "read_number", False)("2.0") == 2
    assert readers.reader(ScoreRow, "higher_is_better", False)("Yes") is True
    assert readers.reader(EventRow, "serious", False)("NO") == "no"
    assert readers.reader(MeasurementRow, "observer", False)("AB 1") == "AB 1"
    assert readers.reader(MeasurementRow, "flags", False)("a; b;") == ("a", "b")
    assert readers.reader(MeasurementRow, "method", False)("Semi-automatic") == "semi-automatic"
    with pytest.raises(ValueError, match="expected yes or no"):
        readers.yes_no("perhaps")
