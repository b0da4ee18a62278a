"""The recording that the tests look at."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def recording() -> Path:
    """The recording that KOOR_TEST_RECORDING names. Without one the tests fail: a skip would pass for a success."""
    path = os.environ.get("KOOR_TEST_RECORDING")
    if not path:
        pytest.fail("set KOOR_TEST_RECORDING to a recording, a folder or a .tar.zst")
    return Path(path)
