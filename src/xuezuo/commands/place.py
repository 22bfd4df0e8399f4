"""`xuezuo init` and `xuezuo serve`."""

import argparse
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from xuezuo.commands.line import Answer, say, verb
from xuezuo.refusals import Refusal

SERVER = "--workers 1 --blocking-threads 2 --no-ws --log-level warning"
"""One writing process (architecture section 9, decision 7); reading goes on beside it."""

APPLICATION = "xuezuo.config.wsgi:application"


def init(asked: argparse.Namespace) -> Answer:
    call_command("migrate", verbosity=0)
    return 0, {"database": "ready"}


def check_port(port: int) -> None:
    """Raises `Refusal` for a port in use: better before long work than after it."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as taken:
            raise Refusal("port_taken", port=port) from taken


def serve(asked: argparse.Namespace) -> Answer:
    """The web server in this process's group, on loopback; ends with it. Raises `Refusal` for a port in use."""
    check_port(asked.port)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # the server warns where it is missing
    call_command("migrate", verbosity=0)
    say(f"http://127.0.0.1:{asked.port}")
    command = (
        f"{sys.executable} -m granian --interface wsgi --host 127.0.0.1 --port {asked.port} {SERVER} {APPLICATION}"
    )
    server = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
        command.split(" "), env=os.environ | {"DJANGO_SETTINGS_MODULE": "xuezuo.config.settings"}
    )
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        return server.wait(), {}
    except KeyboardInterrupt:
        server.terminate()
        return server.wait(), {}


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb(nouns, "init", init, "create or upgrade the database")
    verb(nouns, "serve", serve, "web pages on this machine").add_argument("--port", type=int, default=8000)
