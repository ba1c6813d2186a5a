"""Which subject is meant: never another one by chance."""

import pytest

from measure.cli.series_work import Overview, choose, levels_of, overview
from measure.errors import StoreError
from measure.model import Level
from measure.outcomes.keyfile import load_or_create
from measure.outcomes.keys import PseudonymKey, pseudonym
from measure.outcomes.store import Store

NUMBER = "4711-SECRET"


class Subjects:
    """What ``choose`` asks of a store."""

    def __init__(self, names, key_id=None):
        self._names, self.key_id = sorted(names), key_id

    def subjects(self):
        return self._names


@pytest.fixture
def key():
    return load_or_create()


def test_patient_number_as_any_hospital_writes_it(key):
    store = Subjects([pseudonym(key, "12345"), pseudonym(key, "777")])
    for text in ("12345", " 0012345", "1234 5"):
        assert choose(store, text) == pseudonym(key, "12345")


def test_patient_number_with_its_issuer(key):
    store = Subjects([pseudonym(key, NUMBER, "H-1"), pseudonym(key, NUMBER, "H-2")])
    assert choose(store, NUMBER, "H-2") == pseudonym(key, NUMBER, "H-2")
    with pytest.raises(StoreError, match="none in the store fits"):
        choose(store, NUMBER)


def test_number_wins_over_a_pseudonym_that_ends_like_it(key):
    mine = pseudonym(key, "2345")
    other = f"k{key.id}:" + "A" * 22 + "2345"
    assert choose(Subjects([mine, other]), "2345") == mine
    assert choose(Subjects([other]), "2345") == other


def test_short_text_means_nobody(key):
    """One or two digits end many pseudonyms: the number of a patient who is not here would show another."""
    other = f"k{key.id}:" + "A" * 25 + "7"
    for text in ("7", "A7", "AA7", "k", "", " "):
        with pytest.raises(StoreError, match="none in the store fits"):
            choose(Subjects([other]), text)


def test_parts_of_a_pseudonym(key):
    names = [f"k{key.id}:{'B' * 13}{'C' * 13}", f"k{key.id}:{'B' * 13}{'D' * 13}"]
    assert choose(Subjects(names), "cccc") == names[0]
    assert choose(Subjects(names), names[1]) == names[1]
    with pytest.raises(StoreError, match="2 fit; say which: "):
        choose(Subjects(names), "BBBB")


def test_many_that_fit_are_not_all_listed(key):
    names = [f"k{key.id}:{'B' * 25}{sign}" for sign in "ABCDEFG"]
    with pytest.raises(StoreError, match=r"and 2 more$"):
        choose(Subjects(names), f"k{key.id}:")


@pytest.mark.parametrize(
    ("makes", "message"),
    [(False, "no key here"), (True, "made with key deadbeef, key [0-9a-f]{8} is in use")],
)
def test_another_key_is_said_and_the_number_never(makes, message):
    if makes:
        load_or_create()
    store = Subjects([pseudonym(PseudonymKey(bytes(32)), NUMBER)], "deadbeef")
    with pytest.raises(StoreError, match=message) as refused:
        choose(store, NUMBER)
    assert NUMBER not in str(refused.value)


def test_levels():
    assert levels_of(None) == levels_of("") == ()
    assert levels_of("L1;L3") == (Level.L1, Level.L3)
    with pytest.raises(StoreError, match="level: "):
        levels_of("X9")


def test_overview_of_the_samples(sample_results):
    with Store.open(sample_results / "outcomes.sqlite") as store:
        found = list(overview(store))
    assert [one.name for one in found] == sorted(one.name for one in found)
    assert sorted((one.visits, one.films, one.treated, one.left_out) for one in found)[-1] == (3, 6, ("L1",), 0)
    assert len(found) == 7
    assert isinstance(found[0], Overview)
