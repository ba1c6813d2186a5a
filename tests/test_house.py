"""The rules of the house (DESIGN.md, CONTRIBUTING.md) that no single room can keep on its own."""

import ast
import os
import re
import subprocess
import sys
import sysconfig
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted([*ROOT.glob("measure/**/*.py"), *ROOT.glob("plugins/**/*.py")])

HEAVY = {
    "PySide6", "cv2", "dask", "fhir", "highdicom", "imagecodecs", "matplotlib", "napari", "numpy", "pandas", "pyarrow",
    "pydantic", "pydicom", "qtpy", "scipy", "skimage", "sqlalchemy",
}  # fmt: skip

# A path of one machine, or the address of a package index: both belong to the environment of whoever runs this.
OF_ONE_MACHINE = re.compile(
    r"""(?<![\w.])/(?:work|root|home|Users|opt|mnt|srv)/[\w.-]+
      | --(?:extra-)?index-url | --find-links | --trusted-host
      | (?:files\.pythonhosted|pypi\.python)\.org | deb\.debian\.org""",
    re.VERBOSE,
)


def modules(relative_to: Path = ROOT) -> list[object]:
    return [pytest.param(path, id=str(path.relative_to(relative_to))) for path in MODULES]


def python(code: str) -> str:
    """What a fresh interpreter prints for ``code``."""
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("path", modules())
def test_a_module_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 400
    docstring = ast.get_docstring(ast.parse(text)) or ""
    first = docstring.partition("\n")[0]
    assert first.endswith((".", "!", "?", ":")), f"expected a first line that says what the module holds, got {first!r}"


def test_imports_go_one_way() -> None:
    lint = Path(sysconfig.get_path("scripts")) / "lint-imports"
    # the tree, not the wheel: the contracts are about the sources
    paths = os.pathsep.join([str(ROOT), str(ROOT / "plugins")])
    env = {key: value for key, value in os.environ.items() if key != "PYTHONSAFEPATH"} | {"PYTHONPATH": paths}
    run = subprocess.run([lint, "--no-cache"], check=False, cwd=ROOT, env=env, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_import_measure_is_light() -> None:
    loaded = set(python("import sys, measure; print(*{name.partition('.')[0] for name in sys.modules})").split())
    assert "measure" in loaded
    assert loaded & HEAVY == set()


def test_wheel_holds_what_it_needs() -> None:
    import measure

    package = Path(measure.__file__).parent
    if "site-packages" not in package.parts:
        pytest.skip("the package is imported from the tree; `make test` installs the wheel")
    assert (package / "_samples" / "truth.json").is_file()
    assert (package / "py.typed").is_file()
    assert (package.parent / "napari_measure" / "napari.yaml").is_file()


def test_nothing_of_one_machine_is_tracked() -> None:
    listing = subprocess.run(["git", "ls-files", "-z"], check=False, cwd=ROOT, capture_output=True, text=True)
    if listing.returncode:
        pytest.skip(f"git does not list the files of this tree: {listing.stderr.strip()}")
    found = []
    for name in filter(None, listing.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file() or path == Path(__file__).resolve():
            continue
        raw = path.read_bytes()
        if b"\0" in raw:
            continue
        for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), 1):
            if match := OF_ONE_MACHINE.search(line):
                found.append(f"{name}:{number}: {match[0]}")
    assert found == []


def test_core_brings_no_gpl() -> None:
    seen: dict[str, str] = {}
    todo = ["radiograph-measure"]
    while todo:
        name = canonicalize_name(todo.pop())
        if name in seen:
            continue
        try:
            metadata = distribution(name).metadata
        except PackageNotFoundError:  # for another platform or another Python
            continue
        kinds = [kind for kind in metadata.get_all("Classifier", []) if kind.startswith("License")]
        stated = metadata.get("License-Expression") or "; ".join(kinds) or metadata.get("License", "")
        seen[name] = stated
        for line in metadata.get_all("Requires-Dist", []):
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                todo.append(need.name)
    assert len(seen) > 10
    assert {name: stated for name, stated in seen.items() if re.search(r"\bA?GPL|General Public", stated)} == {}


def test_version_is_one() -> None:
    import measure

    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert version("radiograph-measure") == measure.__version__
    assert f"## [{measure.__version__}]" in changelog
    assert f"version: {measure.__version__}" in citation
