import pytest
from tests.hall.tablet.test_tablet_browser import *
from tests.hall.tablet.test_tablet_browser import shared_keys, tablet
for n in list(globals()):
    if n.startswith("test_"): del globals()[n]
import os
@pytest.mark.parametrize("n", range(int(os.environ.get("N","6"))))
def test_x(n, city, tablet, address):
    _at, page = welcomed(city, tablet, address)
    signed_in(page)
    expect(page.locator(".pick input").first).to_be_visible()
    chosen(page, 2)
