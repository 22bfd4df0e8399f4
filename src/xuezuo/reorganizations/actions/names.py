"""Names that begin on a day to come."""

from django.db import transaction
from django.db.models import F

from xuezuo.audit.actions import record
from xuezuo.organizations.models import Organization
from xuezuo.organizations.queries import holding_on
from xuezuo.periods import today
from xuezuo.reorganizations import rules
from xuezuo.reorganizations.models import Naming
from xuezuo.scopes import Scope


@transaction.atomic
def bring_names_up_to(*, by: Scope) -> int:
    """Write the names of today where one began since; returns how many. Figures read dated names without it."""
    rules.may_act(by)
    begun = Naming.objects.filter(holding_on(today())).exclude(name=F("organization__name"))
    changed = list(begun.values_list("organization_id", "name"))
    for organization_id, name in changed:
        Organization.objects.filter(pk=organization_id).update(name=name)
    if changed:
        record(by=by, action="organizations.names", kind="organizations", changed=len(changed))
    return len(changed)
