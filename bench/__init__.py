"""Benchmarks: scripts that measure and write bench/results/latest.json; never tests."""
