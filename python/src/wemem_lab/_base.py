"""Where the page is: an address, or a folder that is served to the browser from here."""

from __future__ import annotations

import threading
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


def address_of(base: str | Path) -> str:
    """With the slash at its end."""
    text = str(base)
    if text.startswith(("https://", "http://")):
        return text if text.endswith("/") else f"{text}/"
    folder = Path(text).resolve()
    if not (folder / "element.js").is_file():
        raise ValueError(f"base must be an address or the folder of a page, but {folder} has no element.js")
    return _serve(folder)


@cache
def _serve(folder: Path) -> str:
    """As long as the kernel lives, to this machine only."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A browser that hangs up is none of a cell's business."""


class _Handler(SimpleHTTPRequestHandler):
    # What a system calls these may be something else.
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript", ".wasm": "application/wasm"}

    def end_headers(self) -> None:
        # The notebook's origin is another one.
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """A cell's output is not the place."""
