import pytest

from measure.errors import MeasureError
from training.__main__ import main, side_by_side


def test_stages_that_fail_are_named_and_the_others_run(capfd) -> None:
    with pytest.raises(MeasureError, match=r"these stages failed: nonsense$|these stages failed: nonsense;"):
        side_by_side([["nonsense"], ["coarse", "--help"]], 2)
    assert "frontal,lateral" in capfd.readouterr().out


def test_a_view_is_one_of_two(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["coarse", "oblique", "--work", "w"])
    assert "invalid choice: 'oblique'" in capsys.readouterr().err


def test_an_error_is_one_line(tmp_path, capsys) -> None:
    pytest.importorskip("torch", reason="torch is not installed: make check-full brings it")
    (tmp_path / "recipe.toml").write_text("[films]\nseed = 1\n", encoding="utf-8")
    assert main(["card", "--work", str(tmp_path), "--recipe", str(tmp_path / "recipe.toml")]) == 1
    assert capsys.readouterr().err.startswith("training: recipe: expected exactly films, gate")
