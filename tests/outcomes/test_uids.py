import hashlib
import re
import uuid

from hypothesis import given
from hypothesis import strategies as st

from measure.outcomes import uids

texts = st.text(st.characters(codec="utf-8", exclude_characters="\x1f"), max_size=30)


@given(st.lists(texts, min_size=1, max_size=5))
def test_a_uid_is_a_dicom_uid(parts):
    uid = uids.derived_uid(*parts)
    assert re.fullmatch(r"2\.25\.(0|[1-9]\d*)", uid)
    assert len(uid) <= 64
    assert uuid.UUID(int=int(uid[5:])).version == 5


def test_a_uid_is_uuid_5_of_its_parts():
    """Oracle: RFC 9562 5.5 by hand, SHA-1 of the namespace and the name."""
    digest = bytearray(hashlib.sha1(uids.NAMESPACE.bytes + b"a\x1fb").digest()[:16])
    digest[6], digest[8] = digest[6] & 0x0F | 0x50, digest[8] & 0x3F | 0x80
    assert uids.derived_uid("a", "b") == f"2.25.{int.from_bytes(digest, 'big')}"


@given(st.lists(texts, min_size=1, max_size=4), st.lists(texts, min_size=1, max_size=4))
def test_other_parts_give_another_uid(one, other):
    assert (uids.derived_uid(*one) == uids.derived_uid(*other)) == (one == other)


def test_uids_never_change_between_versions_of_the_program():
    """A changed value here would make every row of every store new: it is a break of data."""
    assert uids.measurement_uid("1.2/1", "vertebra:L1", "anterior_height", "1", "2.25.7") == (
        "2.25.101752439345665430650598005164343198253"
    )
    assert uids.table_reading_uid("1.2/1", "imported") == "2.25.6332501478222830887883120716393499379"
    assert uids.draft_reading_uid("ab" * 32, "lateral", "1.0") == "2.25.164606047637092878447558822775112261546"


def test_every_part_of_the_identity_counts():
    base = ("1.2/1", "vertebra:L1", "anterior_height", "1", "2.25.7")
    changed = {uids.measurement_uid(*(base[:i] + ("x",) + base[i + 1 :])) for i in range(5)}
    assert len(changed | {uids.measurement_uid(*base)}) == 6
    assert uids.measurement_uid("1.2/1", None, "cobb_angle", "1", "2.25.7") == uids.measurement_uid(
        "1.2/1", "film", "cobb_angle", "1", "2.25.7"
    )


def test_kinds_of_row_and_of_reading_do_not_meet():
    s = "kdeadbeef:x"
    assert uids.event_uid(s, "a") != uids.procedure_uid(s, "a") != uids.score_uid(s, "a", None, "1")
    assert uids.event_uid(s, "a", 1) != uids.event_uid(s, "a", 2)
    assert uids.assessment_uid("f", None, "s", "o", "r") != uids.assessment_uid("f", "v", "s", "o", "r")
    assert uids.table_reading_uid("f", "o", 1) != uids.table_reading_uid("f", "o", 2)
    assert uids.draft_reading_uid("d", "net", "1", 1) != uids.draft_reading_uid("d", "net", "1", 2)


def test_a_new_reading_is_new():
    assert uids.new_reading_uid() != uids.new_reading_uid()
    assert re.fullmatch(r"2\.25\.\d{30,39}", uids.new_reading_uid())
