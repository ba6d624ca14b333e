"""A service on loopback: it answers what it was told to answer first, and then what it really has to say."""

from __future__ import annotations

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator
    from email.message import Message

PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class Request:
    """What arrived."""

    method: str
    path: str
    """With its query."""
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What goes back; a body of many pieces is sent without ever being whole in memory."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    """How often the body is sent."""


def as_json(value: Any, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


def refusal(code: str, status: int = 400, message: str = "no") -> Answer:
    """An error as services that speak JSON send it."""
    body = json.dumps({"__type": code, "message": message}).encode()
    return Answer(status, body, {"Content-Type": "application/json", "x-amzn-ErrorType": code})


class LocalService:
    """An HTTP server in a thread."""

    def __init__(self, respond: Callable[[Request], Answer], *, tls: ssl.SSLContext | None = None) -> None:
        """Starts; `respond` answers whatever `first` holds no answer for."""
        self._respond = respond
        self.first: deque[Answer] = deque()
        self.requests: list[Request] = []
        self._open = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https" if tls else "http"
        self.reset()
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"{self._scheme}://localhost:{self._server.server_port}"

    def reset(self) -> None:
        self.first.clear()
        self.requests.clear()
        self._open.set()

    def hold(self) -> None:
        """From now on nothing is answered, until `release`."""
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    def answer(self, request: Request) -> Answer:
        self.requests.append(request)
        self._open.wait(PATIENCE_SECONDS)
        return self.first.popleft() if self.first else self._respond(request)


def _handler_of(service: LocalService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _handle(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = service.answer(Request(self.command, self.path, self.headers, body))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) * answer.times))
            self.end_headers()
            for piece in _pieces(answer) if self.command != "HEAD" else ():
                self.wfile.write(piece)

        do_DELETE = do_GET = do_HEAD = do_POST = do_PUT = _handle  # noqa: N815 - the names that http.server looks for

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
            """Keeps quiet."""

        def handle(self) -> None:
            """A client that hangs up is no failure of the service."""
            try:
                super().handle()
            except OSError:
                self.close_connection = True

    return Handler


def _pieces(answer: Answer) -> Iterator[bytes]:
    for _ in range(answer.times):
        yield answer.body
