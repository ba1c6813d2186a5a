"""The checks behind ``measure doctor``, one function each."""

import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

CORE = (
    "numpy", "opencv-python-headless", "scikit-image", "pydicom", "imagecodecs", "pydantic", "SQLAlchemy", "alembic",
    "pandas", "pyarrow", "typer", "rich",
)  # fmt: skip
OPENCV_WHEELS = ("opencv-python", "opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless")
QT = ("PySide6-Essentials", "PySide6", "PyQt6")


class Verdict(Enum):
    """How a check went."""

    GOOD = auto()
    ABSENT = auto()
    BAD = auto()


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of one check.

    Attributes
    ----------
    verdict : Verdict
        Good, absent (and not needed), or bad.
    what : str
        What was checked.
    detail : str
        Version, or what is wrong and how to mend it.
    """

    verdict: Verdict
    what: str
    detail: str


def examine() -> Iterator[Finding]:
    """Run all checks, from the ground up."""
    yield _python()
    yield from (_core(name) for name in CORE)
    yield _opencv()
    yield _codecs()
    yield _samples()
    yield from _networks()
    yield _key()
    yield from _viewer()
    yield _simulator()


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _python() -> Finding:
    found = platform.python_version()
    good = sys.version_info >= (3, 11)
    return Finding(
        Verdict.GOOD if good else Verdict.BAD, "Python", found if good else f"{found}: expected 3.11 or newer"
    )


def _core(name: str) -> Finding:
    found = _installed(name)
    if found is None:
        return Finding(Verdict.BAD, name, f'missing: pip install "{name}"')
    return Finding(Verdict.GOOD, name, found)


def _opencv() -> Finding:
    """Two OpenCV wheels write into the same folder and break each other."""
    wheels = [name for name in OPENCV_WHEELS if _installed(name)]
    if len(wheels) > 1:
        remedy = f"pip uninstall -y {' '.join(wheels)} && pip install opencv-python-headless"
        return Finding(Verdict.BAD, "OpenCV wheels", f"{' and '.join(wheels)} break each other: {remedy}")
    if wheels == ["opencv-python"]:
        return Finding(Verdict.BAD, "OpenCV wheels", "opencv-python brings a second Qt: use opencv-python-headless")
    return Finding(Verdict.GOOD, "OpenCV wheels", "one, headless")


def _codecs() -> Finding:
    """Every transfer syntax of film archives must have a decoder."""
    from measure.errors import UnsupportedFilm
    from measure.film.codecs import CODECS, decoder_for

    missing = []
    for syntax in CODECS:
        try:
            decoder_for(syntax)
        except UnsupportedFilm:
            missing.append(syntax)
    if missing:
        return Finding(Verdict.BAD, "DICOM codecs", f"no decoder for {', '.join(missing)}: pip install imagecodecs")
    return Finding(Verdict.GOOD, "DICOM codecs", "JPEG, JPEG Lossless, JPEG-LS, JPEG 2000, RLE")


def _samples() -> Finding:
    from measure.errors import MeasureError
    from measure.samples import samples_dir

    try:
        count = len(list(samples_dir().glob("*.dcm")))
    except MeasureError as error:
        return Finding(Verdict.BAD, "sample films", str(error))
    return Finding(Verdict.GOOD, "sample films", f"{count} films")


def _networks() -> Iterator[Finding]:
    """Networks that draft the marks of films, each by the digest of its file; then the version that drafts bear."""
    from measure.detect import NETWORKS, missing_weights, observer, weights_file

    for name in NETWORKS:
        file = weights_file(name)
        if f"{name}.onnx" in missing_weights():
            yield Finding(Verdict.BAD, f"network {name}", "missing: pip install --force-reinstall radiograph-measure")
        else:
            data = file.read_bytes()
            size = f"{len(data) / 1e6:.1f} MB"
            yield Finding(Verdict.GOOD, f"network {name}", f"{size}, sha256 {sha256(data).hexdigest()[:12]}")
    if not missing_weights():
        drafts = observer()
        yield Finding(Verdict.GOOD, "drafts", f"{drafts.name} {drafts.version}")


def _key() -> Finding:
    from measure.errors import MeasureError
    from measure.outcomes.keyfile import load

    try:
        key = load()
    except MeasureError as error:
        return Finding(Verdict.BAD, "pseudonym key", str(error))
    if key is None:
        return Finding(Verdict.ABSENT, "pseudonym key", "none yet; made by the first run that meets a patient number")
    return Finding(Verdict.GOOD, "pseudonym key", f"{key.id}; keep a copy: measure key export FILE")


def _viewer() -> Iterator[Finding]:
    napari, qt = _installed("napari"), [name for name in QT if _installed(name)]
    remedy = 'pip install "radiograph-measure[gui]"'
    yield Finding(Verdict.GOOD if napari else Verdict.ABSENT, "napari", napari or f"for `measure view`: {remedy}")
    if napari and not qt:
        yield Finding(Verdict.BAD, "Qt", f"napari without Qt: {remedy}")
    elif sys.version_info < (3, 12) and (_installed("PySide6-Essentials") or "").startswith("6.12."):
        yield Finding(Verdict.BAD, "Qt", "PySide6 6.12 aborts on Python 3.11: pip install 'PySide6-Essentials<6.12'")
    elif qt:
        yield Finding(Verdict.GOOD, "Qt", ", ".join(f"{name} {_installed(name)}" for name in qt))


def _simulator() -> Finding:
    found = _installed("numba")
    remedy = 'for `measure simulate`: pip install "radiograph-measure[simulate]"'
    return Finding(Verdict.GOOD if found else Verdict.ABSENT, "numba", found or remedy)
