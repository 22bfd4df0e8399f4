from django.apps import AppConfig


class CommandsConfig(AppConfig):
    name = "xuezuo.commands"
    default_auto_field = "django.db.models.BigAutoField"
