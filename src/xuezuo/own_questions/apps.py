from django.apps import AppConfig


class OwnQuestionsConfig(AppConfig):
    name = "xuezuo.own_questions"
    default_auto_field = "django.db.models.BigAutoField"
