import pytest

torch = pytest.importorskip("torch")

from training.gate.report import report  # noqa: E402


def test_report_counts_right_and_wrong() -> None:
    wanted = torch.tensor([[0, 0, 0, -1], [1, 1, 1, 1], [3, 1, 0, 0], [-1, 2, -1, -1]])
    given = torch.zeros(4, 9)
    given[torch.arange(4), torch.tensor([0, 1, 2, 0])] = 9  # the third way is wrong
    given[torch.arange(4), torch.tensor([4, 5, 4, 6])] = 9  # and so is the third kind
    given[:, 7], given[:, 8] = torch.tensor([-9.0, 9, -9, 9]), torch.tensor([9.0, 9, -9, 9])
    rows = {tuple(line.split()[:1]): line.split() for line in report(given, wanted).split("\n\n")[0].splitlines()[1:]}
    assert rows[("frontal",)][1:] == ["1", "0", "0", "1.000"]
    assert rows[("lateral",)][1:] == ["1", "1", "0", "0.500"]
    assert rows[("other",)][1:] == ["0", "0", "1", "1.000"]
    text = report(given, wanted)
    assert "turned_right                             0             0             1             0    0.000" in text
    assert "1.00" in text.splitlines()[-1]
