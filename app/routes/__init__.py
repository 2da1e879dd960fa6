"""One module per group of operations; no route imports another."""
