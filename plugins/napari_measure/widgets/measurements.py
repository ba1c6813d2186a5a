"""The table of measurements: what is on the film, how sure it is, and why something is missing."""

from qtpy.QtCore import QSize, Qt, Signal
from qtpy.QtGui import QBrush, QColor, QFont
from qtpy.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from napari_measure.rows import DISCLAIMER, Row, rows_of, say_film, say_scale, say_status
from napari_measure.session import OpenedFilm

HEADINGS = ("Level", "Measure", "Value ± sd", "Unit", "Flags")
LEVEL, MEASURE, VALUE, UNIT, FLAGS = range(5)
CELL_PADDING = 20
DITTO = "″"
AMBER, GREEN, GREY = "#ffb03c", "#6fce7c", "#868c94"
NOTE = "#d5851a"  # Amber that reads on light and dark themes; the brighter one is for the badge.
BAND = (128, 136, 150, 36)  # Every other level, a shade that does for light and dark themes.
BADGES = {"DRAFT": AMBER, "CONFIRMED": GREEN, "NO READING": GREY}
BADGE = "color: #14171a; font-weight: bold; padding: 2px 8px; border-radius: 4px;"
EMPTY = "Open a film, or File ▸ Open Sample ▸ Radiograph measure."


class MeasurementsTable(QWidget):
    """Measurements of one film in words. Knows no viewer.

    Attributes
    ----------
    measurement_selected : Signal
        The Measurement of the row that was clicked, or None.
    suggest_requested, undo_requested, save_requested : Signal
        The user wants a draft of the marks, the last edit of one taken back, or the reading kept.
    copy_requested : Signal
        The user wants the table on the clipboard.
    """

    measurement_selected = Signal(object)
    suggest_requested = Signal()
    undo_requested = Signal()
    save_requested = Signal()
    copy_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self.title, self.badge = _label(bold=True), QLabel()
        self.scale, self.source, self.notes, self.detail = _label(), _label(), _label(), _label()
        self.table = _table()
        self.suggest, self.undo = QPushButton("Suggest"), QPushButton("Undo")
        self.suggest.setToolTip("Draft the marks of this film: look at every one, and drag those that are off")
        self.undo.setToolTip("Take back the last edit of the draft, at last the draft itself")
        self.save = QPushButton("Save…")
        self.save.setToolTip("Keep the marks as a reading JSON; beside its film it is found again")
        self.copy = QPushButton("Copy table")
        self.copy.setToolTip("Copy all rows with full precision, for a spreadsheet")
        self.disclaimer = _label(DISCLAIMER)
        self.disclaimer.setStyleSheet(f"color: {GREY};")
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._selected)
        self.suggest.clicked.connect(self.suggest_requested)
        self.undo.clicked.connect(self.undo_requested)
        self.save.clicked.connect(self.save_requested)
        self.copy.clicked.connect(self.copy_requested)
        self.show_film(None)

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.badge)
        foot.addWidget(self.disclaimer, 1)
        for button in (self.suggest, self.undo, self.save, self.copy):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(head)
        for line in (self.scale, self.source, self.notes):
            column.addWidget(line)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        column.addLayout(foot)

    def sizeHint(self) -> QSize:  # noqa: N802 - the name is Qt's
        """Wide enough for a row without a scroll bar."""
        return QSize(580, 720)

    def show_film(self, film: OpenedFilm | None) -> None:
        """Show the measurements of a film; None clears the table."""
        self._rows = rows_of(film) if film else []
        self.title.setText(say_film(film) if film else EMPTY)
        status = say_status(film) if film else ""
        self.badge.setText(status)
        self.badge.setVisible(bool(status))
        colour = BADGES.get(status, GREY)
        self.badge.setStyleSheet(f"background: {colour}; {BADGE}")
        _say(self.scale, say_scale(film) if film else "")
        _say(self.source, film.source if film else "")
        notes = [film.problem, *film.calibration.notes, *film.header.warnings] if film else []
        _say(self.notes, "\n".join(f"• {note}" for note in notes if note))
        self.notes.setStyleSheet(f"color: {NOTE};")
        self._fill()
        self.suggest.setEnabled(film is not None)
        self.undo.setEnabled(film is not None and film.before is not None)
        self.save.setEnabled(film is not None and film.reading is not None)
        self.copy.setEnabled(bool(self._rows))

    def _fill(self) -> None:
        self.table.blockSignals(True)
        self.table.clearSelection()
        self.table.clearSpans()
        self.table.setRowCount(len(self._rows))
        banded = True
        for number, row in enumerate(self._rows):
            banded = banded != row.first
            self._fill_row(number, row, banded=banded)
        self._fit_values()
        self.table.blockSignals(False)
        self.table.setVisible(bool(self._rows))
        _say(self.detail, "")

    def _fill_row(self, number: int, row: Row, *, banded: bool) -> None:
        reason = "" if row.measured else row.remark
        level, flags = row.where if row.first else "", self._flags(number, row)
        cells = (level, row.title, row.value or reason, row.unit, flags)
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(row.tip)
            if banded:
                item.setBackground(QBrush(QColor(*BAND)))
            if column == LEVEL:
                item.setFont(_bold())
            if column == VALUE and row.measured:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if not row.measured and column != LEVEL:
                item.setForeground(QBrush(QColor(GREY)))
            elif column == FLAGS:
                item.setForeground(QBrush(QColor(NOTE if row.loud else GREY)))
            self.table.setItem(number, column, item)
        if not row.measured:
            self.table.setSpan(number, VALUE, 1, 3)

    def _flags(self, number: int, row: Row) -> str:
        """Flags in words; a ditto mark where the row above, of the same level, says the same."""
        if not row.measured:
            return ""
        above = self._rows[number - 1] if number and not row.first else None
        return DITTO if row.remark and above is not None and above.remark == row.remark else row.remark

    def _fit_values(self) -> None:
        """Column as wide as its values: a reason, which reaches over the next columns, is no measure for it."""
        texts = [HEADINGS[VALUE], *(row.value for row in self._rows)]
        metrics = self.table.fontMetrics()
        self.table.setColumnWidth(VALUE, max(metrics.horizontalAdvance(text) for text in texts) + CELL_PADDING)

    def _selected(self) -> None:
        chosen = self.table.selectionModel().selectedRows()
        row = self._rows[chosen[0].row()] if chosen else None
        _say(self.detail, row.tip if row else "")
        self.measurement_selected.emit(row.measurement if row else None)


def _table() -> QTableWidget:
    table = QTableWidget(0, len(HEADINGS))
    table.setHorizontalHeaderLabels(HEADINGS)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setStyleSheet("QTableWidget::item { padding: 2px 4px; }")
    table.setWordWrap(True)
    table.verticalHeader().setVisible(False)
    table.verticalHeader().setMinimumSectionSize(22)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Fixed)
    for column in (LEVEL, UNIT):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    for column in (MEASURE, FLAGS):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    return table


def _label(text: str = "", *, bold: bool = False) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if bold:
        label.setFont(_bold(2))
    return label


def _bold(larger: int = 0) -> QFont:
    font = QFont()
    font.setBold(True)
    font.setPointSize(font.pointSize() + larger)
    return font


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
