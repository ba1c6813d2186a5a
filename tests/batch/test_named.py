"""Tables that call films by name: which film each name is, and what cannot be told apart."""

import pytest

from measure.batch.named import Named
from measure.errors import TableError
from measure.model import FilmHeader

A = FilmHeader("1.2.3/1", 9, 9, study_uid="1.2")
SECOND = FilmHeader("1.2.3/2", 9, 9, frames=2, frame=2)


def named(*tables, problems=None):
    made = Named("word table")
    for films in tables:
        made.add(films, problems or {}, "two word tables have {!r}")
    return made


@pytest.mark.parametrize("name", ["a.dcm", "films/A.DCM", "1.2.3/1", "1.2.3", "1.2.3#1"])
def test_a_film_is_found_by_each_of_its_names(name):
    words = named({name: {"k": 1}})
    assert words.about(A, "films/a.dcm") == {"k": 1}
    assert list(words.unmatched()) == []


def test_a_name_without_a_film_is_told():
    words = named({"b.dcm": {"k": 1}})
    assert words.about(A, "a.dcm") == {}
    assert list(words.unmatched()) == ["word table: b.dcm"]


def test_a_frame_has_its_own_words():
    words = named({"a.dcm": {"k": 1}, "a.dcm#2": {"k": 2}})
    assert words.frames(A, "a.dcm") == {1, 2}
    assert (words.about(A, "a.dcm"), words.about(SECOND, "a.dcm")) == ({"k": 1}, {"k": 2})


def test_two_names_of_one_film_add_up_unless_they_say_the_same_thing():
    assert named({"a.dcm": {"k": 1}, "1.2.3": {"l": 2}}).about(A, "a.dcm") == {"k": 1, "l": 2}
    with pytest.raises(TableError, match="word table: two names in it fit this film"):
        named({"a.dcm": {"k": 1}, "1.2.3": {"k": 1}}).about(A, "a.dcm")


def test_two_tables_add_up_unless_they_say_the_same_thing():
    assert named({"a.dcm": {"k": 1}}, {"a.dcm": {"l": 2}}).about(A, "a.dcm") == {"k": 1, "l": 2}
    with pytest.raises(TableError, match="two word tables have 'k'"):
        named({"a.dcm": {"k": 1}}, {"a.dcm": {"k": 1}}).about(A, "a.dcm")


def test_a_problem_and_a_shared_name_are_raised_for_their_film_alone():
    words = named({"b.dcm": {"k": 1}}, problems={"a.dcm": "line 2, column x: wrong"})
    with pytest.raises(TableError, match=r"^word table: line 2, column x: wrong$"):
        words.about(A, "a.dcm")
    words.twice = frozenset({"b.dcm"})
    with pytest.raises(TableError, match="word table: several files have this name"):
        words.about(A, "x/b.dcm")


def test_what_is_said_under_one_name_alone():
    words = named({"copy.dcm": {"k": 1}, "1.2.3": {"l": 2}})
    assert words.names_only(A, "copy.dcm", "a.dcm")
    assert not words.names_only(A, "a.dcm", "copy.dcm")
