"""Kolibri's side of `python -m benchmarks class_report`: run by Kolibri's own Python, on a facility that `Kolibri` made.

`lessons` gives every class a lesson of twenty pieces, `fill N` writes what each learner has finished (of a hundred, N),
`ask` times the coach's report of a class of 14, and of the class that holds everybody.
"""

from __future__ import annotations

import importlib
import json
import statistics
import sys
import time
import uuid
import zlib
from collections.abc import Callable
from typing import Any

PIECES, CLASSES, EVERYBODY = 20, 100, "Everybody"
TIMES = 5


def done(learner: int, piece: int, of_hundred: int) -> bool:
    """Who has finished what, the same on both sides."""
    return zlib.crc32(f"{learner} {piece}".encode()) % 100 < of_hundred


def timed(ask: Callable[[], Any], times: int) -> dict[str, float]:
    """Medians in milliseconds, after one turn that is not timed."""
    ask()
    walls, spent = [], []
    for _ in range(times):
        wall, own = time.perf_counter(), time.process_time()
        ask()
        walls.append((time.perf_counter() - wall) * 1000)
        spent.append((time.process_time() - own) * 1000)
    return {"wall": statistics.median(walls), "processor": statistics.median(spent)}


def room(name: str) -> Any:
    return importlib.import_module(f"kolibri.{name}")


def lessons() -> None:
    auth, content, made = room("core.auth.models"), room("core.content.models"), room("core.lessons.models")
    channel = uuid.uuid4().hex
    for one in range(PIECES):
        ids = {"id": uuid.uuid4().hex, "content_id": uuid.uuid4().hex, "channel_id": channel}
        content.ContentNode.objects.create(title=f"{one:02}", kind="video", available=True, **ids)
    coach = auth.FacilityUser.objects.get(username="admin")
    resources = [
        {"contentnode_id": one.id, "content_id": one.content_id, "channel_id": channel}
        for one in content.ContentNode.objects.order_by("title")
    ]
    for classroom in auth.Classroom.objects.all():
        facts = {"title": "Lesson", "resources": resources, "is_active": True}
        lesson = made.Lesson.objects.create(collection=classroom, created_by=coach, **facts)
        made.LessonAssignment.objects.create(lesson=lesson, collection=classroom, assigned_by=coach)


def fill(of_hundred: int) -> None:
    auth, content, logs = room("core.auth.models"), room("core.content.models"), room("core.logger.models")
    logs.ContentSummaryLog.objects.all().delete()
    nodes, now = list(content.ContentNode.objects.order_by("title")), room("utils.time_utils").local_now()
    kept = []
    for user in auth.FacilityUser.objects.filter(username__startswith="learner"):
        for piece, node in enumerate(nodes):
            if done(int(user.username[7:]), piece, of_hundred):
                facts = {"progress": 1, "kind": "video", "start_timestamp": now, "end_timestamp": now, "time_spent": 60}
                one = logs.ContentSummaryLog(
                    user=user,
                    content_id=node.content_id,
                    channel_id=node.channel_id,
                    dataset_id=user.dataset_id,
                    **facts,
                )
                # what its save() would fill in, a row at a time
                one.id, one._morango_source_id = uuid.uuid4().hex, node.content_id  # noqa: SLF001
                one._morango_partition = one.calculate_partition()  # noqa: SLF001
                kept.append(one)
    logs.ContentSummaryLog.objects.bulk_create(kept, batch_size=500)


def asked(classroom: Any) -> dict[str, Callable[[], Any]]:
    """The whole answer of the coach's page, and of it only the part that says who has done what."""
    summary, rest = room("plugins.coach.class_summary_api"), importlib.import_module("rest_framework.test")
    coach = room("core.auth.models").FacilityUser.objects.get(username="admin")
    view = summary.ClassSummaryViewSet.as_view({"get": "retrieve"})

    def whole() -> Any:
        request = rest.APIRequestFactory().get("/")
        rest.force_authenticate(request, user=coach)
        answer = view(request, pk=classroom.id)
        assert answer.status_code == 200, answer.status_code
        return answer.data

    told = whole()

    def part() -> Any:
        return summary.content_status_serializer(told["lessons"], told["learners"], classroom)

    return {"whole": whole, "part": part}


def finished(classroom: Any) -> dict[str, int]:
    """How many pieces the report says each learner has completed."""
    told = asked(classroom)["whole"]()
    name = {one["id"]: one["username"][7:] for one in told["learners"]}
    found = dict.fromkeys(name.values(), 0)
    for one in told["content_learner_status"]:
        found[name[one["learner_id"]]] += one["status"] == "Completed"
    return found


def ask() -> dict[str, Any]:
    classes = room("core.auth.models").Classroom.objects
    small = [classes.get(name=f"Class {one}") for one in range(CLASSES)]
    large = classes.get(name=EVERYBODY)
    each = [asked(one) for one in small]
    told: dict[str, Any] = {
        "finished": finished(large),
        "of_class": [finished(one) for one in small[:3]],
    }
    for kind in ("whole", "part"):
        runs = [timed(one[kind], 1) for one in each]
        told[f"class_{kind}"] = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        told[f"all_{kind}"] = timed(asked(large)[kind], TIMES)
    return told


if __name__ == "__main__":
    room("utils.main").initialize(skip_update=True, settings="kolibri_without_its_hash")
    assert not importlib.import_module("django.conf").settings.DEBUG
    if sys.argv[1] == "lessons":
        lessons()
    elif sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        print(json.dumps(ask()))
