from django.apps import AppConfig


class SampledataConfig(AppConfig):
    name = "xuezuo.sampledata"
    default_auto_field = "django.db.models.BigAutoField"
