"""The sandbox on the network: one threaded HTTP server on the loopback address, one per `Slack`.

It holds no state: a request becomes a call on the workspace, and `/` and what lies below `/page/` is the page's. A
connection that is to close without an answer is left by raising ConnectionError, which werkzeug takes as the client
having gone.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import struct
from collections.abc import Callable, Iterable
from datetime import timedelta
from threading import Thread
from typing import Any

from flask import Flask, Response, request
from werkzeug.serving import WSGIRequestHandler, make_server

from sandbox import response_urls
from sandbox.faults import Fault, Faults
from sandbox.page import Page
from sandbox.records import Json
from sandbox.socket_mode import Sockets
from sandbox.web_api import WebApi
from sandbox.workspace import Workspace

_JSON_FIELDS = ("blocks", "view", "metadata", "attachments", "files")


class _Quiet(WSGIRequestHandler):
    """No line per request; errors are still logged."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None: ...


class Server:
    """Serves one workspace from `start` to `stop`."""

    def __init__(self, space: Workspace, api: WebApi, faults: Faults, sockets: Sockets, page: Page) -> None:
        self._space, self._api, self._faults, self._sockets, self._page = space, api, faults, sockets, page
        self.app = Flask("sandbox", static_folder=None)
        self.app.config["PROPAGATE_EXCEPTIONS"] = True
        self.app.add_url_rule("/api/<name>", view_func=self._web_api, methods=["GET", "POST"])
        self.app.add_url_rule("/response/<number>", view_func=self._response_url, methods=["POST"])
        self.app.add_url_rule("/upload/<file_id>", view_func=self._upload, methods=["POST"])
        self.app.add_url_rule("/files/<file_id>", view_func=self._download)

    def start(self, port: int) -> str:
        """Listens, and returns the address."""
        try:
            self._server = make_server("127.0.0.1", port, self._wsgi, threaded=True, request_handler=_Quiet)
        except SystemExit:  # werkzeug's way of saying so
            raise OSError(errno.EADDRINUSE, f"port {port} is taken") from None
        self._space.pulse.start()
        self._listening = True
        self._thread = Thread(target=self._serve, name="sandbox", daemon=True)
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        """Closes the sockets, then the server."""
        self._faults.clear()
        self._space.pulse.stop()
        self._sockets.close()
        self._listening = False
        socket.create_connection(("127.0.0.1", self._server.server_port)).close()  # wakes the listening thread
        self._thread.join()
        self._server.server_close()

    def _serve(self) -> None:
        while self._listening:
            self._server.handle_request()

    def _wsgi(self, environ: Json, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/link":
            self._sockets.serve(environ)
            raise ConnectionError("the WebSocket has ended; there is nothing left to answer")
        if path == "/" or path.startswith("/page/"):
            return self._page(environ, start_response)
        return self.app(environ, start_response)

    def _web_api(self, name: str) -> Response:
        args = _arguments()
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        token = str(args.pop("token", "")) or bearer
        fault = self._faults.take(name)
        if fault and _stands_before(fault):
            self._api.note(name, args, fault.name)
            self._watch(name, fault)
            return _failing(fault)
        answer = self._api.call(name, token, args)
        if fault and _stands_after(fault):
            return _failing(fault)
        scopes = ",".join(sorted(self._space.manifest.scopes))
        return Response(json.dumps(answer), headers={"x-oauth-scopes": scopes}, content_type="application/json")

    def _watch(self, name: str, fault: Fault) -> None:
        """After a 429 nobody should call that method before its Retry-After is over."""
        if "Retry-After" in fault.headers:
            self._space.asked_to_wait(name, timedelta(seconds=float(fault.headers["Retry-After"])))

    def _response_url(self, number: str) -> Response:
        fault = self._faults.take("response_url")
        if fault and _stands_before(fault):
            return _failing(fault)
        answer = self._answered(number)
        return _failing(fault) if fault and _stands_after(fault) else answer

    def _answered(self, number: str) -> Response:
        words, status = response_urls.use(self._space, number, request.get_json(force=True))
        return Response(words, status=status, content_type="text/plain")

    def _upload(self, file_id: str) -> Response:
        with self._space.lock:
            file = self._space.files.get(file_id)
            if file is None or file.completed:
                return Response("file_not_found", status=404)
            raw = request.get_data()  # before the form is parsed, which would use it up
            sent = next(iter(request.files.values()), None)
            file.content = sent.read() if sent else raw
            return Response(f"OK - {len(file.content)}")

    def _download(self, file_id: str) -> Response:
        file = self._space.files.get(file_id)
        if file is None or not file.completed:
            return Response("file_not_found", status=404)
        return Response(file.content, content_type="application/octet-stream")


def _arguments() -> Json:
    """The arguments of a call, from JSON, form and query, with JSON inside form text opened."""
    if request.is_json:
        return dict(request.get_json(silent=True) or {})
    args: Json = {**request.args.to_dict(), **request.form.to_dict()}
    for name in _JSON_FIELDS:
        if isinstance(args.get(name), str):
            try:
                args[name] = json.loads(args[name])
            except ValueError:
                continue  # the method refuses it as text
    return args


def _stands_before(fault: Fault) -> bool:
    """Wait where the script says so; whether the call ends here, before anything happened."""
    if fault.gate and not fault.accepts:
        fault.gate.wait()
    return fault.http is not None and not fault.accepts


def _stands_after(fault: Fault) -> bool:
    """Wait where the script says so; whether what happened is answered otherwise."""
    if fault.gate and fault.accepts:
        fault.gate.wait()
    return fault.http is not None and fault.accepts


def _failing(fault: Fault) -> Response:
    if fault.resets:
        _reset(request.environ["werkzeug.socket"])
    if not fault.http:
        raise ConnectionError("scripted: the connection closes without an answer")
    if isinstance(fault.body, str):
        return Response(fault.body, status=fault.http, headers=fault.headers, content_type="text/html")
    body = json.dumps(fault.body)
    return Response(body, status=fault.http, headers=fault.headers, content_type="application/json")


def _reset(connection: socket.socket) -> None:
    """Close by RST: not to linger, and at once, before werkzeug says goodbye properly."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())
