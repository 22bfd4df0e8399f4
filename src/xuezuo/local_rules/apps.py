from django.apps import AppConfig


class LocalRulesConfig(AppConfig):
    name = "xuezuo.local_rules"
    default_auto_field = "django.db.models.BigAutoField"
