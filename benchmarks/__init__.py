"""Benchmarks: ratios against named references, never clocks in tests."""
