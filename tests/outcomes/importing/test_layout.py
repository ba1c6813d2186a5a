"""Which column of a table fills which column of the schema."""

import pytest

from measure.errors import TableError
from measure.outcomes.importing.layout import plan
from measure.outcomes.importing.mapping import parse_mapping
from measure.outcomes.importing.sheet import open_sheet
from measure.outcomes.importing.targets import MAKERS, REQUIRED, missing, readable
from measure.outcomes.schema import ROW_TYPES, EventRow, MeasurementRow, ScoreRow


@pytest.fixture
def planned(tmp_path):
    def go(header, mapping=None, table=None):
        path = tmp_path / "t.csv"
        path.write_text(header + "\n" + ",".join(str(place) for place in range(header.count(",") + 1)) + "\n")
        return plan(open_sheet(path), table, parse_mapping(mapping) if mapping else None)

    return go


def fill(layout, cells):
    return [
        {target: cell.text for target, cell in entry.cells.items()}
        for _, entry in layout.entries(2, [str(cell) for cell in cells], False)
    ]


def test_names_as_people_write_them(planned):
    layout = planned("SUBJECT, Days from Index ,level,Measure,value,unit,Scale-Class,remark")
    (entry,) = fill(layout, range(8))
    assert entry == {"subject": "0", "days_from_index": "1", "level": "2", "measure": "3", "value": "4", "unit": "5",
                     "scale_class": "6"}  # fmt: skip
    assert layout.unread == ("remark",)


def test_a_column_that_the_mapping_uses_is_not_read_twice(planned):
    layout = planned("subject,level,visit,measure,value,unit", "columns: {visit: level, level: visit}")
    (entry,) = fill(layout, range(6))
    assert (entry["visit"], entry["level"]) == ("1", "2")


def test_a_short_line_has_empty_cells(planned):
    (entry,) = fill(planned("subject,visit,level,measure,value,unit"), range(2))
    assert (entry["visit"], entry["unit"]) == ("1", "")


def test_the_problem_of_an_earlier_import_is_not_read_and_not_named(planned):
    layout = planned("subject,visit,level,measure,value,unit,Problem")
    assert (layout.problem, layout.unread) == (6, ())


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_a_table_is_told_by_the_identity_of_its_rows(planned, row_type):
    layout = planned(",".join(row_type.model_fields))
    assert [(one.row_type, one.whole) for one in layout.templates] == [(row_type, True)]


@pytest.mark.parametrize(("row_type", "groups"), REQUIRED.items())
def test_each_column_it_cannot_do_without_is_asked_for(planned, row_type, groups):
    full = [group[0] for group in groups]
    assert planned(",".join(full), table=row_type).templates[0].row_type is row_type
    for absent in full:
        with pytest.raises(TableError, match=rf"{row_type.table} table: column {absent}\b.* is missing; it has "):
            planned(",".join(name for name in full if name != absent) + ",x", table=row_type)
        assert missing(row_type, frozenset(full) - {absent}).startswith(absent)


def test_a_first_line_of_data_is_not_repeated(planned):
    with pytest.raises(TableError) as caught:
        planned("Smith,John,22.5", table=ScoreRow)
    assert "Smith" not in str(caught.value)
    assert "none of the names in its first line" in str(caught.value)


def test_every_table_can_be_made_and_read():
    assert set(MAKERS) == set(ROW_TYPES) == set(REQUIRED)
    assert all({name for group in REQUIRED[row_type] for name in group} <= readable(row_type) for row_type in ROW_TYPES)


def test_an_event_that_names_its_procedure_is_an_event(planned):
    (template,) = planned(",".join(EventRow.model_fields)).templates
    assert "procedure_uid" in {part.target for part in template.parts}
    assert planned("subject,visit,level,measure,value,unit").templates[0].row_type is MeasurementRow
