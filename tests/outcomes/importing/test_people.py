"""Pseudonyms of an import: one key, and a remedy where there are two."""

import datetime as dt

import pytest

from measure.errors import KeyMismatch
from measure.outcomes.importing.people import People
from measure.outcomes.keyfile import export_key, key_path, load
from measure.outcomes.keys import PseudonymKey, pseudonym, subject_day

READY = "kdeadbeef:" + "A" * 26


def test_a_number_is_keyed_with_the_key_of_this_computer():
    found = People().subject(" 0012 ")
    assert found == pseudonym(load(), "12")
    assert People().subject("12", "elsewhere") != found


def test_a_pseudonym_is_taken_as_it_is_and_makes_no_key():
    people = People()
    assert (people.subject(READY), people.key_id, load()) == (READY, "deadbeef", None)


@pytest.mark.parametrize(
    "text", ["0", "ANONYMOUS", "n/a", "4.71E+06", "4711.0", "4711,0", "471E+4", "kdeadbeef:SHORT", "kdeadbeef:"]
)
def test_what_is_no_number_of_one_patient(text):
    with pytest.raises(ValueError, match="expected a") as caught:
        People().subject(text)
    assert text.lower() not in str(caught.value).replace("4711.0", "").lower() or len(text) == 1


def test_two_keys_are_refused_with_the_remedy():
    People().subject("12")
    with pytest.raises(KeyMismatch, match=r"made with key deadbeef.*`measure key export FILE` where key deadbeef is"):
        People("deadbeef").subject("12")


def test_one_pseudonym_of_another_key_is_refused_for_itself():
    people = People()
    people.subject("12")
    said = f"expected a patient number, or a pseudonym made with key {load().id}, got one made with another key"
    for read in (people.subject, people.ready):
        with pytest.raises(ValueError, match=said) as caught:
            read(READY)
        assert "deadbeef" not in str(caught.value)
    assert people.subject("13").startswith(f"k{load().id}:")


def test_the_key_is_settled_before_the_first_row():
    other = READY.replace("deadbeef", "00000000")
    stored = People("deadbeef")
    stored.look_through([other, READY, other, ""])  # some fit: the lines of the others say so
    assert stored.key_id == "deadbeef"
    with pytest.raises(KeyMismatch, match="made with key deadbeef, but those of the table with key 00000000"):
        stored.look_through([other])
    new = People()
    new.look_through([other, READY, READY.replace("A", "B")])
    assert new.key_id == "deadbeef"
    with pytest.raises(KeyMismatch, match="got keys 00000000, deadbeef, and no key that most of them fit"):
        People().look_through([other, READY])
    nobody = People()
    nobody.look_through(["", "ANONYMOUS", "kdeadbeef:SHORT", "4711.0"])
    assert (nobody.key_id, load()) == (None, None)


def test_a_computer_without_a_key_does_not_make_a_second_one_for_a_store_that_has_one():
    with pytest.raises(KeyMismatch, match=r"no key yet; run `measure key export FILE` where that key is"):
        People("deadbeef").subject("12")
    assert not key_path().exists()


def test_a_dry_run_keeps_no_key():
    assert People(keep_key=False).subject("12").startswith("k")
    assert not key_path().exists()


def test_an_exported_key_joins(tmp_path, monkeypatch):
    found = People().subject("12")
    export_key(tmp_path / "copy.key")
    monkeypatch.setenv("MEASURE_KEY_FILE", str(tmp_path / "copy.key"))
    assert People().subject("0012") == found


def test_the_clock_needs_the_key_of_the_subject():
    people, day = People(), dt.date(2024, 3, 1)
    own = people.subject("12")
    assert people.clock(own, day) == subject_day(load(), own, "2024-03-01")
    assert people.clock(READY, day) is None
    assert People().clock(pseudonym(PseudonymKey(bytes(32)), "12"), day) is None
