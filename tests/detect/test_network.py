"""Tests of the network: a file of weights run by OpenCV, from threads and processes, and what is said without it."""

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from measure.detect import network
from measure.detect.network import Network, coarse_network, digest, fine_network
from measure.errors import MeasureError
from measure.model import View

SUMS = (np.ones((1, 2, 4, 4)), np.array([0.5]))
ROOT = Path(__file__).resolve().parents[2]


def inputs(seed: int, rows: int = 16, cols: int = 24) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(1, 2, rows, cols)).astype(np.float32)


def summed(x: np.ndarray) -> np.ndarray:
    rows, cols = x.shape[2] // 4, x.shape[3] // 4
    return x[0].reshape(2, rows, 4, cols, 4).sum(axis=(0, 2, 4)) + 0.5


def test_outputs_come_by_name(plain_network) -> None:
    plain_network("sums", blocks=SUMS, first=(np.eye(2)[:1].reshape(1, 2, 1, 1), np.zeros(1)))
    x = inputs(1)
    given = Network("sums")(x)
    assert set(given) == {"blocks", "first"}
    np.testing.assert_allclose(given["blocks"][0, 0], summed(x), rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(given["first"][0, 0], x[0, 0])


def test_sizes_may_change_from_call_to_call(plain_network) -> None:
    plain_network("sums", blocks=SUMS)
    for seed, (rows, cols) in enumerate([(16, 24), (32, 8), (16, 24), (8, 8)]):
        x = inputs(seed, rows, cols)
        np.testing.assert_allclose(Network("sums")(x)["blocks"][0, 0], summed(x), rtol=1e-4, atol=1e-4)


def test_an_answer_is_not_overwritten_by_the_next(plain_network) -> None:
    plain_network("sums", blocks=SUMS)
    first = Network("sums")(inputs(1))["blocks"]
    kept = first.copy()
    Network("sums")(inputs(2))
    np.testing.assert_array_equal(first, kept)


def test_threads_get_their_own_answers(plain_network) -> None:
    plain_network("sums", blocks=SUMS)
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda seed: Network("sums")(inputs(seed))["blocks"], range(64)))
    for seed, blocks in enumerate(given):
        np.testing.assert_allclose(blocks[0, 0], summed(inputs(seed)), rtol=1e-4, atol=1e-4)


def answered(weights: Path, seed: int) -> np.ndarray:
    network.WEIGHTS = weights
    return Network("sums")(inputs(seed))["blocks"]


@pytest.mark.skipif(sys.platform == "win32", reason="no fork on Windows")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_process_answers_after_its_parent_has(plain_network) -> None:
    plain_network("sums", blocks=SUMS)
    parent = Network("sums")(inputs(3))["blocks"]
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        child = pool.submit(answered, network.WEIGHTS, 3).result(timeout=60)
    np.testing.assert_array_equal(child, parent)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(MeasureError, match=r"expected weights in measure/detect/weights/absent\.onnx"):
        Network("absent")(inputs(0))


def test_a_damaged_file_is_named(plain_network) -> None:
    (network.WEIGHTS / "broken.onnx").write_bytes(b"not a network" * 9)
    with pytest.raises(MeasureError, match=r"weights/broken\.onnx cannot be used"):
        Network("broken")(inputs(0))


def test_the_digest_follows_every_byte_and_every_name(plain_network) -> None:
    with pytest.raises(MeasureError, match="expected weights"):
        digest()
    seen = set()
    for name, bias in (("one", 0.0), ("one", 1.0), ("two", 1.0)):
        plain_network(name, blocks=(SUMS[0], np.array([bias])))
        digest.cache_clear()
        seen.add(digest())
    assert len(seen) == 3
    assert all(len(text) == 12 for text in seen)


def test_names_of_the_networks() -> None:
    assert [coarse_network(view).name for view in (View.FRONTAL, View.LATERAL)] == ["coarse_frontal", "coarse_lateral"]
    assert fine_network(View.LATERAL).name == "fine_lateral"


def test_a_department_may_bring_its_own(plain_network, tmp_path_factory, monkeypatch) -> None:
    plain_network("sums", blocks=SUMS)
    plain_network("other", blocks=SUMS)
    package, own = digest(), tmp_path_factory.mktemp("own")
    plain_network("sums", blocks=(SUMS[0], np.array([7.5])))
    (network.WEIGHTS / "sums.onnx").rename(own / "sums.onnx")
    plain_network("sums", blocks=SUMS)
    monkeypatch.setenv(network.OWN, str(own))
    np.testing.assert_allclose(Network("sums")(inputs(1))["blocks"][0, 0], summed(inputs(1)) + 7, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(Network("other")(inputs(1))["blocks"][0, 0], summed(inputs(1)), rtol=1e-4, atol=1e-4)
    digest.cache_clear()
    assert digest() != package
    monkeypatch.setenv(network.OWN, str(own / "sums.onnx"))
    with pytest.raises(MeasureError, match="MEASURE_WEIGHTS: expected the path of a folder"):
        Network("sums")(inputs(1))
