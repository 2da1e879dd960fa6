"""Reports in every shape and kind of file come back as they went in (`tests/reports` makes them from seeds)."""

import pytest

from tests.reports.measured import CASES, PAGE, measure
from tests.reports.shapes import SHAPES

pytestmark = pytest.mark.slow

CLEAN, NOISY = 1.0, 0.99


@pytest.mark.parametrize(("shape", "suffix", "noisy"), CASES)
def test_what_went_in_comes_back(shape: str, suffix: str, noisy: bool) -> None:
    score = measure(shape, suffix, noisy=noisy)
    assert score.right
    assert score.f1 >= (NOISY if noisy else CLEAN), score.seeds
    [row] = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith(f"| {shape} |")]
    assert f"{score.f1:.4f}" in row, "write the figures anew: make golden"


def test_every_shape_is_in_the_table() -> None:
    assert {shape for shape, _, _ in CASES} == set(SHAPES)
