import pickle

from measure.model import Kind, Measure, Needs
from measure.outcomes.context import RowContext, codes_of, site_modifiers_of


def measure(name, site=None, **codes):
    return Measure(
        id=name, title=name, short=name, kind=Kind.LENGTH, unit="mm", needs=Needs(), function=abs, definition="d",
        references=("r",), codes=codes, site=site,
    )  # fmt: skip


def test_a_measure_keeps_one_code_the_best_known_first():
    found = codes_of([measure("a", RADLEX="RID1", SCT="12"), measure("b", OWN="x"), measure("c")])
    assert found == {"a": "SCT|12", "b": "OWN|x"}


def test_modifiers_are_those_the_catalogue_states():
    assert site_modifiers_of([measure("a", site="anterior"), measure("b")]) == {"a": "anterior"}


def test_a_context_travels_between_processes():
    context = RowContext(codes={"a": "SCT|1"})
    assert pickle.loads(pickle.dumps(context)) == context
    assert hash(context) == hash(RowContext(codes={"a": "SCT|1"}))
