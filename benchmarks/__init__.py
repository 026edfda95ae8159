"""Every figure that we claim, with its floor in the same run: `python -m benchmarks [NAME …]`."""
