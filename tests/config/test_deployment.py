"""What ships for running it, in deploy/, keeps what docs/deploy.md and docs/safeguards.md promise."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.principles import tree

NGINX = tree.text(tree.ROOT / "deploy/nginx.conf")
UNIT = tree.text(tree.ROOT / "deploy/xuezuo.service")

PROBE = """
import json
import django; django.setup()
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
hasher = get_hasher()
print(json.dumps([settings.DEBUG, hasher.algorithm, hasher.memory_cost * hasher.time_cost]))
"""


def as_installed(folder: Path) -> list[object]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith("XUEZUO_")}
    env = mine | {"XUEZUO_DATA": str(folder)}
    out = subprocess.run([sys.executable, "-c", PROBE], env=env, capture_output=True, text=True, check=True)
    return list(json.loads(out.stdout))


def test_debug_is_off_unless_asked_for(tmp_path: Path) -> None:
    assert as_installed(tmp_path)[0] is False


def test_passwords_are_hashed_slowly(tmp_path: Path) -> None:
    """OWASP's least for Argon2id: 19 MiB twice. Memory times rounds, in KiB."""
    _, algorithm, cost = as_installed(tmp_path)
    assert algorithm == "argon2"
    assert isinstance(cost, int)
    assert cost >= 2 * 19 * 1024


def test_the_proxy_speaks_new_tls_only() -> None:
    assert re.findall(r"ssl_protocols (.+);", NGINX) == ["TLSv1.2 TLSv1.3"]
    (ciphers,) = re.findall(r"ssl_ciphers (.+);", NGINX)
    assert [
        one for one in ciphers.split(":") if not re.match(r"ECDHE-(RSA|ECDSA)-(AES(128|256)-GCM|CHACHA20)", one)
    ] == []


def test_programs_are_not_led_on_from_http() -> None:
    in_clear = NGINX[NGINX.index("listen 80") : NGINX.index("listen 443")]
    assert "location /api/ { return 403; }" in in_clear
    assert "return 301 https://" in in_clear
    assert "proxy_pass" not in in_clear


def test_the_proxy_passes_on_what_it_saw() -> None:
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in NGINX


def test_the_proxy_holds_back_floods() -> None:
    assert re.findall(r"limit_req_zone \$binary_remote_addr zone=(\w+):", NGINX) == ["xuezuo_asking"]
    assert NGINX.index("limit_req zone=xuezuo_asking burst=") > NGINX.index("listen 443")


def test_the_proxy_logs_no_query() -> None:
    (form,) = re.findall(r"log_format xuezuo '(.+)';", NGINX)
    assert "access_log /var/log/nginx/xuezuo.log xuezuo;" in NGINX
    assert [name for name in ("$request ", '$request"', "$args", "$request_uri", "$http_referer") if name in form] == []


def test_the_unit_reaches_loopback_only() -> None:
    assert re.findall(r"(?m)^IPAddress(\w+)=(.+)$", UNIT) == [("Deny", "any"), ("Allow", "localhost")]
