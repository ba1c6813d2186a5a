import subprocess
import sys

import pytest

HEAVY = {"pydantic", "sqlalchemy", "alembic", "pandas", "pyarrow"}


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("measure.outcomes", set()),
        ("measure.outcomes.uids", set()),
        ("measure.outcomes.keyfile", set()),
        ("measure.outcomes.cases", set()),
        ("measure.outcomes.rows", {"pydantic"}),
        ("measure.outcomes.csvio", {"pydantic"}),
        ("measure.outcomes.parquetio", {"pydantic"}),
        ("measure.outcomes.store", {"pydantic", "sqlalchemy"}),
    ],
)
def test_a_module_pulls_in_only_what_it_needs(module, allowed):
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert set(loaded) & HEAVY == allowed
