"""Levels: names only where something says so, and how sure they are."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.detect.levels import AnchorKind, Levels, constants, name_levels
from measure.model import LEVELS, Level, Origin, Topic, neighbour, rank

SURE = 0.95


# The closed forms below hold for this table; that of the package is fitted on simulated films.
PEOPLE = {
    "six_lumbar": 0.062, "four_lumbar": 0.027, "rib_on_l1": 0.058, "no_rib_on_t12": 0.03, "thirteen_thoracic": 0.005,
    "sacrum_half": 0.3, "sacrum_width": 0.07, "axis_half": 0.3, "axis_width": 0.07, "anchor": 0.8,
    "rib_clear": 0.8, "rib_sharp": 0.96, "rib_weight": 1.0, "levels_weight": 0.0,
    "skip": 0.003, "wide": 0.4, "filled": 0.1, "named": 0.5, "strong": 0.95,
}  # fmt: skip


def names(chain: object, *stated: object, treated: Sequence[int] = (), **changed: float) -> Levels:
    """Names by the table above, which takes nothing from the network but ribs and what is in view."""
    return name_levels(chain, *stated, treated=treated, table=PEOPLE | changed)


def test_the_table_of_the_package_has_the_same_constants() -> None:
    assert set(constants()) == set(PEOPLE)
    assert all(0 <= value <= 1 for value in constants().values())
    assert constants()["named"] >= 0.5  # below, two vertebrae could get one name


class TestNoAnchor:
    @settings(max_examples=150)
    @given(st.data())
    def test_a_chain_without_an_anchor_is_never_named(self, make: object, data: st.DataObject) -> None:
        """Whatever the network says of its levels, and wherever it stands."""
        n = data.draw(st.integers(1, 20))
        first = data.draw(st.integers(0, len(LEVELS) - n))
        bearing = data.draw(st.sampled_from([0.001, 0.5, 0.999]))
        sure = data.draw(st.floats(0.1, 0.999999))
        levels = make.says(*LEVELS[first : first + n], sure=sure)
        filled = data.draw(st.sets(st.integers(1, max(1, n - 2)), max_size=2)) if n > 2 else set()
        faint = data.draw(st.floats(0, 0.2))
        chain = make.chain([bearing] * n, levels=levels, filled=sorted(filled), sacrum=faint, axis=faint)
        found = name_levels(chain)
        assert found.names == (None,) * n
        assert found.confidence == (None,) * n
        assert (found.flags, found.statement, found.sacrum) == (("no_level_anchor",), None, None)

    def test_an_empty_chain(self, make: object) -> None:
        assert name_levels(make.chain([])).names == ()


class TestAnchors:
    def test_above_the_sacrum_comes_the_last_lumbar(self, make: object) -> None:
        found = names(make.chain([0.5] * 5, sacrum=SURE))
        assert list(found.names) == make.levels("L1", "L5")
        assert found.flags == ()
        # Six lumbar vertebrae in 6.2 %, four in 2.7 % of people: that is as sure as one can be of L5.
        assert found.confidence[-1] == pytest.approx(1 - 0.062 - 0.027, abs=0.01)
        assert found.sacrum == pytest.approx(1.0, abs=0.01)
        assert (found.statement.topic, found.statement.value) == (Topic.LEVEL_ANCHOR, "5=L5")
        assert (found.statement.origin, found.statement.source) == (Origin.ALGORITHM, "sacrum in view")

    def test_the_last_rib_names_t12(self, make: object) -> None:
        found = names(make.spine(thoracic=3, lumbar=3))
        assert list(found.names) == make.levels("T10", "L3")
        assert (found.statement.value, found.statement.source) == ("3=T12", "last rib in view")
        # Ribs on L1 in 5.8 %, none on T12 in 3 %.
        assert 0.85 < found.confidence[2] <= 1 - 0.058 - 0.03 + 0.01

    def test_the_second_cervical_vertebra_names_c3(self, make: object) -> None:
        found = names(make.chain([0.5] * 6, axis=SURE))
        assert list(found.names) == make.levels("C3", "T1")
        assert (found.statement.value, found.statement.source) == ("1=C3", "C2 in view")

    def test_two_that_agree_are_surer_than_one(self, make: object) -> None:
        both = names(make.spine(thoracic=2, lumbar=5, sacrum=SURE))
        assert list(both.names) == make.levels("T11", "L5")
        assert min(both.confidence) > 0.97
        assert both.flags == ()
        assert both.statement.source == "sacrum in view, last rib in view"

    def test_the_whole_spine(self, make: object) -> None:
        found = names(make.spine(12, 5, 5, sacrum=SURE, axis=SURE))
        assert list(found.names) == make.levels("C3", "L5")
        assert min(found.confidence) > 0.99

    def test_the_network_can_unname_but_not_overrule(self, make: object) -> None:
        """A faint sacrum, and every vertebra looks like one two levels higher: then nothing is named."""
        levels = make.says(*make.levels("T11", "L3"), sure=0.9999)
        chain = make.chain([0.5] * 5, sacrum=0.5, levels=levels)
        assert list(names(chain).names) == make.levels("L1", "L5")
        found = names(chain, levels_weight=1.0)
        assert (found.names, found.flags) == ((None,) * 5, ("levels_unsure",))


class TestCounts:
    def test_six_below_the_ribs(self, make: object) -> None:
        """The commoner reason is an L6 (6.2 %), not a T12 without ribs (3 %)."""
        found = names(make.spine(thoracic=2, lumbar=6, sacrum=SURE))
        assert list(found.names) == make.levels("T11", "L6", without=["T13"])
        assert found.flags == ("transitional",)
        assert max(found.confidence) < 0.75

    def test_four_below_the_ribs(self, make: object) -> None:
        """The commoner reason is a rib on L1 (5.8 %), not an absent L5 (2.7 %)."""
        found = names(make.spine(thoracic=2, lumbar=4, sacrum=SURE))
        assert list(found.names) == make.levels("T12", "L5")
        assert found.flags == ("transitional",)
        assert max(found.confidence) < 0.8

    def test_four_lumbar_by_the_count_from_above(self, make: object) -> None:
        """All twelve ribs and C2 in view: then an L5 is absent, if none of the four steps down to it missed one."""
        found = names(make.spine(12, 4, 5, sacrum=SURE, axis=SURE))
        assert list(found.names) == make.levels("C3", "L4")
        assert found.flags == ("transitional",)
        missed = 4 * PEOPLE["skip"]
        assert found.confidence[-1] == pytest.approx(0.027 / (0.027 + missed), abs=0.05)

    def test_a_rib_on_l1_by_the_count_from_above(self, make: object) -> None:
        found = names(make.spine(13, 4, 5, sacrum=SURE, axis=SURE))
        assert list(found.names) == make.levels("C3", "L5")
        assert found.flags == ("transitional",)

    def test_a_thirteenth_thoracic_where_people_have_it_often(self, make: object) -> None:
        """Thirteen ribs and five lumbar: T13, or an L6 with a rib on L1; the table says which is commoner."""
        chain = make.spine(13, 5, 5, sacrum=SURE, axis=SURE)
        often = names(chain, thirteen_thoracic=0.05)
        assert list(often.names) == make.levels("C3", "L5", without=["L6"])
        rare = names(chain, thirteen_thoracic=0.0002)
        assert list(rare.names) == make.levels("C3", "L6", without=["T13"])
        assert often.flags == rare.flags == ("transitional",)

    @pytest.mark.parametrize("lumbar", [2, 3, 7, 8])
    def test_anchors_that_disagree_by_more_name_nothing(self, make: object, lumbar: int) -> None:
        found = names(make.spine(thoracic=3, lumbar=lumbar, sacrum=SURE))
        assert found.names == (None,) * (3 + lumbar)
        assert found.flags == ("level_anchors_conflict",)
        assert {anchor.kind for anchor in found.anchors} == {AnchorKind.SACRUM, AnchorKind.LAST_RIB}
        assert found.sacrum is not None


class TestGaps:
    def test_names_beyond_a_gap_are_less_sure(self, make: object) -> None:
        plain = names(make.chain([0.5] * 7, sacrum=SURE))
        gap = names(make.chain([0.5] * 7, sacrum=SURE, filled=[3]))
        assert gap.names == plain.names
        assert gap.confidence[4:] == pytest.approx(plain.confidence[4:], abs=1e-3)
        ratio = gap.confidence[1] / plain.confidence[1]
        assert ratio == pytest.approx((1 - PEOPLE["filled"]) / (1 - PEOPLE["skip"]), abs=0.02)

    def test_two_gaps_are_worse_than_one(self, make: object) -> None:
        first = [names(make.chain([0.5] * 8, sacrum=SURE, filled=filled)).confidence[0] for filled in ([], [3], [2, 5])]
        assert first == sorted(first, reverse=True)

    def test_a_vertebra_that_was_missed_leaves_a_wide_step(self, make: object) -> None:
        rows = [100, 140, 180, 260, 300, 340]
        far = names(make.chain([0.5] * 6, sacrum=SURE, rows=rows))
        assert list(far.names[3:]) == make.levels("L3", "L5")
        assert all(sure is None or sure < 0.6 for sure in far.confidence[:3])

    def test_one_put_in_that_is_none_loses_its_name(self, make: object) -> None:
        """Ribs end three above it and the sacrum follows: the count fits without the one that was put in."""
        found = names(make.spine(thoracic=3, lumbar=6, sacrum=SURE, filled=[5]), filled=0.6)
        assert found.names[5] is None
        assert [name for name in found.names if name] == make.levels("T10", "L5")

    @settings(max_examples=100)
    @given(st.data())
    def test_names_go_down_and_come_once(self, make: object, data: st.DataObject) -> None:
        n = data.draw(st.integers(2, 12))
        ribs = data.draw(st.lists(st.floats(0, 1), min_size=n, max_size=n))
        filled = data.draw(st.sets(st.integers(1, n - 2), max_size=3)) if n > 2 else set()
        steps = data.draw(st.lists(st.floats(25, 100), min_size=n - 1, max_size=n - 1))
        rows = [100.0, *(100 + np.cumsum(steps)).tolist()]
        levels = [np.log(np.array(data.draw(st.lists(st.floats(0.001, 1), min_size=27, max_size=27)))) for _ in ribs]
        score = data.draw(st.sampled_from([0.0, 0.4, 0.95]))
        chain = make.chain(ribs, sacrum=score, filled=sorted(filled), rows=rows, levels=levels)
        found = name_levels(chain)
        named = [rank(level) for level in found.names if level is not None]
        assert named == sorted(set(named))
        pairs = zip(found.names, found.confidence, strict=True)
        assert all((name is None) == (sure is None) for name, sure in pairs)
        assert all(0.5 <= sure <= 1 for sure in found.confidence if sure is not None)


class TestStatements:
    def test_a_statement_names_what_nothing_in_view_does(self, make: object) -> None:
        found = names(make.chain([0.5] * 6), [make.anchored("3=L1")])
        assert list(found.names) == make.levels("T11", "L4")
        assert found.confidence[2] == 1.0
        assert (found.statement, found.flags) == (None, ())

    def test_it_is_less_sure_beyond_a_gap(self, make: object) -> None:
        found = names(make.chain([0.5] * 6, filled=[3]), [make.anchored("2=T6")])
        assert found.confidence[4] == pytest.approx(1 - PEOPLE["filled"], abs=0.02)

    def test_it_wins_over_what_is_in_view_and_that_is_said(self, make: object) -> None:
        chain = make.spine(thoracic=2, lumbar=5, sacrum=SURE)
        found = names(chain, [make.anchored("3=L2")])
        assert list(found.names[2:]) == make.levels("L2", "L6", without=["T13"])
        assert found.flags == ("transitional", "level_statement_contradicts_anchor")

    def test_one_that_agrees_is_not_flagged(self, make: object) -> None:
        chain = make.spine(thoracic=2, lumbar=5, sacrum=SURE)
        found = names(chain, [make.anchored("3=L1")])
        assert list(found.names) == make.levels("T11", "L5")
        assert found.flags == ()

    def test_two_of_which_none_holds_leave_what_is_in_view(self, make: object) -> None:
        chain = make.spine(thoracic=2, lumbar=5, sacrum=SURE)
        stated = [make.anchored("3=L1"), make.anchored("4=L1")]
        assert names(chain, stated).names == names(chain).names
        twice = [make.anchored("3=L3"), make.anchored("5=L1")]
        assert names(chain, twice).names == names(chain).names

    def test_a_stated_l6_is_counted_to(self, make: object) -> None:
        found = names(make.chain([0.5] * 4, sacrum=SURE), [make.anchored("4=L6")])
        assert list(found.names) == make.levels("L3", "L6", without=["T13"])
        assert found.flags == ("transitional",)

    def test_a_treated_level_names_the_vertebra_that_looks_treated(self, make: object) -> None:
        found = names(make.chain([0.5] * 5), [make.treated("L1")], treated=[3])
        assert found.names[3] is Level.L1
        assert found.names[4] is neighbour(Level.L1, 1)
        assert names(make.chain([0.5] * 5), [make.treated("L1")]).flags == ("no_level_anchor",)
