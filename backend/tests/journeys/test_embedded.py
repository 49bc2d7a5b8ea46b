"""The main job on the embedded default: the real process, over HTTP and sockets, on SQLite."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

BACKEND = Path(__file__).parents[2]


class Server:
    """``manage.py serve`` in a data folder of its own."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self.data = data
        clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=BACKEND,
            env={
                **clean,
                "DATA_DIR": str(data),
                "PORT": str(self.port),
                "PYTHONPYCACHEPREFIX": str(data / "pycache"),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait(self) -> None:
        """Wait until it answers."""
        for _attempt in range(600):
            try:
                self.call("GET", "/health/ready")
            except OSError:
                assert self.process.poll() is None, self.process.communicate()[0]
                time.sleep(0.1)
            else:
                return
        pytest.fail("The server did not answer within a minute.")

    def call(self, method: str, path: str, token: str = "", body: Any = None) -> Any:
        """Send a request; return the JSON of the answer."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"}
            | ({"Authorization": f"Bearer {token}"} if token else {}),
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def upload(self, path: str, token: str, content: bytes) -> Any:
        """Send a file as a form; return the JSON of the answer."""
        head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            method="PUT",
            data=head + content + b"\r\n--b--\r\n",
            headers={
                "Content-Type": "multipart/form-data; boundary=b",
                "Authorization": f"Bearer {token}",
            },
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    def load(self, path: str, token: str, **headers: str) -> tuple[Any, bytes]:
        """Return the headers and the bytes of a file."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            headers=headers | {"Authorization": f"Bearer {token}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.headers, answer.read()

    def sign_in(self, username: str) -> str:
        """Return an access token of a demo account."""
        answer = self.call(
            "POST", "/api/token/", body={"username": username, "password": "creneau-demo"}
        )
        return str(answer["access"])

    def socket(self, path: str, token: str = "") -> ClientConnection:
        """Open a socket as a browser does."""
        return connect(
            f"ws://127.0.0.1:{self.port}{path}",
            origin=Origin(f"http://localhost:{self.port}"),
            subprotocols=[Subprotocol("bearer"), Subprotocol(token)] if token else None,
            legacy=True,
        )

    def stop(self) -> str:
        """Press Ctrl-C; return what it printed."""
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=30)[0]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "data")
    try:
        running.wait()
        yield running
    finally:
        running.process.kill()
        running.process.wait()


def frame_of(connection: ClientConnection, kind: str) -> Any:
    """Return the next frame of that type."""
    while True:
        frame = json.loads(connection.recv(timeout=20))
        if frame["type"] == kind:
            return frame


def test_a_patient_books_and_sees_it_confirmed_without_reload(server: Server) -> None:
    patient, doctor = server.sign_in("camille"), server.sign_in("dr.moreau")
    me = server.call("GET", "/api/doctors/me/", doctor)["id"]
    slots = server.call("GET", f"/api/directory/doctors/{me}/slots/")
    chosen = slots[len(slots) // 2]
    watcher = server.socket("/ws/calendar/")
    watcher.send(json.dumps({"type": "watch", "doctors": [me]}))
    frame_of(watcher, "watching")
    hers, his = (server.socket("/ws/notifications/", token) for token in (patient, doctor))

    booked = server.call("POST", "/api/appointments/", patient, {"slot": chosen["id"]})

    assert frame_of(watcher, "slot")["id"] == chosen["id"]
    assert frame_of(his, "appointment")["id"] == booked["id"]
    assert frame_of(his, "notification")["notification"]["kind"] == "appointment_requested"
    still_free = server.call("GET", f"/api/directory/doctors/{me}/slots/")
    assert chosen["id"] not in {slot["id"] for slot in still_free}

    server.call("POST", f"/api/appointments/{booked['id']}/confirm/", doctor, {})

    while (seen := frame_of(hers, "appointment"))["status"] != "confirmed":
        pass
    assert seen["id"] == booked["id"]
    for one in (watcher, hers, his):
        one.close()
    printed = server.stop()
    assert "camille" in printed
    assert "Traceback" not in printed, printed
    assert server.process.returncode == 0


def test_what_a_killed_server_owed_is_told_by_the_next(server: Server, tmp_path: Path) -> None:
    patient, doctor = server.sign_in("camille"), server.sign_in("dr.moreau")
    me = server.call("GET", "/api/doctors/me/", doctor)["id"]
    chosen = server.call("GET", f"/api/directory/doctors/{me}/slots/")[-1]
    before = server.call("GET", "/api/notifications/unread-count/", doctor)["unread"]
    server.call("POST", "/api/appointments/", patient, {"slot": chosen["id"]})
    server.process.kill()
    server.process.wait()

    again = Server(server.data)
    try:
        again.wait()
        doctor = again.sign_in("dr.moreau")
        deadline = time.monotonic() + 30
        unread = before
        while unread == before and time.monotonic() < deadline:
            time.sleep(0.2)
            unread = again.call("GET", "/api/notifications/unread-count/", doctor)["unread"]
        time.sleep(1)
        assert again.call("GET", "/api/notifications/unread-count/", doctor)["unread"] == before + 1
    finally:
        again.process.kill()
        again.process.wait()


def test_a_taken_port_says_how_to_choose_another(server: Server, tmp_path: Path) -> None:
    rival = Server(tmp_path / "rival")
    rival.process.kill()
    rival.process.wait()
    done = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", str(server.port)],
        cwd=BACKEND,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "rival"), "DEMO": "false"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert "PORT=8001 make run" in done.stderr


def test_an_unknown_account_is_refused(server: Server) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401"):
        server.sign_in("nobody")


def test_a_portrait_is_sent_by_the_one_process(server: Server) -> None:
    token = server.sign_in("camille")
    content = BytesIO()
    Image.effect_noise((600, 600), 200).save(content, "PNG")
    path = server.upload("/api/users/me/picture/", token, content.getvalue())["picture"]

    _headers, whole = server.load(path, token)
    headers, part = server.load(path, token, Range="bytes=-70000")

    assert whole.startswith(b"\xff\xd8\xff")
    # More than one piece.
    assert len(part) == 70_000
    assert whole.endswith(part)
    assert headers["Content-Range"].endswith(f"/{len(whole)}")
