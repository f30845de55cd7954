"""Start the site: prepare the data folder, load the demo province once, print the address, serve.

`hoinhap serve [--host H] [--port P] [--no-demo]`. Nothing is asked and nothing is installed; a second start finds
everything in place.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hoinhap.apps.agencies.demo import DemoSignIn

DEFAULT_PORT = 8000


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until stopped; return 0, or 1 with a sentence when the port is taken."""
    asked = _arguments(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoinhap.site.settings")
    port = _free_port(asked.host, asked.ports)
    if port is None:
        print(
            f"Cổng {asked.port} đang có chương trình khác dùng. Chọn cổng khác: make run PORT={asked.port + 1}\n"
            f"Port {asked.port} is taken. Choose another: make run PORT={asked.port + 1}",
            file=sys.stderr,
        )
        return 1
    told = prepare(demo=not asked.no_demo)
    # Browsers know passkeys at a name and not at a number.
    here = "localhost" if asked.host == "127.0.0.1" else asked.host
    shown = f"[{here}]" if ":" in here else here
    print(f"\n  Hội Nhập: http://{shown}:{port}/\n{told}  (Ctrl+C để dừng / to stop)\n", flush=True)
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    keeper = None if asked.no_worker else Keeper(_worker)
    try:
        Granian(
            "hoinhap.site.wsgi:application",
            address=asked.host,
            port=port,
            interface=Interfaces.WSGI,
            workers=asked.workers,
            blocking_threads=4,
            log_level=LogLevels.warning,
        ).serve()
    finally:
        if keeper is not None:
            keeper.end()
    return 0


def _worker() -> subprocess.Popen[bytes]:
    """Start the process that reads what takes long; it ends with this one."""
    return subprocess.Popen([sys.executable, "-m", "hoinhap.site.worker", "--with", str(os.getpid())])


class Keeper:
    """Keep a process running: one that died is started again, one that does not end when it is told is killed."""

    def __init__(self, start: Callable[[], subprocess.Popen[bytes]], *, pause: float = 5, patience: float = 30) -> None:
        self._start = start
        self._pause = pause
        self._patience = patience
        self._ended = Event()
        self.process = start()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        # Between two looks long enough that one which dies at once does not keep the machine busy.
        while not self._ended.wait(self._pause):
            if self.process.poll() is not None:
                self.process = self._start()

    def end(self) -> None:
        """End the process."""
        self._ended.set()
        self._thread.join()
        self.process.terminate()
        try:
            self.process.wait(self._patience)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            self.process.kill()
            self.process.wait()


def prepare(*, demo: bool) -> str:
    """Bring the database and the collected files up to date, and load the demo province into an empty library.

    Demo papers of an older reader are read again. Returns what to tell whoever starts the site: how to sign in to the
    demo province.
    """
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    # Lays out, too, what older versions have kept (library/apps.py): reading again takes for granted that it is.
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    told = ""
    if demo:
        from hoinhap.apps.agencies import demo as people
        from hoinhap.apps.library.demo import load_once, read_again

        sign_in = people.load_once(settings.DATA, timezone.now())
        load_once(marker=settings.DATA / "demo-loaded", at=timezone.now())
        read_again(at=timezone.now())
        told = _sign_in_words(sign_in)
    from django.db import connections

    connections.close_all()
    return told


def _sign_in_words(sign_in: DemoSignIn) -> str:
    """Say how to sign in to the demo province."""
    if not sign_in.password:
        return ""
    people = "".join(f"    {one.username:<12} {one.full_name} · {one.role}\n" for one in sign_in.people)
    return f"  Tỉnh mẫu Lam Giang, mật khẩu / demo province, password: {sign_in.password}\n{people}"


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="hoinhap serve", description="Mở trang web trên máy này. / Serve the site on this machine."
    )
    parser.add_argument(
        "--host",
        default=os.environ.get("HOINHAP_HOST", "127.0.0.1"),
        help="địa chỉ nghe, mặc định 127.0.0.1 / address to listen on",
    )
    parser.add_argument(
        "--port", type=int, default=None, help=f"cổng, mặc định {DEFAULT_PORT} hoặc cổng trống kế tiếp / port"
    )
    parser.add_argument("--workers", type=int, default=2, help="số tiến trình / worker processes")
    parser.add_argument("--no-worker", action="store_true", help="không chạy kèm hoinhap worker / start no worker")
    parser.add_argument("--no-demo", action="store_true", help="không nạp tỉnh mẫu / do not load the demo province")
    asked = parser.parse_args(argv)
    asked.ports = [asked.port] if asked.port else range(DEFAULT_PORT, DEFAULT_PORT + 20)
    asked.port = asked.port or DEFAULT_PORT
    return asked


def _free_port(host: str, ports: Sequence[int]) -> int | None:
    """Find the first port that can be listened on; only a port nobody asked for is passed over."""
    for port in ports:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return None


if __name__ == "__main__":
    sys.exit(main())
