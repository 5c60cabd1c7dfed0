from io import BytesIO

import pytest
from PIL import Image

from voting.demonstration.photographs import SIZE, draw
from voting.uploads.pictures import remade

pytestmark = pytest.mark.pure


def test_a_site_is_a_small_picture_that_goes_on_growing() -> None:
    stages = [draw("7", percent) for percent in (0, 40, 100)]
    assert len(set(stages)) == len(stages)
    assert draw("7", 40) == stages[1]
    assert draw("8", 40) != stages[1]
    for stage in stages:
        kept = remade(stage)
        assert len(kept) < 60_000
        assert Image.open(BytesIO(kept)).size == SIZE
