import subprocess
import sys


def test_importing_the_plugin_loads_neither_qt_nor_napari() -> None:
    code = (
        "import sys, napari_measure, napari_measure.view, napari_measure.reader, napari_measure.session, "
        "napari_measure.commands, napari_measure.rows, napari_measure.samples, napari_measure.layer_data; "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "napari_measure" in loaded
    assert not {"napari", "qtpy", "PySide6", "PyQt6", "vispy"} & set(loaded)


def test_importing_the_package_alone_loads_nothing_heavy() -> None:
    code = "import sys, napari_measure; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"numpy", "psygnal", "cv2", "pydicom", "measure"} & set(loaded)
