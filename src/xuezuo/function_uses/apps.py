from django.apps import AppConfig


class FunctionUsesConfig(AppConfig):
    name = "xuezuo.function_uses"
    default_auto_field = "django.db.models.BigAutoField"
