"""Readings on disk: our reading JSON and the landmark table, both ways."""

from measure.readings.landmarks import (
    LandmarkTable,
    TableReading,
    landmark_rows,
    read_landmarks,
    write_landmarks,
)
from measure.readings.reading_json import decode_reading, encode_reading, file_name, reading_schema

__all__ = [
    "LandmarkTable", "TableReading", "decode_reading", "encode_reading", "file_name", "landmark_rows",
    "read_landmarks", "reading_schema", "write_landmarks",
]  # fmt: skip
