"""Measurements: speed against peers and limits, and how right generated forms are. `make bench` runs them all."""
