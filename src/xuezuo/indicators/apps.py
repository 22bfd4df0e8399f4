from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class IndicatorsConfig(AppConfig):
    name = "xuezuo.indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from xuezuo.indicators.kept import marking  # reason: models must be there
        from xuezuo.organizations import bulk

        pre_migrate.connect(marking.take_down, sender=self)
        post_migrate.connect(marking.put_up, sender=self)
        bulk.NOTED_TOGETHER.append(marking.together)
