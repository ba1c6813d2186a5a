"""Where the sample films are: inside the wheel, or in the source tree."""

from pathlib import Path

from measure.errors import MeasureError


def samples_dir() -> Path:
    """Folder of the simulated sample films and their ``truth.json``.

    Returns
    -------
    Path
        ``measure/_samples`` of an installed wheel, ``sample_images`` of a source tree.

    Raises
    ------
    MeasureError
        If neither is there.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "_samples", here.parent / "sample_images"):
        if (folder / "truth.json").is_file():
            return folder
    raise MeasureError("sample films: expected measure/_samples or sample_images/ with a truth.json, found neither")
