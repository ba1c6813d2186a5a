"""Parts of the accuracy benchmark: films with known truth, scores, tables. See ``benchmarks/accuracy.py``."""
