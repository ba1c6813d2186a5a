"""Decoding of compressed films: ours against every pydicom plugin that is installed.

Run ``python benchmarks/decode.py [--rounds N] [--cpu] [--films FOLDER]``. Each round times every contender once,
in turn, so that a busy machine slows all of them alike; the least of the rounds counts. The synthetic film is
3000 x 2500, 12 bits in 16, noise and edges as a detector gives them. Real films are added where their folder is found
(they never leave it). ``ours/best`` is against all plugins, our own registration of imagecodecs among them;
``ours/others`` leaves that out.
"""

import argparse
import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pydicom
from pydicom import Dataset, uid
from pydicom.dataset import FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels import get_decoder
from pydicom.pixels.encoders import RLELosslessEncoder

from measure.film import codecs
from measure.film.dicom_header import describe
from measure.film.dicom_pixels import decode_samples

ROWS, COLS, BITS = 3000, 2500, 12
REPOSITORY = Path(__file__).resolve().parents[1]
FILMS = Path(os.environ.get("MEASURE_FILMS", REPOSITORY.parent / "shared" / "films")) / "dicom"


def synthetic(bits: int = BITS) -> np.ndarray:
    """Film of soft shades, bone edges and detector noise."""
    rng = np.random.default_rng(7)
    row, col = np.mgrid[0:ROWS, 0:COLS]
    shade = 0.35 + 0.25 * np.sin(row / 410) * np.cos(col / 350)
    bone = 0.25 * (((row // 200) % 2 == 0) & (abs(col - COLS / 2) < 300))
    film = (shade + bone) * (1 << bits) + rng.normal(0, 0.003 * (1 << bits), (ROWS, COLS))
    return np.clip(film, 0, (1 << bits) - 1).astype(np.uint16 if bits > 8 else np.uint8)


def encoders() -> dict[str, tuple[int, Callable[[np.ndarray], bytes]]]:
    """Bits and encoder by transfer syntax."""
    return {
        uid.JPEGBaseline8Bit: (8, lambda a: imagecodecs.jpeg8_encode(a, level=92)),
        uid.JPEGExtended12Bit: (12, lambda a: imagecodecs.jpeg8_encode(a, level=92, bitspersample=12)),
        uid.JPEGLosslessSV1: (12, lambda a: imagecodecs.jpeg8_encode(a, lossless=True, bitspersample=12)),
        uid.JPEGLSLossless: (12, lambda a: imagecodecs.jpegls_encode(a)),
        uid.JPEGLSNearLossless: (12, lambda a: imagecodecs.jpegls_encode(a, level=2)),
        uid.JPEG2000Lossless: (
            12,
            lambda a: imagecodecs.jpeg2k_encode(a, reversible=True, codecformat="j2k", bitspersample=12),
        ),
        uid.JPEG2000: (12, lambda a: imagecodecs.jpeg2k_encode(a, level=60, codecformat="j2k", bitspersample=12)),
        uid.HTJ2KLossless: (12, lambda a: imagecodecs.htj2k_encode(a, reversible=True)),
        uid.RLELossless: (12, rle),
    }


def rle(film: np.ndarray) -> bytes:
    return RLELosslessEncoder.encode(
        film, rows=ROWS, columns=COLS, samples_per_pixel=1, bits_allocated=16, bits_stored=BITS,
        pixel_representation=0, photometric_interpretation="MONOCHROME2", number_of_frames=1,
    )  # fmt: skip


def dataset_of(frame: bytes, syntax: str, bits: int) -> Dataset:
    """DX object around one encoded frame."""
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = uid.UID(syntax)
    dataset.SOPClassUID = uid.DigitalXRayImageStorageForPresentation
    dataset.SOPInstanceUID = "2.25.1"
    dataset.Rows, dataset.Columns, dataset.SamplesPerPixel = ROWS, COLS, 1
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = (8 if bits == 8 else 16), bits, bits - 1
    dataset.PixelRepresentation, dataset.PhotometricInterpretation = 0, "MONOCHROME2"
    dataset.PixelData = encapsulate([frame])
    return dataset


def contenders(dataset: Dataset) -> dict[str, Callable[[], Any]]:
    """Ours, and one per plugin of pydicom's that decodes this film at all."""
    syntax = str(dataset.file_meta.TransferSyntaxUID)
    described = describe(dataset, 1, "0")
    decoder = get_decoder(syntax)
    found: dict[str, Callable[[], Any]] = {"ours": lambda: decode_samples(dataset, described.storage, 1, syntax)[0]}
    codecs.register()
    for plugin in decoder.available_plugins:
        run = lambda p=plugin: decoder.as_array(dataset, index=0, raw=True, decoding_plugin=p)[0]  # noqa: E731
        try:
            run()
        except Exception:  # noqa: BLE001 - a plugin that cannot is no contender
            continue
        found[plugin] = run
    return found


def race(runs: dict[str, Callable[[], Any]], rounds: int, clock: Callable[[], float]) -> dict[str, float]:
    """Least milliseconds of each contender."""
    best = dict.fromkeys(runs, float("inf"))
    names = list(runs)
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            start = clock()
            runs[name]()
            best[name] = min(best[name], 1e3 * (clock() - start))
    return best


def report(title: str, dataset: Dataset, rounds: int, clock: Callable[[], float]) -> None:
    times = race(contenders(dataset), rounds, clock)
    ours = times.pop("ours")
    others = {name: ms for name, ms in times.items() if name != codecs.PLUGIN}
    ratio = f"{ours / min(times.values()):5.2f}" if times else "  -  "
    foreign = f"{ours / min(others.values()):5.2f}" if others else "only one"
    listed = "  ".join(f"{name} {ms:.0f}" for name, ms in sorted(times.items(), key=lambda pair: pair[1]))
    print(f"{title[:44]:44} {ours:8.1f} {ratio:>10} {foreign:>12}   {listed}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--films", type=Path, default=FILMS)
    parser.add_argument("--cpu", action="store_true", help="processor time, all threads, for a machine that others use")
    options = parser.parse_args()
    clock = time.process_time if options.cpu else time.perf_counter
    warnings.simplefilter("ignore")
    print(f"{'transfer syntax or film':44} {'ours ms':>8} {'ours/best':>10} {'ours/others':>12}   plugins, ms")
    films = {bits: synthetic(bits) for bits in (8, 12)}
    for syntax, (bits, encode) in encoders().items():
        try:
            frame = encode(films[bits])
        except Exception as error:  # noqa: BLE001 - an encoder that is not built in
            print(f"{uid.UID(syntax).name[:44]:44} not encoded: {error}")
            continue
        report(uid.UID(syntax).name, dataset_of(frame, syntax, bits), options.rounds, clock)
    for path in sorted(options.films.glob("*.dcm")) if options.films.is_dir() else []:
        dataset = pydicom.dcmread(path)
        if dataset.file_meta.TransferSyntaxUID.is_encapsulated:
            try:
                report(path.name, dataset, options.rounds, clock)
            except Exception as error:  # noqa: BLE001 - a film that is damaged on purpose
                print(f"{path.name[:44]:44} {type(error).__name__}")


if __name__ == "__main__":
    main()
