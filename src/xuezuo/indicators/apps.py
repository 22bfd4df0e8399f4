from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "xuezuo.indicators"
    default_auto_field = "django.db.models.BigAutoField"
