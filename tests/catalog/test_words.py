"""Words for people; every code that the rooms can emit has a sentence."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import measure.catalog
import measure.film
import measure.outcomes
from measure.catalog import MEASURES, words
from measure.catalog.words import (
    FLAGS,
    REASONS,
    SCALES,
    UNITS,
    in_order,
    say_flag,
    say_reason,
    say_title,
    say_value,
    say_where,
)
from measure.detect.flags import Flag
from measure.detect.quality import Doubt
from measure.model import (
    FilmHeader,
    FrozenMap,
    Level,
    Measurement,
    NotVisible,
    Quantity,
    ScaleClass,
    Structure,
    StructureKind,
    Topic,
)
from measure.spine.change import CHANGE_CLASSES

CATALOG = Path(measure.catalog.__file__).parent
SOURCES = [
    *(p for p in CATALOG.glob("*.py") if p.stem not in ("words", "columns", "schemes", "typical")),
    Path(measure.film.__file__).parent / "restate.py",
    Path(measure.outcomes.__file__).parent / "doubts.py",
]
CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
ONE_WORD = {"borderline", "child", *CHANGE_CLASSES}
# What a hole in an f-string can hold; topics are those that the module itself asks for.
HOLES = {
    "when": ["before", "after", "first"],
    "wanted": sorted({str(m.needs.posture) for m in MEASURES if m.needs.posture}),
}
# There is always a later film; postures that no measure asks for are never missing.
NEVER = {"no_film_after"}
Holes = dict[str, list[str]]


def text_of(node: ast.AST | None, holes: Holes) -> list[str]:
    """Texts that an expression can become; a hole that nothing is known of ends the text."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.Name):
        return holes.get(f"name {node.id}", [])
    if isinstance(node, ast.IfExp):
        return text_of(node.body, holes) + text_of(node.orelse, holes)
    if isinstance(node, ast.BoolOp):
        return [text for value in node.values for text in text_of(value, holes)]
    if not isinstance(node, ast.JoinedStr):
        return []
    texts = [""]
    for part in node.values:
        name = ast.unparse(part.value) if isinstance(part, ast.FormattedValue) else ""
        if isinstance(part, ast.Constant):
            texts = [text + part.value for text in texts]
        elif name in holes:
            texts = [text + word for text in texts for word in holes[name]]
        elif isinstance(part.value, ast.IfExp):
            texts = [text + end for text in texts for end in text_of(part.value, holes)]
        else:
            return [text for text in texts if text]
    return texts


def all_texts(node: ast.AST, holes: Holes) -> set[str]:
    """Every text anywhere in an expression."""
    return {text for inner in ast.walk(node) for text in text_of(inner, holes)}


def flags_of(node: ast.AST, holes: Holes) -> set[str]:
    """Flags that a node of a syntax tree raises."""
    if isinstance(node, ast.Call):
        callee = ast.unparse(node.func)
        if callee.endswith(("flags.append", "Check")):
            return {text for argument in node.args for text in text_of(argument, holes)}
        if callee == "_made":  # the last arguments, after the method
            return {text for argument in node.args[5:] for text in text_of(argument, holes)}
    if isinstance(node, ast.keyword) and node.arg in ("missing_flag", "flags"):
        return all_texts(node.value, holes)
    if isinstance(node, ast.Tuple):
        starred = any("flags" in ast.unparse(e) for e in node.elts if isinstance(e, ast.Starred))
        if starred or len(node.elts) == 1:
            return {text for element in node.elts for text in text_of(element, holes)}
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        target = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
        if target == "flags":
            return all_texts(node.value, holes)
        if target == "doubts" and isinstance(node.value, ast.Dict):
            return {text for key in node.value.keys for text in text_of(key, holes)}
    if isinstance(node, ast.ClassDef) and node.name == "Doubt":  # its members are flags themselves
        return {text for line in node.body if isinstance(line, ast.Assign) for text in text_of(line.value, holes)}
    return set()


def reasons_of(node: ast.AST, holes: Holes) -> set[str]:
    """Reasons that a node of a syntax tree gives."""
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
        ("absent", "_drop_anatomical", "refuse", "problems.get")
    ):
        return {text for argument in node.args for text in text_of(argument, holes)}
    if isinstance(node, ast.Return):
        return set(text_of(node.value, holes))
    if isinstance(node, ast.Assign):
        target = ast.unparse(node.targets[0])
        if target in ("reason", "refs", "missing") or "problems[" in target:
            return set(text_of(node.value, holes))
    return set()


def nodes_of(tree: ast.AST) -> Iterator[ast.AST]:
    """Nodes of a tree but for functions whose words stand in details and never as a reason."""
    for child in ast.iter_child_nodes(tree):
        if not (isinstance(child, ast.FunctionDef) and child.name == "_why_not"):
            yield child
            yield from nodes_of(child)


def codes_in(path: Path) -> tuple[set[str], set[str]]:
    """Reasons and flags that a module can emit, from its syntax tree."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    topics = [t.lower() for t in re.findall(r"(?:fact|_chosen)\([\w, ]*Topic\.(\w+)", source)]
    holes: Holes = {**HOLES, "topic": topics}
    for line in tree.body:
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
            holes[f"name {ast.unparse(line.targets[0])}"] = text_of(line.value, {})
    nodes = list(nodes_of(tree))
    reasons = {text.partition(":")[0] for node in nodes for text in reasons_of(node, holes)}
    flags = {text for node in nodes for text in flags_of(node, holes)}
    return {r for r in reasons if is_code(r)}, {f for f in flags if is_code(f)}


def is_code(text: str) -> bool:
    return bool(CODE.fullmatch(text)) or text in ONE_WORD


@cache
def emitted() -> tuple[set[str], set[str]]:
    """Reasons and flags of all modules, and the words of ``change_class``, which are flags of a change."""
    found = [codes_in(path) for path in SOURCES]
    checks = {f for m in MEASURES for c in m.checks for f in (c.flag, c.missing_flag) if f}
    flags = set().union(*(f for _, f in found), checks, CHANGE_CLASSES, map(str, (*Flag, *Doubt)))
    # A header can only be contradicted in what a header holds.
    never = {f for f in flags if f.endswith("_contradicts_header") and f[:-19] not in FilmHeader.__dataclass_fields__}
    return set().union(*(r for r, _ in found)) - NEVER, flags - never


def test_the_scan_sees_what_it_should() -> None:
    """A scan that finds nothing would prove nothing."""
    reasons, flags = emitted()
    assert {"facing_not_stated", "facing_contradicts_marks", "missing_mark", "not_visible", "no_vertebra_above",
            "no_such_curve", "too_few_vertebrae", "degenerate_marks", "pixel_aspect_unknown", "child",
            "no_reference_vertebra", "norm_missing", "no_film_first", "not_measured_before",
            "no_femoral_head", "end_vertebrae_without_levels", "levels_unknown"} <= reasons  # fmt: skip
    assert {"crush_masks_beck", "crush_not_excluded", "view_from_marks", "end_vertebra_at_edge",
            "facing_contradicts_header", "statement_overrides_header_scale", "borderline", "not_standing",
            "population_ratio_unknown", "restoration_indeterminate", "posture_not_compared",
            "expected_from_prior_film", "visit_days_contradict", "accuracy_unproven"} <= flags  # fmt: skip


def test_every_reason_has_a_sentence() -> None:
    assert emitted()[0] - set(REASONS) == set()


def test_every_flag_has_a_sentence() -> None:
    assert emitted()[1] - set(FLAGS) == set()


def test_no_sentence_is_left_over() -> None:
    """A sentence that no code emits is a slip of the pen in one or the other."""
    reasons, flags = emitted()
    assert set(REASONS) - reasons == set()
    assert set(FLAGS) - flags == set()


def test_every_unit_and_every_scale_has_words() -> None:
    assert {m.unit for m in MEASURES} | {"{pixel}"} <= set(UNITS)
    assert set(SCALES) == set(ScaleClass)


@pytest.mark.parametrize("table", [REASONS, FLAGS])
def test_sentences_are_short_and_without_codes(table: dict[str, str]) -> None:
    for sentence in table.values():
        assert "_" not in sentence
        assert len(sentence) <= 100
        assert sentence.strip() == sentence


FACING = "front and back unknown: state the facing (--facing, or a column facing in a table)"


class TestReason:
    @pytest.mark.parametrize("why", list(NotVisible))
    def test_with_a_part(self, why: NotVisible) -> None:
        assert say_reason(f"not_visible:{why}") == f"not visible ({str(why).replace('_', ' ')})"

    @pytest.mark.parametrize(
        ("code", "sentence"),
        [
            ("facing_not_stated", FACING),
            ("too_few_vertebrae:2_of_3", "too few vertebrae marked (2 of 3)"),
            ("L1:facing_not_stated", f"L1: {FACING}"),
            ("S1:s1_has_no_inferior_endplate", "S1: S1 has no inferior endplate"),
            ("no_vertebra:T5", "no such vertebra marked (T5)"),
            ("femoral_head:mark_outside_film", "femoral head: mark lies outside the film"),
            ("norm_missing:middle_posterior", f"{REASONS['norm_missing']} (middle posterior)"),
            ("something_new", "something new"),
        ],
    )
    def test_sentences(self, code: str, sentence: str) -> None:
        assert say_reason(code) == sentence


def test_a_flag_without_a_sentence_is_still_readable() -> None:
    assert say_flag("crush_masks_beck") == FLAGS["crush_masks_beck"]
    assert say_flag("something_new") == "something new"


def row(measure: str, quantity: Quantity, **more: object) -> Measurement:
    return Measurement(measure, "1", quantity, "2.25.1", "k", **more)


class TestValue:
    @pytest.mark.parametrize(
        ("measure", "quantity", "text"),
        [
            ("anterior_height", Quantity(22.04, "mm", sd=1.11), "22.0 ± 1.1 mm"),
            ("anterior_height", Quantity(22.0, "{pixel}", sd=1.0), "22.0 ± 1.0 px"),
            ("wedge_angle", Quantity(-4.26, "deg", sd=2.0), "−4.3 ± 2.0°"),
            ("beck_index", Quantity(0.7857, "{ratio}", sd=0.0452), "0.79 ± 0.05"),
            ("wedge_angle", Quantity(-0.04, "deg", sd=2.0), "0.0 ± 2.0°"),
            ("wedge_angle", Quantity(3.0, "deg"), "3.0°"),
            ("wedge_angle", Quantity(3.0, "d/cm"), "3.0 d/cm"),
            ("wedge_angle", Quantity.absent("deg", "facing_not_stated"), "–"),
        ],
    )
    def test_as_a_person_writes_it(self, measure: str, quantity: Quantity, text: str) -> None:
        assert say_value(row(measure, quantity)) == text

    def test_for_a_column_with_its_unit_in_the_heading(self) -> None:
        assert say_value(row("wedge_angle", Quantity(3.0, "deg", sd=1.0)), with_unit=False) == "3.0 ± 1.0"


class TestWhere:
    def test_a_structure(self) -> None:
        l1 = Structure(StructureKind.VERTEBRA, Level.L1)
        assert say_where(row("wedge_angle", Quantity(3.0, "deg"), structure=l1)) == "L1"

    def test_a_span(self) -> None:
        ends = FrozenMap({"cranial_end": "T5", "caudal_end": "T12"})
        assert say_where(row("coronal_cobb_angle", Quantity(3.0, "deg"), details=ends)) == "T5–T12"

    def test_the_one_level_of_a_value_of_the_whole_film(self) -> None:
        slope = row("sacral_slope", Quantity(40.0, "deg"), level_from=Level.S1, level_to=Level.S1)
        assert say_where(slope) == "S1"

    def test_two_levels_without_names_are_no_one_level(self) -> None:
        assert say_where(row("sacral_slope", Quantity(40.0, "deg"), level_from=Level.L1, level_to=Level.S1)) == "film"

    def test_a_title_says_no_span_twice(self) -> None:
        ends = FrozenMap({"cranial_end": "T4", "caudal_end": "T12"})
        kyphosis = row("thoracic_kyphosis", Quantity(37.0, "deg"), details=ends)
        assert f"{say_where(kyphosis)} {say_title(kyphosis)}" == "T4–T12 Thoracic kyphosis"
        missing = row("thoracic_kyphosis", Quantity.absent("deg", "no_vertebra"))
        assert say_title(missing) == "Thoracic kyphosis T4–T12"

    def test_the_film(self) -> None:
        assert say_where(row("coronal_cobb_angle", Quantity.absent("deg", "no_such_curve"))) == "film"


class TestInOrder:
    def test_the_measure_that_skips_least_sets_the_order(self, make: object) -> None:
        """L1 has no anterior height row; the posterior one knows where it belongs."""
        levels = {name: make.structure(name) for name in ("T12", "L1", "L2")}
        rows = [
            *(row("anterior_height", Quantity(1.0, "mm"), structure=levels[name]) for name in ("T12", "L2")),
            *(row("posterior_height", Quantity(1.0, "mm"), structure=levels[name]) for name in ("T12", "L1", "L2")),
            row("coronal_cobb_angle", Quantity(1.0, "deg")),
        ]
        assert [s.label for s in in_order(rows)] == ["T12", "L1", "L2"]

    def test_what_only_a_short_measure_knows_is_not_lost(self, make: object) -> None:
        rows = [
            row("beck_index", Quantity(1.0, "{ratio}"), structure=make.structure("L5")),
            *(row("wedge_angle", Quantity(1.0, "deg"), structure=make.structure(name)) for name in ("L1", "L2")),
        ]
        assert [s.label for s in in_order(rows)] == ["L1", "L2", "L5"]

    def test_no_rows(self) -> None:
        assert in_order([]) == []


def test_topics_in_flags_are_topics() -> None:
    for flag in FLAGS:
        for ending in ("_contradicts_header", "_statements_contradict"):
            if flag.endswith(ending):
                assert flag.removesuffix(ending) in set(Topic)
    assert words.FLAGS is FLAGS
