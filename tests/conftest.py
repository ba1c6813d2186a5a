"""What every test stands on: the films, the samples, a home of its own, and the right copy of the package."""

import importlib.util
import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_configure(config: pytest.Config) -> None:
    """Keep the user's key and settings out of the run, doctests and child processes included."""
    home = Path(tempfile.mkdtemp(prefix="measure-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    os.environ["XDG_CONFIG_HOME"] = str(home / "config")
    os.environ["MEASURE_KEY_FILE"] = str(home / "pseudonym.key")
    os.environ.setdefault("QT_API", "pyside6")
    # Processes that a test spawns must find the test's own functions. Last, so that an installed `measure` comes first.
    sys.path.append(str(ROOT))

    for name in ("gates", "postgresql", "upright"):
        config.pluginmanager.register(_beside(name))

    import measure

    if os.environ.get("MEASURE_TEST_INSTALLED") and "site-packages" not in Path(measure.__file__).parts:
        raise pytest.UsageError(f"the built wheel was to be tested, but `measure` comes from {measure.__file__}")


def _beside(name: str) -> ModuleType:
    """Module of fixtures in this folder, which is no package."""
    spec = importlib.util.spec_from_file_location(f"measure_tests_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run all tests that need a window in one worker: they share one screen and one Qt application."""
    for item in items:
        if item.get_closest_marker("gui"):
            item.add_marker(pytest.mark.xdist_group("gui"))


@pytest.fixture(autouse=True)
def _own_key(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a configuration folder without a pseudonym key in it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("MEASURE_KEY_FILE", str(home / "pseudonym.key"))


@pytest.fixture(scope="session")
def films_dir() -> Path:
    """Folder of the real evaluation films: MEASURE_FILMS, else ``../shared/films`` beside the checkout."""
    films = Path(os.environ.get("MEASURE_FILMS", ROOT.parent / "shared" / "films"))
    if not films.is_dir():
        pytest.skip(f"the evaluation films are not here ({films}); MEASURE_FILMS names their folder")
    return films


@pytest.fixture(scope="session")
def samples_dir() -> Path:
    """Folder of the simulated sample films, wherever the tested copy of the package keeps it."""
    from measure.samples import samples_dir

    return samples_dir()
