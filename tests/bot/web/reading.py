"""A browser without a screen: opens pages, presses what stands on them, fills in what they ask."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import Any

from starlette.testclient import TestClient

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
_PRESS = re.compile(r'<button name="press" value="([^"]*)">')
_ABOUT = re.compile(r'action="/rows">.*?name="about" value="([^"]+)"', re.DOTALL)


@dataclass
class Browser:
    """Follows where it is led; ``text`` is the page it is on."""

    client: TestClient
    text: str = ""
    status: int = 0
    path: str = "/"

    def open(self, path: str) -> str:
        """Go to a page."""
        return self._at(self.client.get(path))

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's last form but the switch of person."""
        return {name: html.unescape(value) for name, value in _HIDDEN.findall(self.text)}

    def send(self, path: str, **fields: Any) -> str:
        """Send a form of this page, with the hidden fields that stand on it."""
        return self._at(self.client.post(path, data=self.hidden() | fields))

    def send_files(self, path: str, files: dict[str, str]) -> str:
        """Send files with the form that takes them."""
        sent = [("files", (name, content.encode())) for name, content in files.items()]
        return self._at(self.client.post(path, data=self.hidden(), files=sent))

    def ask(self, text: str) -> str:
        """Type a question on this page."""
        return self.send("/say", text=text)

    def buttons(self) -> dict[str, str]:
        """What each button on the page says, by its label; the last of a label."""
        pressed = [html.unescape(value) for value in _PRESS.findall(self.text)]
        return {json.loads(value)["label"]: value for value in pressed}

    def press(self, label: str) -> str:
        """Press a button that stands on the page."""
        return self.send("/say", press=self.buttons()[label])

    def open_figure(self, label: str) -> str:
        """Open the rows of the first figure whose label begins so."""
        about = _ABOUT.findall(self.text)[0]
        key = re.findall(rf'name="figure" value="([^"]+)"[^>]*>[^<]*<span class="unseen"> {label}', self.text)[0]
        return self.send("/rows", about=about, figure=html.unescape(key))

    def forge(self, intent: str, **slots: Any) -> str:
        """Send a button that stands nowhere."""
        return self.send("/say", press=json.dumps({"label": "x", "intent": intent, "slots": slots}))

    def _at(self, response: Any) -> str:
        self.text, self.status = response.text, response.status_code
        self.path = response.url.path
        return self.text
