from django.apps import AppConfig
from django.core.signals import request_finished
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class RowPoliciesConfig(AppConfig):
    name = "xuezuo.row_policies"

    def ready(self) -> None:
        from xuezuo.row_policies import installing, sights  # reason: settings must be there

        connection_created.connect(sights.connected)
        request_finished.connect(sights.end)
        pre_migrate.connect(sights.as_owner, sender=self)
        post_migrate.connect(installing.install, sender=self)
