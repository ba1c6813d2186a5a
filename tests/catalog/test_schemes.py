"""The scales of judgement: complete, apart from the measures, and readable by what people write."""

import re
from pathlib import Path

import pytest

from measure.catalog import MEASURES, SCHEMES, get_scheme
from measure.catalog.schemes import check, checked, in_order
from measure.errors import CatalogError
from measure.model import Assessment, Level, Observer, ObserverKind, Structure, StructureKind
from measure.outcomes.decision import REJECTED
from measure.outcomes.fields import Word
from measure.outcomes.schema import AssessmentRow
from measure.outcomes.withdraw import REASON

VERTEBRA = StructureKind.VERTEBRA
READER = Observer(ObserverKind.PERSON, "reader-1")


def every(scheme) -> str:
    """The longest judgement that a scheme allows."""
    return ";".join(word for word in scheme.values if word != scheme.alone) if scheme.several else ""


def test_a_judgement_never_bears_the_name_of_what_is_computed():
    ids = [scheme.id for scheme in SCHEMES]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & {measure.id for measure in MEASURES}


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.id)
def test_every_word_of_every_scheme_fits_the_schema(scheme):
    value = AssessmentRow.model_fields["value"].metadata[0].pattern
    assert re.fullmatch(Word.__metadata__[0].metadata[0].pattern, scheme.id)
    for word in (*scheme.values, every(scheme)):
        assert not word or re.fullmatch(value, word), word
    assert not {REASON, REJECTED} & set(scheme.values)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.id)
def test_every_word_is_read_back_as_itself_however_it_is_written(scheme):
    subject = scheme.subjects[0]
    for word, meaning in scheme.values.items():
        for written in (word, word.upper(), f" {word.lower()} ", word.replace("_", " ")):
            assert check(scheme.id, written, subject) == word
        assert meaning
        assert scheme.tell(word)
    assert scheme.definition.endswith(".")
    assert scheme.references


@pytest.mark.parametrize(
    ("scheme", "text", "subject", "value"),
    [
        ("of_dgou", "of2", VERTEBRA, "OF2"), ("of_dgou", "OF 2", VERTEBRA, "OF2"), ("ao_spine", "a1", VERTEBRA, "A1"),
        ("genant_visual", "2.0", VERTEBRA, "2"), ("genant_visual", "0,5", VERTEBRA, "0.5"),
        ("non_fracture_deformity", "Cupid's bow", VERTEBRA, "cupids_bow"),
        ("non_fracture_deformity", "Schmorl-node + limbus", VERTEBRA, "schmorl_node;limbus"),
        ("leak_site", "vein;disc", VERTEBRA, "disc;vein"), ("leak_site", "None", None, "none"),
        ("li_type", "10", StructureKind.REGENERATE, "10"), ("rust", "4", StructureKind.TIBIA, "4"),
        ("mrust", "16", StructureKind.FEMUR, "16"), ("cortices_bridged", "0", StructureKind.FEMUR, "0"),
    ],
)  # fmt: skip
def test_what_people_write(scheme, text, subject, value):
    assert check(scheme, text, subject) == value


@pytest.mark.parametrize(
    ("scheme", "text"),
    [("genant_visual", "4"), ("genant_visual", "1.5"), ("ao_spine", "A5"), ("of_dgou", "OF0"), ("of_dgou", "2"),
     ("leak_site", "none;disc"), ("leak_site", "disk"), ("genant_type", "wedge;crush"), ("adjacent_fracture", "maybe")],
)  # fmt: skip
def test_what_is_no_word_of_the_scheme(scheme, text):
    with pytest.raises(CatalogError, match=f"^{scheme}: "):
        check(scheme, text, VERTEBRA)


@pytest.mark.parametrize(("scheme", "lowest", "highest"), [("rust", 4, 12), ("mrust", 4, 16), ("li_type", 1, 10)])
def test_the_ranges_of_the_limb_scales(scheme, lowest, highest):
    assert list(get_scheme(scheme).values) == [str(n) for n in range(lowest, highest + 1)]


def test_a_misspelt_scheme_is_answered_with_the_nearest():
    with pytest.raises(CatalogError, match="did you mean genant_visual"):
        get_scheme("genant_visul")
    with pytest.raises(CatalogError, match="there are genant_visual, genant_type") as caught:
        get_scheme("Zqxzqx")
    assert "Zqxzqx" not in str(caught.value)


def test_assessments_from_elsewhere_are_put_in_the_words_of_their_schemes():
    l1 = Structure(VERTEBRA, Level.L1)
    given = (Assessment("of_dgou", "of2", READER, l1), Assessment("image_quality", "Good", READER))
    assert [a.value for a in checked(given)] == ["OF2", "good"]
    with pytest.raises(CatalogError, match="genant_visual: expected it of a vertebra"):
        checked([Assessment("genant_visual", "1", READER)])


def test_the_order_runs_from_head_to_tail():
    def of(scheme, structure):
        return Assessment(scheme, "x", READER, structure)

    t12, l1 = (Structure(VERTEBRA, level) for level in (Level.T12, Level.L1))
    third = Structure(VERTEBRA, ordinal=3)
    wanted = [
        of("leak_site", t12), of("genant_visual", l1), of("genant_type", l1), of("genant_visual", third),
        of("image_quality", None),
    ]  # fmt: skip
    assert in_order(reversed(wanted)) == wanted


def test_every_scheme_and_every_word_stands_in_the_guide():
    guide = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
    rows = [line for line in guide.splitlines() if line.startswith("| `")]
    lines = {name: row for row in rows for name in row.split("|")[1].replace("`", "").replace(" ", "").split(",")}
    for scheme in SCHEMES:
        for word in scheme.values:
            if not word.isdigit():
                assert word in lines[scheme.id], (scheme.id, word)
