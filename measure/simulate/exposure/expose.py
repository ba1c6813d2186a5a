"""Expose: one film, from path lengths to the detector's signal."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.simulate.exposure.heel import heel
from measure.simulate.exposure.primary import primary
from measure.simulate.exposure.scatter import scatter
from measure.simulate.exposure.technique import Technique
from measure.simulate.rays import Beam, Lengths

Signal = NDArray[np.float32]
AMPLIFIER_MM = 0.15  # pixel for which ``Technique.electronic`` is stated
_SHARP = 0.2  # pixels: a blur below changes nothing that a pixel shows


def expose(
    lengths: Lengths, beam: Beam, technique: Technique, rng: np.random.Generator | None, points: int = 8
) -> Signal:
    """Signal of the detector behind a patient.

    Primary by Beer and Lambert over the spectrum, plus scatter, times the heel effect, blurred by the focus; then the
    noise of the quanta, blurred with the signal by the detector, and electronic noise. Inverse square and
    obliquity are left to the flat-field correction that every detector has.

    Parameters
    ----------
    lengths : mapping of str to ndarray, shape (rows, cols)
        mm of each material that every ray passes (``path_lengths``).
    beam : Beam
        Rays.
    technique : Technique
        Settings.
    rng : numpy.random.Generator or None
        Draws the noise; None for a film without.
    points : int
        Energies that stand for the spectrum; 4 do for training.

    Returns
    -------
    ndarray of float32, shape (rows, cols)
        Energy absorbed, 1 in the open beam on the central ray, never below 0.

    Examples
    --------
    >>> from measure.simulate.rays import aimed
    >>> beam = aimed("frontal", (0, 0, 0), sid=1000.0, oid=100.0, pitch=0.2, shape=(300, 200))
    >>> open_beam = expose({}, beam, Technique(quanta=1e6, heel=0.0, detector_blur=0.0), np.random.default_rng(1))
    >>> round(float(open_beam.mean()), 4), round(float(open_beam.std()), 4)  # 40 000 quanta a pixel: 0.005
    (1.0, 0.005)
    """
    signal = _mean(lengths, beam, technique, points)
    signal = _blurred(signal, beam, technique.focal_blur)
    if rng is None:
        return _blurred(signal, beam, technique.detector_blur)
    grains = rng.standard_normal(signal.shape, np.float32)
    row_mm, col_mm = beam.pitch
    grains *= np.sqrt(signal * np.float32(1 / (technique.quanta * row_mm * col_mm)))
    signal += grains
    signal = _blurred(signal, beam, technique.detector_blur)
    if technique.electronic:
        rng.standard_normal(out=grains, dtype=np.float32)
        # A larger pixel sums up more signal over the same noise of its amplifier.
        signal += np.float32(technique.electronic * AMPLIFIER_MM**2 / (row_mm * col_mm)) * grains
    return np.maximum(signal, 0.0, out=signal)


def metered(lengths: Lengths, beam: Beam, technique: Technique, quanta: float = 50_000.0) -> Technique:
    """The technique with as many quanta as an automatic exposure would give.

    Parameters
    ----------
    lengths, beam
        As for ``expose``.
    technique : Technique
        Settings; its ``quanta`` are replaced.
    quanta : float
        Wanted behind the patient, per mm2: median of the middle third of the film.

    Returns
    -------
    Technique
    """
    every = max(1, min(beam.rows, beam.cols) // 60)
    middle = (
        slice(beam.rows // 3, max(beam.rows - beam.rows // 3, 1), every),
        slice(beam.cols // 3, max(beam.cols - beam.cols // 3, 1), every),
    )
    few = {material: np.ascontiguousarray(part[middle]) for material, part in lengths.items()}
    shape = next(iter(few.values())).shape if few else (1, 1)
    seen = _mean(few, replace(beam.coarser(every), rows=shape[0], cols=shape[1]), replace(technique, heel=0.0), 4)
    return replace(technique, quanta=float(np.clip(quanta / float(np.median(seen)), 1, 1e12)))


def _mean(lengths: Lengths, beam: Beam, technique: Technique, points: int) -> Signal:
    """Expected signal before any blur."""
    signal = primary(lengths, beam, technique.kvp, points)
    if technique.scatter and lengths:
        signal += scatter(signal, beam, technique)
    if technique.heel:
        signal *= heel(beam, technique)
    return signal


def _blurred(signal: Signal, beam: Beam, sigma: float) -> Signal:
    down, across = (sigma / mm for mm in beam.pitch)
    if max(down, across) < _SHARP:
        return signal
    return np.asarray(
        cv2.GaussianBlur(
            signal, (0, 0), sigmaX=max(across, 1e-3), sigmaY=max(down, 1e-3), borderType=cv2.BORDER_REPLICATE
        )
    )
