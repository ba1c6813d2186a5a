import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: make check-full brings it")

from measure.model import View  # noqa: E402
from training import fit as fitting  # noqa: E402
from training.fine import FineTask  # noqa: E402
from training.fit import Started, _pace, fit  # noqa: E402
from training.pool import Pool  # noqa: E402

CPU = torch.device("cpu")


class Stopped(Exception):
    pass


class Stopping(FineTask):
    """Is interrupted before a step."""

    stop = 3

    def batch(self, generator, step):
        if step == self.stop:
            raise Stopped
        return super().batch(generator, step)


@pytest.fixture
def pool(drawn_films, monkeypatch):
    monkeypatch.setattr(fitting, "KEEP", 2)
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield lambda: Pool(drawn_films, View.FRONTAL, 4, CPU, shard=2)
    torch.set_num_threads(before)


def same(one, other) -> bool:
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(first, second) for first, second in pairs)


@pytest.mark.slow
def test_a_run_that_was_stopped_ends_where_an_unbroken_one_does(pool, tmp_path, capsys) -> None:
    whole = fit(FineTask(pool(), 4), 4, 7, tmp_path / "whole.pt", CPU, grow=3)
    with pytest.raises(Stopped):
        fit(Stopping(pool(), 4), 4, 7, tmp_path / "broken.pt", CPU, grow=3)
    assert torch.load(tmp_path / "broken.pt", weights_only=True)["step"] == 2
    assert same(whole, fit(FineTask(pool(), 4), 4, 7, tmp_path / "broken.pt", CPU, grow=3))
    assert not same(whole, fit(FineTask(pool(), 4), 4, 8, tmp_path / "other.pt", CPU, grow=3))
    assert '"minutes_left": 0.0' in capsys.readouterr().out
    # and one that is done is only read
    assert same(whole, fit(Stopping(pool(), 4), 4, 7, tmp_path / "whole.pt", CPU))


def test_pace_rises_then_falls() -> None:
    paces = [_pace(step, 2000) for step in range(2000)]
    assert max(paces) == pytest.approx(1.002, abs=1e-3)
    assert paces.index(max(paces)) == 200
    assert paces[-1] < 0.01
    assert _pace(30, 300) == pytest.approx(1.002, abs=1e-3)


def test_a_second_round_begins_with_the_network_of_the_first(pool, tmp_path) -> None:
    first = fit(FineTask(pool(), 4), 0, 7, tmp_path / "first.pt", CPU)
    before = {name: values.clone() for name, values in first.state_dict().items()}
    same_again = fit(Started(FineTask(pool(), 4), first), 0, 8, tmp_path / "second.pt", CPU)
    assert same(first, same_again)
    more = fit(Started(FineTask(pool(), 4), first), 1, 8, tmp_path / "third.pt", CPU, highest=1e-3)
    changed = [name for name, values in more.state_dict().items() if not torch.equal(values, before[name])]
    assert any(name.endswith("weight") for name in changed)
