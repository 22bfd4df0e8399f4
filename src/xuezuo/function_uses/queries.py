"""Reading counts and decisions; only administrators have any use for them."""

from datetime import date

from django.db.models import Sum

from xuezuo.function_uses.models import FunctionUse, Review
from xuezuo.scopes import Scope


def times_since(scope: Scope, first: date) -> dict[str, int]:
    """Uses of each function since a month, whoever used it. Empty for all but administrators."""
    if scope.role not in ("administrator", "operator"):
        return {}
    found = FunctionUse.objects.filter(month__gte=first).values_list("function").annotate(times=Sum("times"))
    return dict(found.order_by())


def newest_reviews(scope: Scope) -> dict[str, Review]:
    if scope.role not in ("administrator", "operator"):
        return {}
    return {one.function: one for one in Review.objects.order_by("pk")}
