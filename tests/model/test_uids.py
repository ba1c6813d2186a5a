"""Identities of what is derived; ``tests/outcomes/test_uids.py`` holds what is built on them."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from measure.model.uids import NAMESPACE, derived_uid, draft_reading_uid
from measure.outcomes import uids


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x1f"), max_size=20), min_size=1, max_size=4))
def test_it_is_what_the_standard_library_makes(parts: list[str]) -> None:
    assert derived_uid(*parts) == f"2.25.{uuid.uuid5(NAMESPACE, chr(31).join(parts)).int}"


def test_a_draft_has_one_identity_in_all_rooms() -> None:
    """Fixed: another would make every draft of every store new."""
    assert uids.draft_reading_uid is draft_reading_uid
    assert draft_reading_uid("ab" * 32, "lateral", "1.0") == "2.25.164606047637092878447558822775112261546"
