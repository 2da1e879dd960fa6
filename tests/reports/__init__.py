"""Made-up reports: entries, the shapes in which they are printed, and the files in which they come; all from a seed."""
