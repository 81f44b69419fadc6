"""A real server on the sample, and Debian's Chromium, where there is one: `make test-web`."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("MONTJOIE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
]  # fmt: skip
Served = Callable[[Path], str]


@pytest.fixture(scope="session")
def serve() -> Iterator[Served]:
    """Return a function that serves a record and returns its address."""
    running: list[subprocess.Popen[str]] = []

    def start(record: Path) -> str:
        command = [sys.executable, "-m", "montjoie", "serve", "--record", str(record), "--port", "0"]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        running.append(server)
        for line in server.stderr or ():
            if found := re.search(r"http://\S+", line):
                return found[0]
        raise AssertionError("the server did not come up")

    yield start
    for server in running:
        server.terminate()
        server.wait()
        if server.stderr:
            server.stderr.close()


@pytest.fixture(scope="session")
def address(serve: Served, sample_record: Path) -> str:
    return serve(sample_record)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Any]]:
    """Return what starts a browser with flags, or skip and say what is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed; `make test-web` installs it")
    if CHROMIUM is None:
        pytest.skip("no Chromium; install it (Debian: apt-get install chromium) or name it in MONTJOIE_CHROMIUM")
    with playwright.sync_playwright() as driver:
        yield lambda *more: driver.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *more])


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Any]) -> Iterator[Any]:
    found = launch()
    yield found
    found.close()


class Visitor:
    """A page that notes what went wrong in it and whatever it asked of elsewhere."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.page = self.context.new_page()
        self.address = address
        self.wrong: list[str] = []
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.on("request", lambda asked: None if asked.url.startswith((address, "data:", "blob:")) else self.wrong.append(asked.url))

    def see(self, path: str) -> Any:
        """Go to a path (or a whole address) and return the page."""
        self.page.goto(path if path.startswith("http") else f"{self.address}{path}")
        return self.page


@pytest.fixture
def visitor(browser: Any, address: str) -> Iterator[Visitor]:
    found = Visitor(browser, address)
    yield found
    found.context.close()
