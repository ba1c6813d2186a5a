"""A scheme reads what people write and refuses what it cannot know."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import CatalogError
from measure.model import Scheme, StructureKind

GRADE = Scheme("grade", "Grade", {"0": "", "0.5": "", "1": "", "10": ""}, (StructureKind.VERTEBRA,), "", ())
SITES = Scheme(
    "site", "Site", {"none": "", "disc": "", "canal_wall": "", "vein": ""}, (StructureKind.VERTEBRA, None), "", (),
    say="site: {}", several=True, alone="none",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "word"),
    [("1", "1"), (" 1 ", "1"), ("1.0", "1"), ("01", "1"), ("0,5", "0.5"), (".5", None), ("10", "10"), ("1 0", None),
     ("-1", None), ("1-0", None), ("", None), ("2", None), ("one", None), ("1e0", None), ("1_0", None)],
)  # fmt: skip
def test_a_number_is_read_by_what_it_is_worth_and_never_mended(text, word):
    if word is not None:
        assert GRADE.read(text, StructureKind.VERTEBRA) == word
        return
    with pytest.raises(CatalogError, match=r"grade: expected 0, 0\.5, 1, 10, got"):
        GRADE.read(text, StructureKind.VERTEBRA)


@pytest.mark.parametrize(
    "text", ["canal_wall", "Canal Wall", "canal-wall", "CANALWALL", "canal's wall".replace("s", "")]
)
def test_capitals_blanks_and_hyphens_make_no_difference(text):
    assert SITES.read(text, None) == "canal_wall"


@given(st.lists(st.sampled_from(["disc", "canal_wall", "vein"]), min_size=1), st.sampled_from([";", ",", "+", " / "]))
def test_several_words_stand_in_the_order_of_the_scale_each_once(words, between):
    expected = [word for word in ("disc", "canal_wall", "vein") if word in words]
    assert SITES.read(between.join(words), None).split(";") == expected


def test_none_goes_with_no_other_word():
    assert SITES.read("none", None) == "none"
    with pytest.raises(CatalogError, match="none goes with no other word"):
        SITES.read("disc;none", None)


def test_a_scale_of_one_word_takes_no_two():
    with pytest.raises(CatalogError):
        replace(SITES, several=False).read("disc;vein", None)


def test_what_is_judged_must_be_what_the_scale_is_for():
    with pytest.raises(CatalogError, match="grade: expected it of a vertebra, got it of the film"):
        GRADE.read("1", None)
    with pytest.raises(CatalogError, match="site: expected it of a vertebra, the film, got it of an ulna"):
        SITES.read("disc", StructureKind.ULNA)


def test_a_cell_that_may_be_a_name_is_not_repeated():
    with pytest.raises(CatalogError, match="got a text of 5 characters") as caught:
        SITES.read("Smith", None)
    assert "Smith" not in str(caught.value)


def test_a_judgement_is_told_in_words():
    assert SITES.tell("disc;canal_wall") == "site: disc, canal wall"
