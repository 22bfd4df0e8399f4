"""Organizations that stand in the details of events."""

from xuezuo.audit.models import Event
from xuezuo.organizations.models import Organization


def targets_of(events: list[Event]) -> dict[int, tuple[str, str]]:
    """Code and name of the organizations that members went to, by id."""
    ids = {pk for one in events if isinstance(pk := one.detail.get("target"), int)}
    found = Organization.objects.filter(pk__in=ids).values_list("pk", "code", "name") if ids else []
    return {pk: (code, name) for pk, code, name in found}
