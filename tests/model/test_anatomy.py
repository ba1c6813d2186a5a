"""Levels, structures and their keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import ModelError
from measure.model import LEVELS, Level, Side, Structure, StructureKind, neighbour, parse_anchor, parse_level, rank

levels = st.sampled_from(list(Level))


def test_levels_run_from_head_to_tail() -> None:
    written = "C1 C2 C3 C4 C5 C6 C7 T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 L1 L2 L3 L4 L5 L6 S1"
    assert [str(level) for level in LEVELS] == written.split()
    assert [rank(level) for level in LEVELS] == list(range(27))


@given(levels, st.sampled_from(["{}", " {} ", "{0[0]} {0[1]}{0[2]}"]), st.booleans())
def test_parse_level_reads_what_people_write(level: Level, form: str, lower: bool) -> None:
    name = form.format(str(level) if "[" not in form else (level[0], level[1:], ""))
    assert parse_level(name.lower() if lower else name) is level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Th12", Level.T12),
        ("th 1", Level.T1),
        ("D12", Level.T12),
        ("d7", Level.T7),
        ("T13", Level.T13),
        ("L6", Level.L6),
    ],
)
def test_parse_level_reads_other_schools(text: str, level: Level) -> None:
    assert parse_level(text) is level


@pytest.mark.parametrize("text", ["", "  ", "unnumbered", "Unnumbered", "none", "?"])
def test_parse_level_of_an_unnumbered_vertebra_is_none(text: str) -> None:
    assert parse_level(text) is None


@pytest.mark.parametrize("text", ["T14", "L7", "C0", "C8", "S2", "L", "12", "T", "L1-L2", "TT1", "Thh1", "DD1"])
def test_parse_level_refuses_what_is_none(text: str) -> None:
    with pytest.raises(ModelError, match=r"expected C1\.\.C7, T1\.\.T13, L1\.\.L6, S1 or unnumbered"):
        parse_level(text)


class TestNeighbour:
    @pytest.mark.parametrize(
        ("level", "offset", "present", "expected"),
        [
            (Level.T12, 1, (), Level.L1),
            (Level.T12, 1, {Level.T13}, Level.T13),
            (Level.T13, 1, (), Level.L1),
            (Level.T13, -1, (), Level.T12),
            (Level.L5, 1, (), Level.S1),
            (Level.L5, 1, {Level.L6}, Level.L6),
            (Level.S1, -1, (), Level.L5),
            (Level.S1, -1, {Level.L6}, Level.L6),
            (Level.C7, 1, (), Level.T1),
            (Level.L1, -3, {Level.T13}, Level.T11),
            (Level.L3, 0, (), Level.L3),
            (Level.C1, -1, (), None),
            (Level.S1, 1, (), None),
            (Level.L1, 40, (), None),
            (Level.L1, -40, (), None),
        ],
    )
    def test_counts_as_a_reader_counts(
        self, level: Level, offset: int, present: set[Level], expected: Level | None
    ) -> None:
        assert neighbour(level, offset, present) is expected

    @given(levels, st.integers(-8, 8), st.sets(levels))
    def test_the_way_back_leads_home(self, level: Level, offset: int, present: set[Level]) -> None:
        present = present | {level}
        there = neighbour(level, offset, present)
        assert there is None or neighbour(there, -offset, present) is level


class TestStructure:
    @pytest.mark.parametrize(
        ("structure", "key", "label"),
        [
            (Structure(StructureKind.VERTEBRA, Level.L1), "vertebra:L1", "L1"),
            (Structure(StructureKind.VERTEBRA, Level.L1, 4), "vertebra:L1", "L1"),
            (Structure(StructureKind.VERTEBRA, None, 3), "vertebra:#3", "#3"),
            (Structure(StructureKind.FEMUR, side=Side.LEFT), "femur:left", "left femur"),
            (
                Structure(StructureKind.TIBIA, side=Side.RIGHT, part="distal"),
                "tibia:right:distal",
                "right distal tibia",
            ),
            (Structure(StructureKind.CALIBRATOR, ordinal=2), "calibrator:#2", "calibrator"),
        ],
    )
    def test_key_and_label(self, structure: Structure, key: str, label: str) -> None:
        assert structure.key == key
        assert structure.label == label

    def test_a_vertebra_needs_a_name(self) -> None:
        with pytest.raises(ModelError, match="needs a level or an ordinal"):
            Structure(StructureKind.VERTEBRA)

    @pytest.mark.parametrize("ordinal", [0, -1])
    def test_ordinals_count_from_one(self, ordinal: int) -> None:
        with pytest.raises(ModelError, match=f"expected 1 or more, got {ordinal}"):
            Structure(StructureKind.VERTEBRA, ordinal=ordinal)

    @given(st.builds(Structure, st.just(StructureKind.VERTEBRA), levels),
           st.builds(Structure, st.just(StructureKind.VERTEBRA), levels))  # fmt: skip
    def test_two_levels_never_share_a_key(self, a: Structure, b: Structure) -> None:
        assert (a.key == b.key) is (a.level is b.level)


@pytest.mark.parametrize(("text", "anchor"), [("3=L1", (3, Level.L1)), (" 12 = Th 12 ", (12, Level.T12))])
def test_a_level_anchor(text: str, anchor: tuple[int, Level]) -> None:
    assert parse_anchor(text) == anchor


@pytest.mark.parametrize("text", ["", "L1", "3=", "=L1", "3=L1=L2", "-3=L1", "3.5=L1", "³=L1", "3=?"])
def test_what_is_no_level_anchor(text: str) -> None:
    with pytest.raises(ModelError, match=r"expected (a place and a level such as 3=L1|C1)"):
        parse_anchor(text)
