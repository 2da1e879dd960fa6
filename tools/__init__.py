"""What makes data of the package; never part of it."""
