"""Measurements behind docs/benchmarks.md. Each script prints what it measured and on what."""
