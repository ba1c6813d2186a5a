import base64
import datetime as dt
import hashlib
import hmac
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import ModelError
from measure.outcomes.keys import PseudonymKey, day_offset, is_nobody, key_id, normalise, pseudonym, subject_day

KEY = PseudonymKey(bytes(range(32)))
OTHER = PseudonymKey(bytes(32))


def test_a_pseudonym_is_the_hmac_of_issuer_and_number():
    """Oracle: the same message through the standard library, step by step."""
    message = b"measure/subject/1\x1fRAE\x1f123"
    digest = hmac.new(bytes(range(32)), message, hashlib.sha256).digest()
    assert pseudonym(KEY, " 0123 ", "rae") == f"k{key_id(KEY)}:" + base64.b32encode(digest).decode()[:26]


@pytest.mark.parametrize("written", ["00 123", "123", " 123 ", "000123", "１２３", "1 2 3", "123\t", "123\x00"])
def test_one_number_in_many_forms_is_one_patient(written):
    assert pseudonym(KEY, written) == pseudonym(KEY, "123")


@pytest.mark.parametrize(("one", "other"), [("AB-12", "AB12"), ("A0012", "A12"), ("123", "1230"), ("12/3", "123")])
def test_numbers_that_differ_by_more_stay_two_patients(one, other):
    assert pseudonym(KEY, one) != pseudonym(KEY, other)


def test_issuer_and_key_make_another_pseudonym():
    made = {pseudonym(KEY, "123"), pseudonym(KEY, "123", "RAE"), pseudonym(OTHER, "123"), pseudonym(KEY, "RAE123")}
    assert len(made) == 4


@given(st.text(), st.text())
def test_a_pseudonym_has_its_form_and_shows_nothing(patient_id, issuer):
    if is_nobody(patient_id):
        with pytest.raises(ModelError, match="belongs to one patient"):
            pseudonym(KEY, patient_id, issuer)
        return
    made = pseudonym(KEY, patient_id, issuer)
    assert re.fullmatch(r"k[0-9a-f]{8}:[A-Z2-7]{26}", made)
    assert made == pseudonym(KEY, normalise(patient_id), normalise(issuer))


@pytest.mark.parametrize("nobody", ["", "  ", "0", "0000", "anonymous", "Unknown", "N/A", "-"])
def test_placeholders_do_not_join_strangers_into_one_patient(nobody):
    with pytest.raises(ModelError, match="expected one that belongs to one patient"):
        pseudonym(KEY, nobody)


def test_a_key_is_never_shown():
    assert KEY.secret.hex() not in repr(KEY) + str(KEY) + key_id(KEY)
    assert "secret" not in repr(KEY)
    with pytest.raises(ModelError, match="expected 32 bytes, got 3"):
        PseudonymKey(b"abc")


def test_keys_are_told_apart():
    assert key_id(KEY) != key_id(OTHER)
    assert re.fullmatch("[0-9a-f]{8}", key_id(KEY))
    assert PseudonymKey.random() != PseudonymKey.random()


@given(st.dates(dt.date(1895, 1, 1), dt.date(2199, 12, 31)), st.dates(dt.date(1895, 1, 1), dt.date(2199, 12, 31)))
def test_intervals_on_the_clock_of_a_subject_are_true(one, other):
    days = subject_day(KEY, "a", other.isoformat()) - subject_day(KEY, "a", one.isoformat())
    assert days == (other - one).days
    assert abs(subject_day(KEY, "a", one.isoformat())) <= 200_000


def test_a_clock_is_an_hmac_under_its_own_label():
    """Oracle: the same message through the standard library; the label keeps it apart from pseudonyms."""
    digest = hmac.new(bytes(range(32)), b"measure/day/1\x1fk1:AA", hashlib.sha256).digest()
    offset = int(digest.hex(), 16) % 36527 - 18263
    assert day_offset(KEY, "k1:AA") == offset
    assert subject_day(KEY, "k1:AA", "2000-01-01") == offset


def test_clocks_of_other_subjects_and_keys_start_elsewhere():
    offsets = [day_offset(key, f"subject {i}") for key in (KEY, OTHER) for i in range(3000)]
    assert min(offsets) >= -18263
    assert max(offsets) <= 18263
    # Two of 6000 in 36527 days meet by chance about 490 times; a clock that all share would meet always.
    assert len(set(offsets)) > 5000
    counts = [sum(-18263 + 3653 * i <= one < -18263 + 3653 * (i + 1) for one in offsets) for i in range(10)]
    chi_square = sum((count - 600) ** 2 / 600 for count in counts)
    assert chi_square < 27.9  # 0.1 % of uniform samples lie above, with 9 degrees of freedom
