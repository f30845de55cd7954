"""Measure what the product promises: `python -m bench` prints a table and leaves the same figures in bench/out/."""
