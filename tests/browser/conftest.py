"""A real Chromium, the system's own, on a live server with a whole scene in its database."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import now
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from registry.accounts.codes import FactorKind
from registry.accounts.models import Factor
from registry.accounts.selectors.factors import must_have_second_factor
from registry.accounts.services import factors
from registry.vault.services.seals import open_sealed
from tests.national_text import national_months

__all__ = ["national_months"]


@pytest.fixture(autouse=True)
def _months(national_months: None) -> None:
    """Let no page depend on what the national text leaves open."""


NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Return where the system's Chromium lies, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a running Chromium. Without one the test says so and is skipped, except where checks must be whole."""
    path = chromium()
    if path is None:
        sentence = "no Chromium on this machine: apt-get install chromium fonts-noto-cjk runs these tests"
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    # Playwright keeps an event loop in this thread; Django would take that for asynchronous use of the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the screenshots: PAYQUAL_SCREENSHOTS, or one that pytest throws away."""
    wanted = os.environ.get("PAYQUAL_SCREENSHOTS")
    folder = Path(wanted) if wanted else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def second_factor_of(name: str) -> str:
    """Return the secret of an account's authenticator app, made if the account must have one; else nothing."""
    account = User.objects.get(username=name)
    found = Factor.objects.filter(account=account, kind=FactorKind.TOTP)
    if not found and must_have_second_factor(account):
        factors.add_totp(account, factors.new_secret(), "app", acting=None, now=now())
    found.update(last_step=0)  # who comes in twice in half a minute shows the same code twice
    return open_sealed(bytes(found[0].secret_sealed)) if found.all() else ""


class Visit:
    """One reader: language, light or dark, width. Notes everything that a page should not do."""

    def __init__(self, context: BrowserContext, base: str, pictures: Path, name: str) -> None:
        self.context = context
        self.base = base
        self.pictures = pictures
        self.name = name
        self.faults: list[str] = []
        self.page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{self.page.url}: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.faults.append(f"{self.page.url} asks {request.url}")

    def _response(self, response: Any) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.url}")

    def log_in(self, name: str, password: str) -> None:
        """Come in through the door, with the second factor where the account must have one."""
        secret = second_factor_of(name)
        self.page.goto(f"{self.base}/admin/login/")
        self.give_password(name, password)
        if secret:
            self.page.wait_for_url(f"{self.base}/account/second/")
            self.page.fill("#id_code", factors.code_at(secret, now()))
            self.page.click("button[type=submit]")
        self.page.wait_for_url(f"{self.base}/admin/")

    def give_password(self, name: str, password: str) -> None:
        """Fill in the first page of the door."""
        self.page.fill("#id_username", name)
        self.page.fill("#id_password", password)
        self.page.click("#login-form button[type=submit]")

    def see(self, path: str, picture: str = "", *, whole: bool = True) -> None:
        """Open a page, look for what is wrong on sight, and keep a picture."""
        self.page.goto(self.base + path)
        self.page.wait_for_load_state("load")
        self.look(path, picture, whole=whole)

    def look(self, path: str, picture: str = "", *, whole: bool = True) -> None:
        """Look at the page as it is now."""
        if self.page.evaluate(TOO_WIDE):
            self.faults.append(f"{path}: wider than the window")
        self.faults += [f"{path}: hard to read: {text}" for text in self.page.evaluate(HARD_TO_READ)]
        if picture:
            self.page.screenshot(path=str(self.pictures / f"{self.name}-{picture}.png"), full_page=whole)


TOO_WIDE = "() => document.documentElement.scrollWidth > window.innerWidth + 1"

# Text against the nearest painted background: WCAG asks for 4.5 (3 for large text).
HARD_TO_READ = """() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = ([r, g, b]) => {
    const curve = (c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [x, y, z] = [r, g, b].map((c) => curve(c / 255));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const colour = rgba(getComputedStyle(one).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const faults = new Set();
  for (const element of document.querySelectorAll("body *:not(svg *):not(script):not(style)")) {
    const texts = [...element.childNodes].filter((node) => node.nodeType === 3);
    const own = texts.map((node) => node.data.trim()).join("");
    const seen = element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
    if (!own || !seen || element.matches(".material-symbols-outlined")) continue;
    const style = getComputedStyle(element);
    if (element.closest("[disabled]") || parseFloat(style.fontSize) === 0) continue;
    const under = ground(element);
    const text = over(rgba(style.color), under);
    const [high, low] = [light(text), light(under)].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.7 && style.fontWeight >= 700);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < (large ? 3 : 4.5)) faults.add(`${ratio.toFixed(1)} “${own.slice(0, 30)}”`);
  }
  return [...faults].slice(0, 8);
}"""
