"""One act on the tree at a time: acts are rare, and two that are planned on the same places must not both succeed."""

from collections.abc import Iterable

from xuezuo.organizations.models import Organization, Placement


def lock_tree() -> None:
    """Holds the roots until the transaction ends. SQLite lets one writer in at a time anyway."""
    roots = Placement.objects.filter(parent__isnull=True).values("organization_id")
    list(Organization.objects.select_for_update().filter(pk__in=roots).order_by("pk").values_list("pk"))


def lock(ids: Iterable[int]) -> None:
    """Those who found or enter by other ways lock the organization that they do it at."""
    list(Organization.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk").values_list("pk"))
