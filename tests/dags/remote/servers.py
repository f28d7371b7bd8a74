"""Real servers on 127.0.0.1, each on a port of its own: OpenSSH, an S3-compatible store, Dovecot, and HTTPS.

Each kind gives a location, the Airflow connection for it, and a way to put a finished file there.
"""

from __future__ import annotations

import getpass
import grp
import json
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

HOST = "127.0.0.1"
SECRET = "Geheim-4711-xyzzy"
"""Password, key or token of every server; must never be seen anywhere."""
WRONG = "falsch-0815-plugh"
LONG_AGO = datetime(2026, 3, 1, 3, tzinfo=UTC).timestamp()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"no server on {port}: {log.read_text() if log.exists() else 'no log'}")


def program(name: str) -> str:
    """Path of a server's program; the test is skipped only where root could not have installed it."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if not found:
        installable = os.geteuid() == 0 and shutil.which("apt-get")
        assert not installable, f"{name} is missing although this machine can install it: bash .ci/system-packages test"
        pytest.skip(f"{name} is not installed and cannot be without root; bash .ci/system-packages test says how")
    return found


class Process:
    """A server in a process group of its own, which can be stopped and started again on its port."""

    def __init__(self, line: list[str], port: int, log: Path) -> None:
        self.line, self.port, self.log = line, port, log
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as stream:
            self.process = subprocess.Popen(self.line, stdout=stream, stderr=stream, start_new_session=True)
        wait_for_port(self.port, self.process, self.log)

    def stop(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)  # Dovecot takes six seconds to end by itself
            self.process.wait(10)
            self.process = None


class Server:
    """What the tests of every kind need of a server."""

    conn_id = "elsewhere"
    location: str
    refused_as = "login_refused"

    def connection(self, secret: str | None = None) -> str:
        """The Airflow connection as JSON; with another secret, one that is refused."""
        raise NotImplementedError

    def put(self, name: str, data: bytes) -> None:
        """A file that is complete there."""
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError

    def start(self) -> None:
        raise NotImplementedError


class Ssh(Server):
    """OpenSSH's sshd for the user who runs the tests: a key opens it, a password is asked for and never right."""

    def __init__(self, folder: Path) -> None:
        sshd = program("sshd")
        self.files = folder / "files"
        self.files.mkdir()
        self.location = f"sftp://{self.conn_id}/{self.files}"
        for name in ("host", "host_new", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
        self.folder, self.port = folder, free_port()
        self.private_key = (folder / "user").read_text()
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where sshd gives up its rights
        self.use_host_key("host")
        line = [sshd, "-D", "-e", "-f", str(folder / "sshd_config")]
        self.server = Process(line, self.port, folder / "sshd.log")

    def use_host_key(self, name: str) -> None:
        """The key the server shows from its next start on."""
        self.host_key = " ".join((self.folder / f"{name}.pub").read_text().split()[:2])
        self.folder.joinpath("sshd_config").write_text(
            f"ListenAddress {HOST}\nPort {self.port}\nHostKey {self.folder / name}\nPidFile none\n"
            f"AuthorizedKeysFile {self.folder / 'user.pub'}\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n"
            "PasswordAuthentication yes\nKbdInteractiveAuthentication no\nSubsystem sftp internal-sftp\n"
        )

    def connection(self, secret: str | None = None, host_key: bool = True, **extra: Any) -> str:
        extra = {"host_key": self.host_key, **extra} if host_key else extra
        extra |= {"look_for_keys": False} if secret else {"private_key": self.private_key}
        about = {"conn_type": "sftp", "host": HOST, "port": self.port, "login": getpass.getuser(), "extra": extra}
        return json.dumps({**about, "password": secret} if secret else about)

    def put(self, name: str, data: bytes) -> None:
        path = self.files / name
        path.write_bytes(data)
        os.utime(path, (LONG_AGO, LONG_AGO))

    def stop(self) -> None:
        self.server.stop()

    def start(self) -> None:
        self.server.start()


class Store(Server):
    """An S3-compatible store over HTTP that checks who asks: one user with a key, and rights on one bucket."""

    bucket = "shop-exports"

    def __init__(self) -> None:
        import boto3
        import requests

        self.port = free_port()
        self.start()
        self.location = f"s3://{self.conn_id}@{self.bucket}/daily/"
        requests.post(f"{self.url}/moto-api/reset-auth", data="100", timeout=10)  # until the user is there
        requests.post(f"{self.url}/moto-api/reset", timeout=10)  # its content outlives the server, not the process
        login = {"aws_access_key_id": "first", "aws_secret_access_key": "first", "region_name": "us-east-1"}
        iam = boto3.client("iam", endpoint_url=self.url, **login)
        iam.create_user(UserName="shop")
        rights = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [rights]})
        iam.put_user_policy(UserName="shop", PolicyName="all", PolicyDocument=document)
        key = iam.create_access_key(UserName="shop")["AccessKey"]
        self.key_id, self.key = key["AccessKeyId"], key["SecretAccessKey"]
        self.client = boto3.client("s3", endpoint_url=self.url, **login)
        self.client.create_bucket(Bucket=self.bucket)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def check_logins(self) -> None:
        """From now on only the user's own key is taken."""
        import boto3
        import requests

        requests.post(f"{self.url}/moto-api/reset-auth", data="0", timeout=10)
        login = {"aws_access_key_id": self.key_id, "aws_secret_access_key": self.key, "region_name": "us-east-1"}
        self.client = boto3.client("s3", endpoint_url=self.url, **login)

    def forbid(self) -> None:
        """Take the user's rights away."""
        import boto3
        import requests

        requests.post(f"{self.url}/moto-api/reset-auth", data="1", timeout=10)
        login = {"aws_access_key_id": "first", "aws_secret_access_key": "first", "region_name": "us-east-1"}
        boto3.client("iam", endpoint_url=self.url, **login).delete_user_policy(UserName="shop", PolicyName="all")

    def connection(self, secret: str | None = None) -> str:
        extra = {"endpoint_url": self.url, "region_name": "us-east-1"}
        return json.dumps({"conn_type": "aws", "login": self.key_id, "password": secret or self.key, "extra": extra})

    def put(self, name: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=f"daily/{name}", Body=data)

    def stop(self) -> None:
        self.server.stop()

    def start(self) -> None:
        from moto.server import ThreadedMotoServer

        self.server = ThreadedMotoServer(ip_address=HOST, port=self.port, verbose=False)
        self.server.start()


class Mail(Server):
    """Dovecot with one mailbox, over TLS."""

    sender, subject = "bills@platform.example", "Your bill 账单"

    def __init__(self, folder: Path, certificate: tuple[Path, Path]) -> None:
        dovecot = program("dovecot")
        self.folder, self.port = folder, free_port()
        self.location = f"imap://{self.conn_id}/INBOX?from={self.sender}&subject=账单"
        # as root, Dovecot reads mail as another user, who must be able to reach it
        user = pwd.getpwnam("dovenull" if os.geteuid() == 0 else getpass.getuser())
        self.owner, group = (user.pw_uid, user.pw_gid), grp.getgrgid(user.pw_gid).gr_name
        self.inbox = folder / "mail" / "new"
        for part in ("mail", "mail/new", "mail/cur", "mail/tmp"):
            (folder / part).mkdir()
            self._give(folder / part)
        config = folder / "dovecot.conf"
        config.write_text(f"""
base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = {HOST}
ssl = required
ssl_cert = <{certificate[0]}
ssl_key = <{certificate[1]}
default_internal_user = {user.pw_name}
default_internal_group = {group}
default_login_user = {user.pw_name}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
passdb {{
  driver = static
  args = password={SECRET}
}}
userdb {{
  driver = static
  args = uid={user.pw_uid} gid={user.pw_gid} home={folder}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {self.port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
""")
        config.chmod(0o600)
        self.server = Process([dovecot, "-F", "-c", str(config)], self.port, folder / "dovecot.log")
        self.count = 0

    def _give(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, *self.owner)

    def connection(self, secret: str | None = None, **extra: Any) -> str:
        about = {"conn_type": "imap", "host": "localhost", "port": self.port, "login": "shop"}
        return json.dumps({**about, "password": secret or SECRET, "extra": extra})

    def put(self, name: str, data: bytes) -> None:
        self.deliver(self.mail(name, data))

    def mail(self, name: str, data: bytes, sender: str = "", subject: str = "") -> EmailMessage:
        """A mail with one attachment and a logo."""
        mail = EmailMessage()
        mail["From"], mail["To"] = sender or f"Platform <{self.sender}>", "shop@example.com"
        mail["Subject"] = subject or self.subject
        mail.set_content("See the file.")
        mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
        return mail

    def deliver(self, mail: EmailMessage) -> None:
        """Put a mail into the mailbox as a delivery agent does: whole, by a rename."""
        self.count += 1
        path = self.inbox.parent / "tmp" / f"{int(LONG_AGO)}.M{self.count}.tests"
        path.write_bytes(mail.as_bytes())
        os.utime(path, (LONG_AGO, LONG_AGO))
        self._give(path)
        path.rename(self.inbox / path.name)

    def stop(self) -> None:
        self.server.stop()

    def start(self) -> None:
        self.server.start()


class Web(Server):
    """An HTTPS server with one file, for those who have the token; it knows a newer file from an older one."""

    def __init__(self, certificate: tuple[Path, Path]) -> None:
        self.certificate, self.port = certificate, free_port()
        self.location = f"https://{self.conn_id}@{HOST}:{self.port}/orders.csv"
        self.name, self.data, self.asked = "orders.csv", b"", []
        self.headers: dict[str, str] = {}
        self.status, self.cut, self.needs_token = 200, False, True
        self.start()

    def connection(self, secret: str | None = None, **more: Any) -> str:
        return json.dumps({"conn_type": "http", "password": secret or SECRET, **more})

    def put(self, name: str, data: bytes) -> None:
        self.name, self.data = name, data

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """One request."""
        self.asked.append(dict(handler.headers))
        tag = f'"{hash(self.data)}"'
        if self.needs_token and handler.headers.get("Authorization") != f"Bearer {SECRET}":
            status, body, headers = 401, b"no", {}
        elif handler.headers.get("If-None-Match") == tag:
            status, body, headers = 304, b"", {}
        else:
            named = f"attachment; filename*=UTF-8''{self.name}"
            status, body, headers = self.status, self.data, {"ETag": tag, "Content-Disposition": named}
            headers["Last-Modified"] = "Sun, 01 Mar 2026 03:00:00 GMT"
        handler.send_response(status)
        for key, value in {**headers, "Content-Length": str(len(body)), **self.headers}.items():
            handler.send_header(key, value)
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2] if self.cut else body)

    def start(self) -> None:
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer((HOST, self.port), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.certificate)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter, with a short name: sockets have room for a hundred letters."""
    folder = Path(tempfile.mkdtemp(prefix="srv"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
