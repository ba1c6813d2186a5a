"""Simulated films beside real ones: tone, noise, edges, and whether a small classifier tells them apart.

Run ``python benchmarks/simulate_realism.py [--films N] [--only KIND] [--out DIR]``. The real films come from
MEASURE_FILMS, else ``../shared/films`` beside the checkout; without them nothing is compared. ``--out`` writes contact
sheets, real films above simulated ones at the same size; as they show real films the folder must lie outside the
checkout.

Every film is cut to one frame, scaled to the same size and stretched from its 1st to its 99th percentile. A table then
says of each figure: median of the real and of the simulated films, how many real ones lie within the middle 95 % of
the simulated ones, and the AUC with which this figure alone would tell the two apart (0.5: not at all). Boosted stumps
on figures of patches do the same with all figures at once, tested on films they have not seen; the AUC by each group of
figures alone says what gives the films away.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates
from scipy.stats import kurtosis, rankdata, skew
from skimage.feature import local_binary_pattern

from measure.film import read_film
from measure.model import View
from measure.simulate.films.make import expose_plan
from measure.simulate.films.plan import FilmPlan
from measure.simulate.films.recipes.leg import leg
from measure.simulate.films.recipes.lengthening import femur, tibia
from measure.simulate.films.recipes.spine import frontal, lateral
from measure.simulate.films.training import SHAPES, training_film
from measure.simulate.seeds import stream
from measure.simulate.station import some_look

CHECKOUT = Path(__file__).resolve().parents[1]
FILMS = Path(os.environ.get("MEASURE_FILMS", CHECKOUT / ".." / "shared" / "films"))
Picture = NDArray[np.float32]
PATCHES = 24  # of each film that the classifier sees
FOLDS = 5
STUMPS = 120


@dataclass(frozen=True)
class Pair:
    """Real and simulated films of one kind, in one frame."""

    name: str
    shape: tuple[int, int]
    patch: int
    real: list[Picture]
    made: list[Picture]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--films", type=int, default=56, help="simulated films of each kind")
    parser.add_argument("--seed", type=int, default=7, help="of the simulated films")
    parser.add_argument("--out", type=Path, help="folder for contact sheets, outside the checkout")
    parser.add_argument("--only", default="", help="kinds whose name contains this")
    options = parser.parse_args()
    if not FILMS.is_dir():
        print("the real films are not here; MEASURE_FILMS names their folder")
        return 0
    if options.out is not None and options.out.resolve().is_relative_to(CHECKOUT):
        parser.error("--out: the sheets show real films, which never enter the checkout")
    for name, shape, patch, real, make in kinds():
        if options.only not in name:
            continue
        start = time.perf_counter()
        made = [framed(make(options.seed, k), shape) for k in range(options.films)]
        took = (time.perf_counter() - start) / options.films
        pair = Pair(name, shape, patch, [framed(one, shape) for one in real()], made)
        count = f"{len(pair.real)} real, {len(made)} simulated films"
        print(f"\n{name}: {count} of {shape[0]} x {shape[1]}; {took:.2f} s each")
        if len(pair.real) > FOLDS:  # fewer are only looked at
            compare(pair)
            tell_apart(pair)
        if options.out is not None:
            options.out.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(options.out / f"{name.replace(' ', '_')}.png"), sheet(pair))
    return 0


# Films --------------------------------------------------------------------------------------------------------------


def kinds() -> Iterable[
    tuple[str, tuple[int, int], int, Callable[[], Sequence[Picture]], Callable[[int, int], Picture]]
]:
    """Name, frame, side of patches, real films and maker of simulated ones, of each kind."""
    yield "frontal training", SHAPES[View.FRONTAL], 32, real_frontal, training(View.FRONTAL)
    yield "lateral training", SHAPES[View.LATERAL], 32, real_lateral, training(View.LATERAL)
    yield "frontal films", (1000, 385), 64, real_frontal, film(frontal)
    yield "lateral films", (800, 640), 64, real_lateral, film(lateral)
    yield "leg films", (1024, 128), 32, real_leg, film(leg)
    yield "hip", (800, 640), 64, real_dicom("RG2_J2KI.dcm"), film(lambda seed: femur(seed)[0])
    yield "shank", (800, 640), 64, real_dicom("RG3_J2KR.dcm"), film(lambda seed: tibia(seed)[0])


def training(view: View) -> Callable[[int, int], Picture]:
    """Maker of training films, each of another person."""
    return lambda seed, k: training_film(view, seed, 17 * k, SHAPES[view]).pixels.astype(np.float32)


def film(recipe: Callable[[int], FilmPlan]) -> Callable[[int, int], Picture]:
    """Maker of small films from a random station."""

    def make(seed: int, k: int) -> Picture:
        plan = recipe(1000 * seed + k)
        kind = "leg" if recipe is leg else str(plan.facts.view)
        station = some_look(stream(1000 * seed + k, "realism"), kind)
        taken = expose_plan(replace(plan, look=replace(station, monochrome1=False)))[0]
        return np.round(taken.stored * (255.0 / station.top)).astype(np.float32)

    return make


def real_frontal() -> list[Picture]:
    return [read(path) for path in sorted((FILMS / "spine_ap").glob("*.jpg"))]


def real_lateral() -> list[Picture]:
    """Lateral films, the strips with burned-in boxes cut off."""
    paths = [*(FILMS / "spine_lateral").glob("*.png"), *(FILMS / "spine_lateral_unlabelled").glob("*.png")]
    return [one[one.shape[0] // 12 :, : -one.shape[1] // 12] for one in map(read, sorted(paths))]


def real_leg() -> list[Picture]:
    return [read(path) for path in sorted((FILMS / "leg_ap").glob("*.jpg"))]


def real_dicom(name: str) -> Callable[[], list[Picture]]:
    """Reader of one film of the public test files."""
    return lambda: [np.asarray(read_film(FILMS / "dicom" / name).pixels, np.float32)]


def read(path: Path) -> Picture:
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), np.float32)


def framed(picture: Picture, shape: tuple[int, int]) -> Picture:
    """Middle of a film in the frame's proportions, scaled to it, stretched from its 1st to its 99th percentile."""
    rows, cols = picture.shape
    tall, wide = min(rows, round(cols * shape[0] / shape[1])), min(cols, round(rows * shape[1] / shape[0]))
    top, left = (rows - tall) // 2, (cols - wide) // 2
    cut = np.ascontiguousarray(picture[top : top + tall, left : left + wide])
    small = cv2.resize(cut, shape[::-1], interpolation=cv2.INTER_AREA if tall > shape[0] else cv2.INTER_CUBIC)
    # Real films come in steps of one grey value, averaged where they were scaled down: no figure may key on steps.
    small = small + np.random.default_rng(0).uniform(-0.5, 0.5, shape).astype(np.float32)
    low, high = np.percentile(small, (1, 99))
    return np.asarray(np.clip((small - low) / max(high - low, 1e-6), 0, 1), np.float32)


# Figures of a film --------------------------------------------------------------------------------------------------


def compare(pair: Pair) -> None:
    """Print the figures of real and simulated films side by side."""
    real, made = (
        np.array([list(figures(one, pair.patch).values()) for one in films]) for films in (pair.real, pair.made)
    )
    names = list(figures(pair.real[0], pair.patch))
    print(f"  {'':26}{'real':>8} {'(5-95 %)':>17}{'simulated':>11} {'(5-95 %)':>17}{'inside':>8}{'AUC':>6}")
    for k, name in enumerate(names):
        r, m = real[:, k], made[:, k]
        low, high = np.percentile(m, (2.5, 97.5))
        spread = [f"{a:7.2f} to {b:6.2f}" for a, b in (np.percentile(r, (5, 95)), np.percentile(m, (5, 95)))]
        inside = f"{np.sum((r >= low) & (r <= high))}/{len(r)}"
        print(
            f"  {name:26}{np.median(r):8.2f} {spread[0]:>17}{np.median(m):11.2f} {spread[1]:>17}{inside:>8}"
            f"{auc(m, r):6.2f}"
        )
    both = [np.histogram(np.concatenate([o.ravel() for o in films]), 32, (0, 1))[0] for films in (pair.real, pair.made)]
    shares = [counts / counts.sum() for counts in both]
    print(f"  grey-value histograms of all films together overlap by {100 * np.minimum(*shares).sum():.0f} %")


def figures(picture: Picture, patch: int) -> dict[str, float]:
    """Tone, noise and sharpness of one film."""
    found = {f"grey, {q}th percentile": float(np.percentile(picture, q)) for q in (10, 25, 50, 75, 90)}
    found["share cut off, black"] = float((picture <= 0.01).mean())
    places = patches(picture, patch)
    power = np.array([spectrum(one) for one in places])
    flat = power[np.argsort([one.std() for one in places])[: max(len(places) // 4, 1)]]
    for k, name in enumerate(BANDS):
        found[f"power, {name}"] = float(np.median(power[:, k]))
    found["flat areas, mid power"] = float(np.median(flat[:, 2]))
    found["flat areas, top power"] = float(np.median(flat[:, -1]))
    found["spectral slope"] = float(np.polyfit(np.log10(_CENTRES), np.median(power, 0), 1)[0])
    width = edge_widths(picture)
    found["edge 10-90 %, px, median"] = float(np.median(width))
    found["edge 10-90 %, px, sharpest"] = float(np.percentile(width, 10))
    return found


BANDS = ("0.04 cycles/px", "0.08", "0.14", "0.22", "0.32", "0.43")
_EDGES = (0.03, 0.06, 0.11, 0.18, 0.27, 0.38, 0.5)
_CENTRES = (0.042, 0.081, 0.14, 0.22, 0.32, 0.43)


def patches(picture: Picture, side: int) -> list[Picture]:
    """Squares of a film in which something is to be seen; neither masks nor saturated parts."""
    half = side // 2
    rows, cols = picture.shape
    found = []
    for row in range(half, rows - side - half + 1, half):
        for col in range(half, cols - side - half + 1, half):
            one = picture[row : row + side, col : col + side]
            if np.mean((one > 0.004) & (one < 0.996)) > 0.97 and one.std() > 1e-3:
                found.append(one)
    return found or [picture[:side, :side]]


def spectrum(patch: Picture) -> NDArray[np.float64]:
    """Decimal logarithm of the power by band of spatial frequency."""
    side = len(patch)
    window = np.hanning(side)[:, None] * np.hanning(side)
    power = np.abs(np.fft.fft2((patch - patch.mean()) * window)) ** 2 / (window**2).sum()
    f = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.fftfreq(side))
    means = [power[(f >= low) & (f < high)].mean() for low, high in pairwise(_EDGES)]
    return np.asarray(np.log10(np.array(means) + 1e-9))


def edge_widths(picture: Picture, step: float = 0.5, reach: float = 12.0) -> NDArray[np.float64]:
    """Width from 10 to 90 % of the rise, along the gradient, at the strongest edges; pixels."""
    soft = cv2.GaussianBlur(picture, (0, 0), 0.7)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    size = np.hypot(across, down)
    border = int(reach) + 2
    size[:border] = size[-border:] = size[:, :border] = size[:, -border:] = 0
    peak = (size >= cv2.dilate(size, np.ones((5, 5)))) & (size > np.percentile(size, 97))
    at = np.argwhere(peak)
    along = np.stack([down[peak], across[peak]], -1) / size[peak][:, None]
    t = np.arange(-reach, reach + step / 2, step)
    profile = map_coordinates(picture, (at[:, None] + t[None, :, None] * along[:, None]).transpose(2, 0, 1), order=1)
    middle = len(t) // 2
    rising = np.diff(profile, axis=1) > 0
    last = middle + np.cumprod(rising[:, middle:], axis=1).sum(axis=1)
    first = middle - np.cumprod(rising[:, :middle][:, ::-1], axis=1).sum(axis=1)
    widths = []
    for line, a, b in zip(profile, first, last, strict=True):
        if b - a >= 2:
            low, high = np.interp((0.1, 0.9), (line[a : b + 1] - line[a]) / (line[b] - line[a]), t[a : b + 1])
            widths.append(high - low)
    return np.array(widths or [np.nan])


# Telling apart ------------------------------------------------------------------------------------------------------

GROUPS = {"tone": 3, "spectrum": len(BANDS), "noise": 4, "edges": 5, "texture": 10}


def tell_apart(pair: Pair) -> None:
    """Print how well boosted stumps tell simulated films from real ones, by all figures and by each group."""
    films = [*pair.real, *pair.made]
    truth = np.array([0] * len(pair.real) + [1] * len(pair.made))
    rng = np.random.default_rng(0)
    rows, whose = [], []
    for number, one in enumerate(films):
        places = patches(one, pair.patch)
        for k in rng.permutation(len(places))[:PATCHES]:
            rows.append(described(places[k]))
            whose.append(number)
    table, owner = np.array(rows), np.array(whose)
    folds = folded(truth, rng)
    starts = np.cumsum([0, *GROUPS.values()])
    columns = {name: np.arange(a, b) for name, a, b in zip(GROUPS, starts, starts[1:], strict=False)}
    print("  boosted stumps, tested on unseen films:  by film AUC, accuracy;  by patch AUC")
    for name, chosen in {"all": np.arange(table.shape[1]), **columns}.items():
        film_auc, right, patch_auc, gain = crossed(table[:, chosen], owner, truth, folds)
        told = ""
        if name == "all":
            share = {group: float(gain[part].sum()) for group, part in columns.items()}
            told = "   keyed on " + ", ".join(
                f"{g} {100 * s:.0f} %" for g, s in sorted(share.items(), key=lambda p: -p[1])
            )
        print(f"    {name:10}{film_auc:6.2f}{100 * right:6.0f} %{patch_auc:8.2f}{told}")


def described(patch: Picture) -> list[float]:
    """Figures of one patch, group by group."""
    flat = patch.ravel().astype(float)
    tone = [flat.mean(), np.log10(flat.std() + 1e-5), float(skew(flat))]
    power = spectrum(patch)
    level = power - power[0]
    fine = cv2.filter2D(patch, cv2.CV_32F, np.outer([1, -2, 1], [1, -2, 1]).astype(np.float32) / 6)[2:-2, 2:-2].astype(
        float
    )
    centred = fine - fine.mean()
    scale = centred.var() + 1e-12
    beside = [(centred[:, 1:] * centred[:, :-1]).mean() / scale, (centred[1:] * centred[:-1]).mean() / scale]
    noise = [np.log10(np.median(np.abs(centred)) + 1e-6), float(kurtosis(fine.ravel())), *beside]
    across, down = cv2.Sobel(patch, cv2.CV_32F, 1, 0), cv2.Sobel(patch, cv2.CV_32F, 0, 1)
    size = np.hypot(across, down)
    q = np.percentile(size, (50, 90, 99)) + 1e-6
    double = np.exp(2j * np.arctan2(down, across)) * size
    lie = double.sum() / (size.sum() + 1e-6)
    edges = [np.log10(q[1]), np.log10(q[1] / q[0]), np.log10(q[2] / q[1]), abs(lie), lie.real]
    codes = local_binary_pattern((np.clip(patch, 0, 1) * 65535).astype(np.uint16), 8, 1, "uniform")
    texture = np.bincount(codes.astype(int).ravel(), minlength=10)[:10] / codes.size
    return [float(v) for v in (*tone, *level[1:], power[0], *noise, *edges, *texture)]


def folded(truth: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Fold of each film, real and simulated ones spread evenly."""
    folds = np.zeros(len(truth), int)
    for kind in (0, 1):
        its = np.flatnonzero(truth == kind)
        folds[rng.permutation(its)] = np.arange(len(its)) % FOLDS
    return folds


def crossed(
    table: NDArray[np.float64], owner: NDArray[np.int64], truth: NDArray[np.int64], folds: NDArray[np.int64]
) -> tuple[float, float, float, NDArray[np.float64]]:
    """AUC and accuracy by film, AUC by patch, and what was keyed on, over films not trained on."""
    score, gain = np.zeros(len(table)), np.zeros(table.shape[1])
    for fold in range(FOLDS):
        test = folds[owner] == fold
        score[test], gained = boosted(table[~test], truth[owner[~test]], table[test])
        gain += gained
    by_film = np.array([score[owner == k].mean() for k in range(len(truth))])
    right = np.mean([np.mean((by_film[truth == kind] > 0) == kind) for kind in (0, 1)])
    kind = truth[owner]
    apart = auc(score[kind == 1], score[kind == 0])
    return auc(by_film[truth == 1], by_film[truth == 0]), float(right), apart, gain / gain.sum()


def boosted(
    table: NDArray[np.float64], truth: NDArray[np.int64], unseen: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Score of unseen rows by gentle boosting of stumps, and the gain of every column; both kinds weigh the same."""
    cuts = np.quantile(table, np.linspace(0.04, 0.96, 24), axis=0)
    above = table[None] > cuts[:, None]
    signs = np.where(truth == 1, 1.0, -1.0)
    weights = np.where(truth == 1, 0.5 / max(truth.sum(), 1), 0.5 / max((1 - truth).sum(), 1))
    flat = above.reshape(-1, *above.shape[1:]).transpose(0, 2, 1).reshape(-1, len(table)).astype(np.float32)
    score, gain = np.zeros(len(unseen)), np.zeros(table.shape[1])
    for _ in range(STUMPS):
        weights /= weights.sum()
        mass, lean = (flat @ v.astype(np.float32) for v in (weights, weights * signs))
        whole = float((weights * signs).sum())
        high, low = lean / (mass + 1e-6), (whole - lean) / (1 - mass + 1e-6)
        better = mass * high**2 + (1 - mass) * low**2
        best = int(np.argmax(better))
        cut, column = divmod(best, table.shape[1])
        up, down = 0.5 * float(high[best]), 0.5 * float(low[best])
        weights *= np.exp(-signs * np.where(above[cut, :, column], up, down))
        score += np.where(unseen[:, column] > cuts[cut, column], up, down)
        gain[column] += float(better[best]) - whole**2
    return score, gain


def auc(more: NDArray[np.float64], less: NDArray[np.float64]) -> float:
    """Chance that one of the first exceeds one of the second."""
    more, less = more[np.isfinite(more)], less[np.isfinite(less)]
    ranks = rankdata(np.concatenate([more, less]))
    return float((ranks[: len(more)].sum() - len(more) * (len(more) + 1) / 2) / (len(more) * len(less)))


# Sheets -------------------------------------------------------------------------------------------------------------


def sheet(pair: Pair, height: int = 560, across: int = 10) -> NDArray[np.uint8]:
    """Real films above simulated ones, all at one height."""
    wide = round(height * pair.shape[1] / pair.shape[0])
    rows = []
    for films in (pair.real, pair.made):
        chosen = [films[k] for k in np.linspace(0, len(films) - 1, min(across, max(len(pair.real), 3))).astype(int)]
        how = cv2.INTER_AREA if pair.shape[0] > height else cv2.INTER_CUBIC
        scaled = [
            (np.clip(cv2.resize(one, (wide, height), interpolation=how), 0, 1) * 255).astype(np.uint8) for one in chosen
        ]
        rows.append(np.hstack(scaled))
    return np.vstack(rows)


if __name__ == "__main__":
    raise SystemExit(main())
