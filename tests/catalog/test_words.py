"""Words for people; every code that the rooms can emit has a sentence."""

import ast
import re
from pathlib import Path

import pytest

import measure.catalog
import measure.film
from measure.catalog import MEASURES, words
from measure.catalog.words import FLAGS, REASONS, SCALES, UNITS, in_order, say_flag, say_reason, say_value, say_where
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

SOURCES = [
    *(p for p in Path(measure.catalog.__file__).parent.glob("*.py") if p.stem not in ("words", "entries", "columns")),
    Path(measure.film.__file__).parent / "restate.py",
]
CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")


def text_of(node: ast.AST, holes: dict[str, list[str]]) -> list[str]:
    """Texts that a string or an f-string can become; ``{topic}`` stands for every topic used, other holes end it."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return text_of(node.body, holes) + text_of(node.orelse, holes)
    if not isinstance(node, ast.JoinedStr):
        return []
    texts = [""]
    for part in node.values:
        name = ast.unparse(part.value) if isinstance(part, ast.FormattedValue) else ""
        if isinstance(part, ast.Constant):
            texts = [text + part.value for text in texts]
        elif name == "topic":
            texts = [text + topic for text in texts for topic in holes["topic"]]
        elif isinstance(part.value, ast.IfExp):
            texts = [text + end for text in texts for end in text_of(part.value, holes)]
        else:
            return [text for text in texts if text]
    return texts


def codes_in(path: Path) -> tuple[set[str], set[str]]:
    """Reasons and flags that a module can emit, from its syntax tree."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    holes = {"topic": [t.lower() for t in re.findall(r"(?:fact|_chosen)\([\w, ]*Topic\.(\w+)", source)]}
    flags: set[str] = set()
    reasons: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            callee = ast.unparse(node.func)
            found = {t for argument in node.args for t in text_of(argument, holes)}
            if callee.endswith(("flags.append", "Check")):
                flags |= found
            elif callee.endswith(("absent", "_drop_anatomical", "refuse", ".get")):
                reasons |= found
        if isinstance(node, ast.keyword) and node.arg == "missing_flag":
            flags |= set(text_of(node.value, holes))
        if isinstance(node, ast.Tuple) and any(
            "flags" in ast.unparse(e) for e in node.elts if isinstance(e, ast.Starred)
        ):
            flags |= {t for e in node.elts for t in text_of(e, holes)}
        if isinstance(node, ast.Return) and node.value is not None:
            reasons |= set(text_of(node.value, holes))
        if isinstance(node, ast.Assign):
            target = ast.unparse(node.targets[0])
            if target in ("reason", "refs", "missing") or "problems[" in target:
                reasons |= set(text_of(node.value, holes))
    heads = {text.partition(":")[0] for text in reasons}
    return {h for h in heads if CODE.fullmatch(h) or h == "no_vertebra"}, {f for f in flags if CODE.fullmatch(f)}


def emitted() -> tuple[set[str], set[str]]:
    found = [codes_in(path) for path in SOURCES]
    entries = codes_in(Path(measure.catalog.__file__).parent / "entries.py")[1]
    checks = {f for m in MEASURES for c in m.checks for f in (c.flag, c.missing_flag) if f}
    assert checks <= entries | checks
    flags = set().union(*(f for _, f in found), checks)
    # A header can only be contradicted in what a header holds.
    never = {f for f in flags if f.endswith("_contradicts_header") and f[:-19] not in FilmHeader.__dataclass_fields__}
    return set().union(*(r for r, _ in found)), flags - never


def test_the_scan_sees_what_it_should() -> None:
    """A scan that finds nothing would prove nothing."""
    reasons, flags = emitted()
    assert {"facing_not_stated", "facing_contradicts_marks", "missing_mark", "not_visible", "no_vertebra_above",
            "no_such_curve", "too_few_vertebrae", "degenerate_marks", "pixel_aspect_unknown"} <= reasons  # fmt: skip
    assert {"crush_masks_beck", "crush_not_excluded", "view_from_marks", "end_vertebra_at_edge",
            "facing_contradicts_header", "statement_overrides_header_scale"} <= flags  # fmt: skip


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
