"""UIDs: valid, and made of their names alone."""

from hypothesis import given
from hypothesis import strategies as st
from pydicom.uid import UID

from measure.simulate.dicom.uids import uid

names = st.lists(st.text("abc-_019", min_size=1, max_size=8), min_size=1, max_size=4)


@given(names, names)
def test_they_are_valid_and_differ_where_the_names_do(one, other):
    assert UID(uid(*one)).is_valid
    assert (uid(*one) == uid(*other)) == (one == other)
