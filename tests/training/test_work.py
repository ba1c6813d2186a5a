import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: make check-full brings it")

from measure.errors import MeasureError  # noqa: E402
from measure.model import View  # noqa: E402
from training.recipe import FILE, read_recipe  # noqa: E402
from training.work import DETECT, Work, begun  # noqa: E402


def test_a_folder_keeps_the_recipe_it_was_begun_with(tmp_path) -> None:
    work = tmp_path / "work"
    assert begun(work, None) == begun(work, None) == read_recipe()
    other = tmp_path / "other.toml"
    other.write_text(FILE.read_text(encoding="utf-8").replace("each = 1440", "each = 72"), encoding="utf-8")
    with pytest.raises(MeasureError, match="begun with another recipe"):
        begun(work, other)
    assert begun(tmp_path / "new", other).films.each == 72


def test_covariances_lie_beside_networks_that_are_not_the_packages(tmp_path) -> None:
    own, package = (Work(tmp_path, read_recipe(), out, torch.device("cpu")) for out in (tmp_path, DETECT / "weights"))
    assert own.spread == tmp_path / "spread.csv"
    assert package.spread == DETECT / "spread.csv"
    assert own.network("fine", View.LATERAL).name == "fine_lateral.onnx"
