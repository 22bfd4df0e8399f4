from django.apps import AppConfig


class RulePacksConfig(AppConfig):
    name = "xuezuo.rule_packs"
    default_auto_field = "django.db.models.BigAutoField"
