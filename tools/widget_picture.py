"""Takes the README's picture of the widget, from a real
server: python -m tools.widget_picture FILE.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect

from tools.browser import Widget, browsing, chromium
from tools.serving import serving


def main(target: Path) -> int:
    if chromium() is None:
        print("no Chromium: install it or name it in CHROMIUM", file=sys.stderr)
        return 2
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        browsing() as browser,
    ):
        context = browser.new_context(
            viewport={"width": 1360, "height": 800},
            device_scale_factor=1.25,
            reduced_motion="reduce",
        )
        widget = Widget(context.new_page(), server.url).open()
        widget.ask("How much does a CISO earn?")
        expect(widget.suggestions.first).to_be_visible()
        widget.page.wait_for_timeout(300)  # for the scrolling
        widget.page.screenshot(path=target)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
