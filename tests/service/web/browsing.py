"""A browser for each test that needs one: real, quiet, and held to ask nobody else."""

import shutil
from collections.abc import Callable, Iterator
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from tests.pages import Pages

QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK, PHONE = (1280, 900), (390, 844)
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium: on Debian and Ubuntu, apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIETLY))
        yield browser
        browser.close()


def serve(pages: Pages) -> Iterator[str]:
    """The pages at an address of this machine."""
    server = make_server("127.0.0.1", 0, pages.site.app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def shown(demo: Pages) -> Iterator[str]:
    yield from serve(demo)


@pytest.fixture
def served(pages: Pages) -> Iterator[str]:
    yield from serve(pages)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens pages; afterwards, proves that none complained, asked elsewhere, or popped up."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(address: str, size: tuple[int, int] = DESK, **more: object) -> Page:
        context = browser.new_context(  # type: ignore[misc]  # options by name
            viewport={"width": size[0], "height": size[1]}, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda one: note(f"{one.type}: {one.text}", complaints))
        page.on("pageerror", lambda one: complaints.append(str(one)))
        page.on("dialog", lambda one: complaints.append(f"a dialog: {one.message}"))
        page.on("request", lambda one: prove_local(one.url, complaints))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def note(told: str, complaints: list[str]) -> None:
    """A form that is refused is answered 409, of which the browser's console tells, too."""
    if "status of 409 (CONFLICT)" not in told:
        complaints.append(told)


def prove_local(url: str, complaints: list[str]) -> None:
    if urlsplit(url).hostname != "127.0.0.1":
        complaints.append(f"asked elsewhere: {url}")
