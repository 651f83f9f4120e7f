"""What is measured and fitted, on real data: `python -m benchmarks.NAME`. Nothing in the product imports it."""
