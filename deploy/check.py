"""Runs what docker-compose.yml runs, without containers, and books through nginx.

``.venv/bin/python deploy/check.py`` (needs nginx and a built SPA): free ports on loopback, private
PostgreSQL and Redis, everything stopped again. Prints what held; exits with 1 when
something did not.
"""

import asyncio
import json
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from PIL import Image  # noqa: E402  # the path is set above
from stack import Stack, free_port  # noqa: E402  # the path is set above
from websockets.asyncio.client import connect  # noqa: E402  # the same
from websockets.typing import Origin  # noqa: E402  # the same

SPA = ROOT / "frontend" / "dist" / "creneau" / "browser"
PATIENCE_SECONDS = 15
PASSWORD = "creneau-demo"  # noqa: S105  # the invented clinic's, printed by `make run`


class Production(Stack):
    """The measured stack, with daphne, beat and nginx beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.ws_port, self.front_port = free_port(), free_port()

    @property
    def address(self) -> str:
        """What people would type."""
        return f"127.0.0.1:{self.front_port}"

    def start_others(self) -> None:
        """Start what the benchmarks leave out."""
        self.environment["CONN_MAX_AGE"] = "0"
        self._spawn("daphne", "-b", "127.0.0.1", "-p", str(self.ws_port), "config.asgi:application")
        self._spawn(
            "celery", "-A", "config", "worker", "-Q", "deliveries", "-c", "1", "-l", "ERROR"
        )
        self._spawn("celery", "-A", "config", "worker", "-Q", "slow", "-c", "1", "-l", "ERROR")
        self._spawn("celery", "-A", "config", "beat", "-l", "ERROR")
        self._start_nginx()

    def _environment(self) -> dict[str, str]:
        public = {
            "PUBLIC_BASE_URL": f"http://{self.address}",
            "NUM_PROXIES": "1",
            "FILES_ACCEL_PREFIX": "/stored-files/",
        }
        return super()._environment() | public

    def _start_nginx(self) -> None:
        """Start nginx on a copy of deploy/nginx.conf with this machine's ports and paths."""
        site = (ROOT / "deploy" / "nginx.conf").read_text()
        for inside, here in (
            ("web:8000", f"127.0.0.1:{self.port}"),
            ("ws:8001", f"127.0.0.1:{self.ws_port}"),
            ("listen 80;", f"listen {self.address};"),
            ("/usr/share/nginx/html", str(SPA)),
            ("/data/media/", f"{self.home}/files/media/"),
        ):
            site = site.replace(inside, here)
        folders = "".join(
            f"{kind}_temp_path {self.home}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        config = self.home / "nginx.conf"
        config.write_text(
            f"pid {self.home}/nginx.pid;\nerror_log {self.home}/nginx.log;\ndaemon off;\n"
            f"user root;\nevents {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n"
            f"{folders}{site}}}\n"
        )
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        subprocess.run([nginx, "-t", "-q", "-c", config], check=True)
        self.children["nginx"] = subprocess.Popen([nginx, "-c", config])


class Visitor:
    """Speaks HTTP through the front door."""

    def __init__(self, address: str) -> None:
        self.address, self.token = address, ""

    def ask(self, method: str, path: str, body: object = None, **more: str) -> tuple[int, Any, Any]:
        """Return status, headers and body; ``more`` are headers to send."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://{self.address}{path}",
            data=data,
            method=method,
            headers={"Content-Type": "application/json"}
            | more
            | ({"Authorization": f"Bearer {self.token}"} if self.token else {}),
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def json(self, method: str, path: str, body: object = None) -> Any:
        """Return the body of a success."""
        status, _headers, content = self.ask(method, path, body)
        expect(f"{method} {path} answers {status}", holds=status < HTTPStatus.BAD_REQUEST)
        return json.loads(content)

    def sign_in(self, username: str) -> None:
        """Use this person's token from now on."""
        self.token = ""
        tokens = self.json("POST", "/api/token/", {"username": username, "password": PASSWORD})
        self.token = tokens["access"]


def expect(what: str, *, holds: bool) -> None:
    """Print what was seen; end when it is wrong."""
    print("ok  " if holds else "FAIL", what, flush=True)
    if not holds:
        sys.exit(1)


def check_files(visitor: Visitor) -> None:
    """The page is never cached, built files always; uploads have no path and an end."""
    status, headers, page = visitor.ask("GET", "/recherche")
    expect(
        "any path of the SPA answers its page",
        holds=status == HTTPStatus.OK and b"<app-root" in page,
    )
    expect("the page is not cached", holds=headers["Cache-Control"] == "no-cache")
    for path in ("/", "/index.html", "/recherche"):
        _status, headers, page = visitor.ask("GET", path)
        policy = headers["Content-Security-Policy"]
        nonce = policy.partition("'nonce-")[2].partition("'")[0]
        expect(f"{path} has a nonce of its own", holds=bool(nonce) and nonce.encode() in page)
        expect(f"{path} runs no script of its text", holds="unsafe-inline" not in policy)
    font = next((SPA / "media").glob("*.woff2")).name
    expect("its font is there", holds=visitor.ask("GET", f"/media/{font}")[0] == HTTPStatus.OK)
    built = next(SPA.glob("main-*.js")).name
    _status, headers, _content = visitor.ask("GET", f"/{built}")
    expect("a built file is cached for ever", holds="immutable" in headers["Cache-Control"])
    expect(
        "uploads have no path", holds=visitor.ask("GET", "/media/x.png")[0] == HTTPStatus.NOT_FOUND
    )
    for size, door in ((12, "nginx"), (4, "the application")):
        status, _headers, refusal = visitor.ask(
            "PATCH", "/api/users/me/", bytes(size * 1024 * 1024)
        )
        is_refused = status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        expect(f"{size} MB are refused by {door}", holds=is_refused and b"too_large" in refusal)
    expect(
        "Django's admin has its files",
        holds=visitor.ask("GET", "/admin/login/")[0] == HTTPStatus.OK,
    )


def check_portrait(visitor: Visitor, root: Path) -> None:
    """What is stored is sent by nginx whole, by the application in parts, and by nobody unasked."""
    visitor.sign_in("camille")
    content = BytesIO()
    Image.new("RGB", (300, 200), (15, 118, 110)).save(content, "PNG")
    envelope = b'--b\r\nContent-Disposition: form-data; name="file"; filename="me.png"\r\n\r\n'
    body = envelope + content.getvalue() + b"\r\n--b--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    status, _headers, answer = visitor.ask("PUT", "/api/users/me/picture/", body, **kind)
    expect("a portrait is taken", holds=status == HTTPStatus.OK)
    path = json.loads(answer)["picture"]
    status, headers, whole = visitor.ask("GET", path)
    # Only nginx knows when a file was written.
    is_from_nginx = status == HTTPStatus.OK and "Last-Modified" in headers
    expect("nginx sends it", holds=is_from_nginx and whole.startswith(b"\xff\xd8\xff"))
    kept = {
        "Content-Type": "image/jpeg",
        "Cache-Control": "private, max-age=86400",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
    }
    expect("as the application says", holds=kept.items() <= dict(headers).items())
    status, part_headers, part = visitor.ask("GET", path, Range="bytes=0-9")
    is_same = part == whole[:10] and part_headers["ETag"] == headers["ETag"]
    expect("a part is of the same", holds=status == HTTPStatus.PARTIAL_CONTENT and is_same)
    status, *_rest = visitor.ask("GET", path, **{"If-None-Match": headers["ETag"]})
    expect("what is known is not sent again", holds=status == HTTPStatus.NOT_MODIFIED)
    status, headers, nothing = visitor.ask("HEAD", path)
    expect("HEAD has no body", holds=headers["Content-Length"] == str(len(whole)) and not nothing)
    [file] = [file for file in root.rglob("*") if file.is_file()]
    for place in ("stored-files", "media", "data/media"):
        door = f"/{place}/{file.relative_to(root)}"
        is_shut = visitor.ask("GET", door)[0] == HTTPStatus.NOT_FOUND
        expect(f"/{place}/ is no door", holds=is_shut)


def check_conditions(visitor: Visitor) -> None:
    """What nginx packs it may be changed as it was read, and not as it was before."""
    visitor.sign_in("camille")
    _status, headers, _body = visitor.ask("GET", "/api/users/me/", **{"Accept-Encoding": "gzip"})
    tag = headers["ETag"]
    expect("a packed answer's tag is weak", holds=tag.startswith("W/"))
    change = {"bio": "Bonjour"}
    statuses = [
        visitor.ask("PATCH", "/api/users/me/", change, **{"If-Match": tag})[0] for _twice in "12"
    ]
    is_kept = statuses == [HTTPStatus.OK, HTTPStatus.PRECONDITION_FAILED]
    expect("it is taken once, as it was given", holds=is_kept)


async def check_booking(visitor: Visitor, address: str) -> None:
    """A booking reaches the doctor's open browser."""
    visitor.sign_in("dr.moreau")
    doctor = visitor.json("GET", "/api/doctors/me/")["id"]
    protocols: Any = ["bearer", visitor.token]
    async with connect(
        f"ws://{address}/ws/notifications/",
        subprotocols=protocols,
        origin=Origin(f"http://{address}"),
    ) as socket:
        first = json.loads(await asyncio.wait_for(socket.recv(), PATIENCE_SECONDS))
        expect("the WebSocket is open", holds=first["type"] == "ready")
        visitor.sign_in("camille")
        free = visitor.json("GET", f"/api/directory/doctors/{doctor}/slots/")
        await asyncio.to_thread(book_one_of, visitor, [slot["id"] for slot in free[-5:]])
        seen: set[str] = set()
        while not {"appointment", "notification"} <= seen:
            frame = await asyncio.wait_for(socket.recv(), PATIENCE_SECONDS)
            seen.add(json.loads(frame)["type"])
        expect("the doctor is shown the booking and told of it", holds=True)


def book_one_of(visitor: Visitor, slot_ids: list[int]) -> None:
    """Book the first that the patient's other visits allow."""
    statuses = []
    for slot_id in slot_ids:
        statuses.append(visitor.ask("POST", "/api/appointments/", {"slot": slot_id})[0])
        if statuses[-1] == HTTPStatus.CREATED:
            break
    expect(f"a slot is booked: {statuses}", holds=HTTPStatus.CREATED in statuses)


def main() -> None:
    """Start, check, stop."""
    stack = Production()
    try:
        stack.start_servers()
        stack.load(doctors=5, patients=20, appointments=40)
        stack.serve()
        stack.start_others()
        visitor = Visitor(stack.address)
        ready = ["curl", "-sf", "--retry", "50", "--retry-all-errors", "--retry-delay", "1"]
        for port in (stack.front_port, stack.ws_port):
            url = f"http://127.0.0.1:{port}/health/ready"
            done = subprocess.run([*ready, url], check=False, capture_output=True)
            expect(f"ready: {done.stdout.decode()}", holds=done.returncode == 0)
        check_files(visitor)
        check_conditions(visitor)
        check_portrait(visitor, stack.home / "files" / "media")
        asyncio.run(check_booking(visitor, stack.address))
    finally:
        stack.stop()


if __name__ == "__main__":
    main()
