"""The dock: ties the table of measurements to the viewer, and holds nothing itself."""

from typing import Any

from qtpy.QtCore import QTimer
from qtpy.QtGui import QGuiApplication
from qtpy.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from napari_measure.layers import Follower, current_film
from napari_measure.rows import as_text
from napari_measure.session import OpenedFilm, Session
from napari_measure.widgets.measurements import MeasurementsTable

# As napari composes it, so that its menu entry finds a dock that `measure view` has opened.
NAME = "Measurements (Radiograph measure)"

SETTLE_MS = 150


class MeasurementsDock(QWidget):
    """Measurements of the film whose layer is active.

    Parameters
    ----------
    napari_viewer : napari.Viewer
        The window; napari fills this parameter in by its name.
    """

    def __init__(self, napari_viewer: Any) -> None:
        super().__init__()
        # Else napari adds a stretch below, and the table keeps half of the height.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.session = Session()
        self.view = MeasurementsTable(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.session.film_changed.connect(self.view.show_film)
        self.view.measurement_selected.connect(self.session.select)
        self.view.copy_requested.connect(self._copy)
        self._follower = Follower(napari_viewer, self.session, later=lambda call: QTimer.singleShot(0, call))
        self.destroyed.connect(self._follower.stop)

    def _copy(self) -> None:
        _to_clipboard(self.session.film)


def fill_screen(viewer: Any) -> None:
    """Give the window the whole screen: a film beside a table needs it."""
    window = viewer.window._qt_window
    window.setGeometry(window.screen().availableGeometry())


def fit_film(viewer: Any) -> None:
    """Fit the film to the canvas once the window has given the dock its room."""
    QTimer.singleShot(SETTLE_MS, viewer.reset_view)


def copy_measurements() -> None:
    """Copy the table of the current film; a command of the menus and of the command palette."""
    _to_clipboard(current_film())


def _to_clipboard(film: OpenedFilm | None) -> None:
    if film is not None and film.measurements:
        QGuiApplication.clipboard().setText(as_text(film))
