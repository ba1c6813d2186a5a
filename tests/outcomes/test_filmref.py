import unicodedata

import pytest

from measure.outcomes.filmref import FilmRef, film_ref, index_keys

SHA = "sha256:" + "ab" * 32


@pytest.mark.parametrize(
    ("cells", "film", "expected"),
    [
        (("1.2.3/1", "", ""), ("1.2.3/1", None, None), True),
        (("1.2.3", "", ""), ("1.2.3/2", None, None), True),
        (("1.2.3/1", "", ""), ("1.2.3/2", None, None), False),
        (("1.2", "", ""), ("1.2.3/1", None, None), False),
        ((SHA.upper().replace("SHA", "sha"), "", ""), (SHA, None, None), True),
        (("a.dcm", "", ""), (SHA, None, "x/A.DCM"), True),
        (("", "1.9", ""), (SHA, "1.9", None), True),
        (("", "1.9", ""), (SHA, None, None), False),
        (("", "1.9", "a.dcm"), (SHA, "1.9", "b.dcm"), False),
        (("", "", "x/a.dcm"), (SHA, None, "p/x/a.dcm"), True),
        (("", "", "x/a.dcm"), (SHA, None, "xx/a.dcm"), False),
        (("", "", ".\\x\\a.dcm"), (SHA, None, "x/a.dcm"), True),
        (("", "", "a.dcm"), (SHA, None, None), False),
    ],
)
def test_a_reference_names_a_film_if_all_it_gives_fits(cells, film, expected):
    ref = film_ref(*cells)
    assert ref.names(*film) is expected
    assert not expected or ref.index_key in index_keys(*film)


def test_nothing_is_no_reference():
    assert film_ref("", "", "") is None


def test_the_film_key_is_closer_than_a_path_than_a_name_than_a_study():
    refs = [FilmRef(study="1"), FilmRef(file="a"), FilmRef(study="1", file="a"), FilmRef(file="b/a"), FilmRef("1.2/1")]
    assert sorted(refs, key=lambda ref: ref.closeness) == refs
    assert [ref.by_name_only for ref in refs] == [False, True, False, False, False]


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("stored", ["NFC", "NFD"])
def test_an_accented_letter_is_one_letter(written, stored):
    ref = film_ref(unicodedata.normalize(written, "é/Ångström.dcm"), "", "")
    path = unicodedata.normalize(stored, "x/É/ångström.dcm")
    assert ref.names(SHA, None, path)
    assert ref.index_key in index_keys(SHA, None, path)
    assert not ref.names(SHA, None, "x/e/angstrom.dcm")
