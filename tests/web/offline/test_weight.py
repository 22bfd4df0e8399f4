"""The first load of the branch's home: every file that the page names, compressed as a server of today does."""

import gzip
import re
import sys

import pytest
from django.test import Client

from tests import factories
from xuezuo.web.offline.pages import FILES as KEPT

MOST = 200_000
FILES = re.compile(r'(?:src|href)="(/(?:static/|manifest)[^"#]+)')


@pytest.mark.django_db
def test_the_branch_s_home_is_light_and_draws_no_charts(client: Client) -> None:
    branch = factories.organization("901001", factories.organization("901", kind="committee"))
    for number in range(30):
        factories.member(branch, f"欧阳{number}")
    client.force_login(factories.user("secretary", branch), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/organizations/901001/today/").content

    weights = {"the page": len(gzip.compress(page))}
    for address in sorted(set(FILES.findall(page.decode()))):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        weights[address] = len(gzip.compress(body))
    total = sum(weights.values())
    sys.stdout.write(f"\nfirst load of the branch's home: {total:,} bytes compressed; {weights}\n")  # `pytest -s`

    assert total <= MOST
    assert len(weights) > 8
    assert not [name for name in weights if "chart" in name]
    assert b"echarts" not in page
    assert not [name for name in KEPT if "chart" in name], "a phone keeps no chart library either"
