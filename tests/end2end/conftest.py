"""The real program in a real window, on a screen that exists in memory only."""

import os
import select
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.patience import WAIT_SECONDS


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """Start Xvfb on a display number that it finds free itself, and give its name."""
    if shutil.which("Xvfb") is None:
        pytest.fail("Xvfb is missing: run the tests with `make test`, which installs it")
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writer], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    os.close(writer)
    try:
        ready, _, _ = select.select([reader], [], [], WAIT_SECONDS)
        number = os.read(reader, 16).decode().strip() if ready else ""
        if not number:
            server.kill()
            pytest.fail(f"Xvfb did not start: {server.communicate()[1].decode(errors='replace')}")
        yield f":{number}"
    finally:
        os.close(reader)
        server.terminate()
        server.communicate()


@pytest.fixture
def window_environment(display: str, user_home: object) -> dict[str, str]:
    """The environment of a program that opens a real window as a new user."""
    environment = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
    return environment | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
