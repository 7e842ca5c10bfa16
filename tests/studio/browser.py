"""A person at Label Studio: headless Chromium, driven by the mouse and the keyboard."""

from __future__ import annotations

import importlib.util
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WIDTH, HEIGHT = 1280, 800
WORD = """
const [node, start, end] = (() => {
  const root = document.querySelector('.dl-text [class*="htx-richtext"]');
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let n;
  while ((n = walk.nextNode())) {
    const at = n.data.indexOf(arguments[0]);
    if (at >= 0) return [n, at, at + arguments[0].length];
  }
  return [null, 0, 0];
})();
if (!node) return null;
node.parentElement.scrollIntoView({block: 'center'});
const range = document.createRange();
range.setStart(node, start); range.setEnd(node, end);
const box = range.getBoundingClientRect();
return [box.left, box.right, box.top + box.height / 2];
"""


def needs_browser() -> None:
    if importlib.util.find_spec("selenium") is None:
        pytest.skip("needs selenium: pip install selenium")
    if chromium() is None or shutil.which("chromedriver") is None:
        pytest.skip("needs Chromium and chromedriver: apt-get install chromium chromium-driver")


def chromium() -> str | None:
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None)


class Person:
    """Somebody who is logged in."""

    def __init__(self, url: str, email: str, password: str) -> None:
        from selenium import webdriver
        from selenium.webdriver.common.by import By

        options = webdriver.ChromeOptions()
        options.binary_location = chromium() or ""
        for flag in (
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-proxy-server",
            f"--window-size={WIDTH},{HEIGHT}",
        ):  # fmt: skip
            options.add_argument(flag)
        service = webdriver.ChromeService(shutil.which("chromedriver"))
        self.driver = webdriver.Chrome(options=options, service=service)
        size = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.url, self.by = url, By.CSS_SELECTOR
        self.driver.get(f"{url}/user/login")
        for name, value in (("email", email), ("password", password)):
            self.driver.find_element(self.by, f"[name={name}]").send_keys(value)
        self.driver.find_element(self.by, "form button[type=submit]").click()
        self.until(lambda: "/user/login" not in self.driver.current_url)

    def close(self) -> None:
        self.driver.quit()

    def until(self, holds: Callable[[], Any], seconds: float = 30) -> Any:
        """The first true answer of `holds`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            answer = holds()
            if answer:
                return answer
            time.sleep(0.2)
        self.driver.save_screenshot("/tmp/dateline-browser.png")
        raise AssertionError("waited in vain; see /tmp/dateline-browser.png")

    def open(self, project: int, task: int, *, regions: bool = True) -> None:
        """Open a task as a link in a message does; wait for its text, and for its regions."""
        self.driver.get(f"{self.url}/projects/{project}/data?task={task}")
        self.until(lambda: self.all('[class*="htx-richtext"]'))
        if regions:
            self.until(lambda: self.all(".htx-highlight"))
        time.sleep(1)

    def all(self, css: str) -> list[Any]:
        return list(self.driver.find_elements(self.by, css))

    def click(self, css: str, *, x: int = 0) -> None:
        self.until(lambda: self.all(css))[0].click()
        time.sleep(0.5)

    def press(self, key: str, *, alt: bool = False) -> None:
        from selenium.webdriver import ActionChains, Keys

        chain = ActionChains(self.driver)
        if alt:
            chain = chain.key_down(Keys.ALT)
        chain = chain.send_keys(key)
        (chain.key_up(Keys.ALT) if alt else chain).perform()
        time.sleep(0.5)

    def mark(self, words: str, key: str) -> None:
        """Press the label's key and draw over `words` with the mouse."""
        self.press(key)
        left, right, middle = self.place(words)
        self.drag([(left + 1, middle), ((left + right) / 2, middle), (right, middle)])

    def choose(self, words: str) -> None:
        """Click on the region over `words`."""
        left, _, middle = self.place(words)
        self.drag([(left + 3, middle)])

    def place(self, words: str) -> tuple[float, float, float]:
        """Left, right and middle of the line on which `words` stand."""
        left, right, middle = self.until(lambda: self.driver.execute_script(WORD, words))
        return left, right, middle

    def drag(self, points: list[tuple[float, float]]) -> None:
        """Press the button at the first point, release it at the last."""
        from selenium.webdriver import ActionChains

        chain = ActionChains(self.driver, duration=100)
        pointer = chain.w3c_actions.pointer_action
        pointer.move_to_location(*map(round, points[0])).pointer_down()
        for point in points[1:]:
            pointer.move_to_location(*map(round, point))
        pointer.pointer_up()
        chain.perform()
        time.sleep(0.8)

    def write(self, box: str, words: str) -> None:
        """Write a line into the text box of the control `box`, and press Enter."""
        from selenium.webdriver import Keys

        field = self.until(lambda: self.all(f'.dl-foot input[name="{box}"]'))[0]
        field.click()
        field.send_keys(words, Keys.ENTER)
        time.sleep(0.5)

    def submit(self) -> None:
        button = self.until(
            lambda: [b for b in self.all("button") if b.text.strip() in ("Submit", "Update")]
        )[0]
        self.driver.save_screenshot("/tmp/dateline-browser.png")
        button.click()
        time.sleep(2)

    def picture(self, path: Path) -> None:
        self.driver.save_screenshot(str(path))
