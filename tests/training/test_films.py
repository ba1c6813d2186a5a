import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: make check-full brings it")

from measure.model import LEVELS, Facing, Level, View  # noqa: E402
from measure.simulate.films.training import training_film  # noqa: E402
from training.films import SHAPES, read_shard, shard_path, slots, write_films  # noqa: E402
from training.pool import Pool  # noqa: E402

CPU = torch.device("cpu")


def test_front_is_where_the_picture_shows_it() -> None:
    left, right = slots(View.LATERAL, Facing.LEFT), slots(View.LATERAL, Facing.RIGHT)
    assert left["superior_anterior"] == right["superior_posterior"] == 0
    assert left["inferior_posterior"] == right["inferior_anterior"] == 5
    assert left["superior_middle"] == right["superior_middle"] == 1
    assert slots(View.FRONTAL, None)["inferior_right"] == 5


@pytest.mark.slow
def test_films_are_written_once_and_are_the_simulators(tmp_path, capsys) -> None:
    write_films(tmp_path, View.LATERAL, 5, 2, 1, shard=1)
    files = [shard_path(tmp_path, View.LATERAL, number) for number in (0, 1)]
    assert sorted(tmp_path.iterdir()) == files
    assert "2 of 2 films, 0.0 minutes left" in capsys.readouterr().out
    first = files[0].read_bytes()
    files[1].unlink()
    write_films(tmp_path, View.LATERAL, 5, 2, 1, shard=1)
    assert files[0].read_bytes() == first
    assert "1 of 1 films" in capsys.readouterr().out
    shard, film = read_shard(files[0]), training_film(View.LATERAL, 5, 0, SHAPES[View.LATERAL])
    assert np.array_equal(shard.pixels[0], film.pixels)
    seen = next(one for one in film.seen if one.level is Level.L2)
    slot = slots(View.LATERAL, film.facing)["superior_anterior"]
    wanted = seen.points()["superior_anterior"]
    np.testing.assert_allclose(shard.marks[0, LEVELS.index(Level.L2), slot], wanted, rtol=1e-6)
    assert shard.front_left[0] == (film.facing is Facing.LEFT)
    assert [level for level, bears in zip(LEVELS, shard.ribs[0], strict=True) if bears] == sorted(
        film.ribs, key=LEVELS.index
    )


def test_a_pool_fills_in_order_and_draws_only_what_is_there(drawn_films) -> None:
    pool = Pool(drawn_films, View.FRONTAL, 4, CPU, shard=2)
    assert len(pool) == 0
    pool.fill(0.1)
    assert len(pool) == 2
    assert set(pool.draw(torch.Generator().manual_seed(0), 50).tolist()) == {0, 1}
    pool.fill(1.0)
    pool.fill(0.5)
    assert len(pool) == 4
    assert torch.equal(pool.pixels[2], torch.from_numpy(read_shard(drawn_films / "frontal_00001.npz").pixels[0]))
    assert pool.sizes.tolist() == [[1248, 480]] * 4
    assert not pool.marked_only.any()
    assert pool.named.all()
