"""Tables of norms: read line by line, chosen by level and sex, and never without a source."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.catalog import read_norms, shipped_norms
from measure.catalog.norms import RATIOS
from measure.errors import TableError
from measure.model import Level

HEAD = "ratio,level,sex,mean,sd,source"
GOOD = "anterior_posterior,L1,any,0.95,0.05,made up"


def read(folder: Path, *lines: str, head: str = HEAD):
    path = folder / "norms_of_here.csv"
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return read_norms(path)


class TestRead:
    def test_a_line(self, tmp_path: Path) -> None:
        norms = read(tmp_path, GOOD)
        found = norms.get("anterior_posterior", Level.L1, "F")
        assert (found.mean, found.sd, found.source) == (0.95, 0.05, "made up")
        assert norms.name == "norms_of_here"

    def test_capitals_and_a_decimal_comma(self, tmp_path: Path) -> None:
        norms = read(tmp_path, "Middle_Posterior;th12;f;0,94;0,05;made up", head=HEAD.replace(",", ";"))
        assert norms.mean("middle_posterior", Level.T12, "F") == 0.94

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("beck,L1,any,1,0.1,s", "line 2, column ratio: expected anterior_posterior, .*, got 'beck'"),
            ("anterior_posterior,L1,X,1,0.1,s", "line 2, column sex: expected F, M or any, got 'X'"),
            ("anterior_posterior,L1,any,1,0.1,", "line 2, column source: expected where the figure was published"),
            ("anterior_posterior,L9,any,1,0.1,s", "line 2, column level: level 'L9'"),
            ("anterior_posterior,,any,1,0.1,s", "line 2, column level: expected a level, got nothing"),
            ("anterior_posterior,L1,any,0,0.1,s", "line 2, column mean: expected a number above 0, got '0'"),
            ("anterior_posterior,L1,any,1,-0.1,s", "line 2, column sd: expected a number above 0"),
            ("anterior_posterior,L1,any,1,nan,s", "line 2, column sd: expected a number above 0"),
            ("anterior_posterior,L1,any,one,1,s", "line 2, column mean: expected a number above 0"),
        ],
    )
    def test_what_is_wrong_is_named(self, tmp_path: Path, line: str, said: str) -> None:
        with pytest.raises(TableError, match=said):
            read(tmp_path, line)

    def test_twice_the_same(self, tmp_path: Path) -> None:
        with pytest.raises(TableError, match=r"line 3: anterior_posterior of L1 \(any\) comes twice"):
            read(tmp_path, GOOD, GOOD)

    def test_a_missing_column(self, tmp_path: Path) -> None:
        with pytest.raises(TableError, match=r"line 1: expected the columns .*; source is missing"):
            read(tmp_path, "anterior_posterior,L1,any,1,0.1", head=HEAD.removesuffix(",source"))

    @given(st.sampled_from(RATIOS), st.sampled_from(Level), st.sampled_from(["F", "M", "any"]), st.floats(0.01, 999))
    def test_every_ratio_of_every_level(self, ratio: str, level: Level, sex: str, mean: float) -> None:
        with tempfile.TemporaryDirectory() as folder:
            norms = read(Path(folder), f"{ratio},{level},{sex},{mean!r},0.1,s")
        assert norms.mean(ratio, level, None if sex == "any" else sex) == mean


class TestChoice:
    @pytest.fixture
    def norms(self, make: object):
        return make.norms("L1 anterior_height 27 2, T12 anterior_height 25 2")

    def test_of_the_sex_before_of_both(self, tmp_path: Path) -> None:
        norms = read(tmp_path, GOOD, GOOD.replace("any", "F").replace("0.95", "0.93"))
        assert [norms.mean("anterior_posterior", Level.L1, sex) for sex in ("F", "M", "O", None)] == [
            0.93, 0.95, 0.95, 0.95,
        ]  # fmt: skip

    def test_an_unnumbered_vertebra_has_none(self, norms: object) -> None:
        assert norms.mean("anterior_height", None, None) is None

    def test_height_of_one_level_over_another(self, norms: object) -> None:
        assert norms.height_ratio(Level.L1, Level.T12, "anterior", None) == 27 / 25
        assert norms.height_ratio(Level.L1, Level.L2, "anterior", None) is None
        assert norms.height_ratio(Level.L1, Level.T12, "middle", None) is None


def test_what_is_shipped_has_a_source_and_is_a_share_of_a_height() -> None:
    entries = shipped_norms().entries
    assert entries
    for (ratio, _, _), norm in entries.items():
        assert ratio in RATIOS
        assert "doi" in norm.source
        assert 0.5 < norm.mean < 1.5
        assert 0 < norm.sd < 0.2
