"""Film and traces in, a picture out: what a person checks a measurement by."""

from measure.drawing.overlay import draw_overlay, encode_png

__all__ = ["draw_overlay", "encode_png"]
