"""The pages on every measure: made again byte for byte, complete, drawn from the trace, and true in what they name."""

import importlib.util
import math
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

from measure.catalog import MEASURES, SETS
from measure.catalog.words import FLAGS, REASONS
from measure.model import Measure, Role
from measure.outcomes.describe import columns
from measure.outcomes.schema import ROW_TYPES

DOCS = Path(__file__).resolve().parents[2] / "docs"
DEFINITIONS = DOCS / "definitions"
PAGES = [*sorted(DEFINITIONS.glob("*.md")), DOCS / "columns.md"]
SVG = "{http://www.w3.org/2000/svg}"
LARGEST = 15_000
# Names that others gave, the scales that people judge by, and codes of events.
NAMES = (
    "spinal fracture index", "spinal_fracture_index", "spinal-fx-index", "adjacent_fracture", "new_fracture",
    "non_fracture_deformity", "non-fracture deformity", "adjacent fracture, in the reader's words",
    "new fracture elsewhere, in the reader's words", "whether a reader sees a new fracture",
    "something else that is no fracture", "software does not call a fracture",
)  # fmt: skip
ADVICE = r"recommend|advis|contraindicat|should undergo|(?:should|must) be (?:treated|operated)|fit to|safe to|unstable"
ORIGIN = r"recalled, not checked|found in an abstract or excerpt|computed|stands in the guidance|doi "

by_id = pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def page_of(measure: Measure) -> str:
    return (DEFINITIONS / f"{measure.id}.md").read_text(encoding="utf-8")


def drawing_of(measure: Measure) -> ET.Element:
    return ET.parse(DEFINITIONS / "drawings" / f"{measure.id}.svg").getroot()


@pytest.fixture(scope="module")
def press() -> ModuleType:
    """The script that makes the pages; it puts its folder on the path, so that its parts can be imported."""
    spec = importlib.util.spec_from_file_location("make_pages", DOCS / "make_pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def files_below(folder: Path) -> dict[str, bytes]:
    names = ("columns.md", "definitions/*.md", "definitions/drawings/*.svg")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for name in names for p in folder.glob(name)}


def test_the_committed_pages_are_those_of_the_catalogue(tmp_path: Path) -> None:
    """If this fails: make docs"""
    subprocess.run([sys.executable, str(DOCS / "make_pages.py"), "--out", str(tmp_path)], check=True)
    made, committed = files_below(tmp_path), files_below(DOCS)
    assert made.keys() == committed.keys()
    assert [name for name in made if made[name] != committed[name]] == []


def test_every_measure_has_a_page_and_a_drawing_and_there_is_no_other() -> None:
    ids = {measure.id for measure in MEASURES}
    assert {path.stem for path in DEFINITIONS.glob("*.md")} == ids | {"README", "flags_and_reasons"}
    assert {path.stem for path in (DEFINITIONS / "drawings").glob("*.svg")} == ids


def test_a_page_of_a_measure_that_is_gone_is_removed(press: ModuleType, tmp_path: Path) -> None:
    old = tmp_path / "definitions" / "gone.md"
    old.parent.mkdir()
    old.write_text("old", encoding="utf-8")
    press.main(["--out", str(tmp_path)])
    assert not old.exists()
    assert (tmp_path / "definitions" / "README.md").exists()


def test_every_measure_has_its_own_notes(press: ModuleType) -> None:
    from _press.notes import read_notes

    notes = read_notes()
    assert notes.keys() == {measure.id for measure in MEASURES}
    assert [
        name for name, note in notes.items() if not (note.says and note.formula and note.traps and note.not_for)
    ] == []


@by_id
def test_the_drawing_shows_the_trace_and_is_small(press: ModuleType, measure: Measure) -> None:
    """Strokes in the colours of the roles lie where the trace of the example lies, not somewhere."""
    from _press.case import case_of
    from _press.legend import COLOURS

    case, drawing = case_of(measure), drawing_of(measure)
    roles = {item.role for film in case.films for item in film.items}
    assert roles
    for role in roles:
        strokes = [group for group in drawing.iter(f"{SVG}g") if group.get("stroke") == COLOURS[role]]
        drawn = sum(len(group) for group in strokes)
        assert drawn >= max(len({item for item in film.items if item.role is role}) for film in case.films)
    assert (DEFINITIONS / "drawings" / f"{measure.id}.svg").stat().st_size < LARGEST


@by_id
def test_lines_are_drawn_true_to_scale(press: ModuleType, measure: Measure) -> None:
    """One scale for all arms and paths of both films: their lengths on paper are those in mm, times one factor."""
    from _press.case import case_of
    from _press.legend import COLOURS

    for role in (Role.PATH, Role.ARM):
        lines = {(k, i) for k, film in enumerate(case_of(measure).films) for i in film.items if i.role is role}
        if not lines:
            continue
        groups = [
            g
            for g in drawing_of(measure).iter(f"{SVG}g")
            if g.get("stroke-linecap") and g.get("stroke") == COLOURS[role]
        ]
        drawn = [
            [tuple(map(float, pair.split(","))) for pair in line.get("points").split()] for g in groups for line in g
        ]
        on_paper = sorted(math.dist(line[0], line[-1]) for line in drawn)
        in_mm = sorted(math.dist(item.points[0], item.points[-1]) for _, item in lines)
        assert len(on_paper) == len(in_mm)
        scale = sum(on_paper) / sum(in_mm)
        assert on_paper == pytest.approx([length * scale for length in in_mm], abs=0.25)


@by_id
def test_the_drawing_stays_on_its_paper(measure: Measure) -> None:
    """Dots of marks and words; bones may reach beyond, they are covered."""
    drawing = drawing_of(measure)
    width, height = (float(number) for number in drawing.get("viewBox").split()[2:])
    assert width == 600
    dots = [dot for dot in drawing.iter(f"{SVG}circle") if dot.get("r") == "3.2"]
    assert dots
    for item, x, y in [
        *((dot, "cx", "cy") for dot in dots),
        *((text, "x", "y") for text in drawing.iter(f"{SVG}text")),
    ]:
        assert 0 <= float(item.get(x)) <= width
        assert 0 <= float(item.get(y)) <= height


def test_a_drawn_angle_is_the_angle_that_is_measured(press: ModuleType) -> None:
    """The two perpendiculars of Cobb's construction meet at the value of the measure, worked out from the picture."""
    from _press.aid import cobb
    from _press.geometry import between

    upper, lower = ((0.0, 0.0), (5.0, 30.0)), ((60.0, 0.0), (50.0, 30.0))
    aid = cobb(upper, lower, "")
    first, second = aid.dashed[2:]
    assert between((first[0], first[-1]), (second[-1], second[0])) == pytest.approx(between(upper, lower), abs=1e-9)
    for foot, arm in ((first[0], upper), (second[0], lower)):
        assert between(arm, (foot, first[-1] if arm is upper else second[-1])) == pytest.approx(90, abs=1e-9)


@by_id
def test_a_page_holds_what_the_entry_says(measure: Measure) -> None:
    text = page_of(measure)
    assert text.startswith(f"# {measure.title}\n")
    for part in (measure.definition, *measure.references, f"version {measure.version}"):
        assert part in text
    for scheme, code in measure.codes.items():
        assert f"`{scheme}|{code}`" in text
    for heading in ("What it means", "Formula", "What it needs", "How sure it is", "Traps", "Not for", "References"):
        assert f"\n## {heading}\n" in text


@by_id
def test_flags_and_reasons_have_their_sentences(measure: Measure) -> None:
    named = re.findall(r"^- `([a-z_0-9]+)`: (.+)$", page_of(measure), re.M)
    assert named
    assert [code for code, words in named if words not in (FLAGS.get(code), REASONS.get(code))] == []


@by_id
def test_what_the_example_says_of_itself_stands_on_the_page(press: ModuleType, measure: Measure) -> None:
    """Flags that the catalogue raised on the example are among those that the page announces."""
    from _press.case import case_of

    raised = set(case_of(measure).row.flags)
    assert raised <= set(re.findall(r"^- `([a-z_0-9]+)`", page_of(measure), re.M)) | {"level_anchor_contradicts_marks"}


@by_page
def test_every_link_resolves(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert targets
    assert [target for target in targets if not (page.parent / target).exists()] == []


@by_page
def test_no_advice_and_nothing_called_a_fracture(page: Path) -> None:
    text = page.read_text(encoding="utf-8").lower()
    for name in NAMES:
        text = text.replace(name, "")
    assert re.findall(r".{0,40}fracture.{0,40}", text) == []
    assert re.findall(rf".{{0,40}}(?:{ADVICE}).{{0,40}}", text) == []


@by_id
def test_a_norm_says_how_well_it_is_known(measure: Measure) -> None:
    _, _, norms = page_of(measure).partition("\n## Norms\n")
    lines = [line for line in norms.partition("\n## ")[0].splitlines() if line.startswith("- ")]
    assert [line for line in lines if not re.search(ORIGIN, line)] == []


def test_the_index_says_how_each_measure_comes_to_be_read() -> None:
    index = (DEFINITIONS / "README.md").read_text(encoding="utf-8")
    for measure in MEASURES:
        (line,) = [line for line in index.splitlines() if line.startswith(f"| [{measure.title}]({measure.id}.md)")]
        read = line.rstrip(" |").rpartition("| ")[2]
        assert (read == "default") is measure.default
        assert read.startswith("asked for") is (not measure.default and not measure.treated)
        in_set = any(measure.id in ids for ids in SETS.values())
        assert ("(`" in read) is (in_set and not measure.default and not measure.treated)


@pytest.mark.parametrize("row_type", ROW_TYPES, ids=lambda row_type: row_type.table)
def test_the_dictionary_has_every_column_of_the_schema(row_type: type) -> None:
    text = (DOCS / "columns.md").read_text(encoding="utf-8")
    for name, column in columns(row_type).items():
        assert f"| `{name}` |" in text
        assert column["description"].replace("|", "\\|") in text


def test_tables_leads_to_the_dictionary() -> None:
    assert "(columns.md)" in (DOCS / "tables.md").read_text(encoding="utf-8")
