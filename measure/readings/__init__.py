"""Readings on disk: our reading JSON and the landmark table, both ways, and the assessment table."""

from measure.readings.assessments import AssessmentTable, read_assessments
from measure.readings.landmarks import (
    LandmarkTable,
    TableReading,
    landmark_rows,
    read_landmarks,
    write_landmarks,
)
from measure.readings.reading_json import decode_reading, encode_reading, file_name, reading_schema

__all__ = [
    "AssessmentTable", "LandmarkTable", "TableReading", "decode_reading", "encode_reading", "file_name",
    "landmark_rows", "read_assessments", "read_landmarks", "reading_schema", "write_landmarks",
]  # fmt: skip
