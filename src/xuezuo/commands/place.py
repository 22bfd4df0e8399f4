"""`xuezuo init` and `xuezuo serve`."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from xuezuo.audit import actions as audit
from xuezuo.commands import keep
from xuezuo.commands.line import Answer, say, verb
from xuezuo.commands.parents import end_with_parent
from xuezuo.digests.sending import send_week
from xuezuo.periods import today
from xuezuo.refusals import Refusal
from xuezuo.reorganizations.actions import bring_names_up_to
from xuezuo.scopes import operator

SERVER = "--blocking-threads 2 --no-ws --log-level warning"

SEAL_EVERY = 60
"""Seconds: what was done within the last minute is not in the chain yet."""

A_BREATH = 0.05
"""Seconds between two parts of a count of everything: the processor is the readers' too."""

APPLICATION = "xuezuo.config.wsgi:application"


def init(asked: argparse.Namespace) -> Answer:
    call_command("migrate", verbosity=0)
    return 0, {"database": "ready"}


def check_port(port: int) -> None:
    """Raises `Refusal` for a port in use, or a number that is none: better before long work than after it."""
    if not 0 < port < 2**16:
        raise Refusal("port_unknown", port=port)
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as taken:
            raise Refusal("port_taken", port=port) from taken


def serve(asked: argparse.Namespace) -> Answer:
    """The web server in this process's group, on loopback; ends with it. Raises `Refusal` for a port in use."""
    check_port(asked.port)
    _gather()
    call_command("migrate", verbosity=0)
    say(f"http://127.0.0.1:{asked.port}")
    where = f"--interface wsgi --host 127.0.0.1 --port {asked.port} --workers {settings.WORKERS}"
    command = f"-m granian {where} {SERVER} {APPLICATION}"
    server = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
        [sys.executable, *command.split()],
        preexec_fn=end_with_parent,  # noqa: PLW1509 - no other thread runs yet
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "xuezuo.config.settings", "XUEZUO_GATHERED": "yes"},
    )
    for ending in (signal.SIGTERM, signal.SIGHUP):  # to whoever serves, a closed terminal would only mean: begin anew
        signal.signal(ending, lambda *_: server.terminate())
    try:
        return _until_it_ends(server), {}
    except KeyboardInterrupt:
        server.terminate()
        return server.wait(), {}


def _gather() -> None:
    """Static files, packed, each under a name of its content: a browser may then keep it for ever."""
    gathering = collectstatic.Command()
    gathering.storage = storages["gathered"]
    call_command(gathering, interactive=False, verbosity=0)


def _until_it_ends(server: "subprocess.Popen[bytes]") -> int:
    """While the server runs, count what was changed for the kept figures, seal what was done once a minute, and write the
    names that begin, at the start and once a day; returns the server's exit code."""
    named_on, sealed_at = None, time.monotonic()
    pause = keep.AGAIN
    while True:
        if named_on != today() and bring_names():
            named_on = today()
        try:
            return server.wait(timeout=pause)
        except subprocess.TimeoutExpired:
            pause = A_BREATH if keep.look() else keep.AGAIN
        if time.monotonic() - sealed_at > SEAL_EVERY:
            _seal()
            sealed_at = time.monotonic()
            _send_week()


def _seal() -> None:
    """A database that is busy or away is no reason to stop serving: the next minute seals what this one could not."""
    try:
        audit.seal(by=operator())
    except DatabaseError as busy:
        say(busy)
    finally:
        connection.close()


def _send_week() -> None:
    """A mail server that is away is tried again in a minute; the week has many."""
    try:
        send_week(by=operator(), now=timezone.localtime())
    except (DatabaseError, OSError) as away:
        say(away)
    finally:
        connection.close()


def bring_names() -> bool:
    """Whether the names of today stand; else the next minute tries again."""
    try:
        bring_names_up_to(by=operator())
    except DatabaseError as busy:
        say(busy)
        return False
    finally:
        connection.close()
    return True


def add(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb(nouns, "init", init, "create or upgrade the database")
    verb(nouns, "serve", serve, "web pages on this machine").add_argument("--port", type=int, default=8000)
