import datetime

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import TruncDate

import xuezuo.feedback.models
import xuezuo.periods


def days_of_before(apps, schema_editor):
    """What was said before these columns were there was said on the day of its row, with fifteen days to answer."""
    feedback = apps.get_model("feedback", "Feedback")
    feedback.objects.update(said_on=TruncDate("written_at"))
    for day in feedback.objects.order_by().values_list("said_on", flat=True).distinct():
        feedback.objects.filter(said_on=day).update(answer_until=day + datetime.timedelta(days=15))
    apps.get_model("feedback", "Answer").objects.update(answered_on=TruncDate("answered_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("feedback", "0001_initial"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="feedback",
            name="answerer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="to_answer",
                to="organizations.organization",
            ),
        ),
        migrations.AddField(
            model_name="feedback", name="said_on", field=models.DateField(default=xuezuo.periods.today)
        ),
        migrations.AddField(
            model_name="feedback",
            name="answer_until",
            field=models.DateField(default=xuezuo.feedback.models.end_of_set_time),
        ),
        migrations.AddField(model_name="feedback", name="receipt", field=models.CharField(blank=True, max_length=64)),
        migrations.AddField(
            model_name="answer", name="answered_on", field=models.DateField(default=xuezuo.periods.today)
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(
                condition=models.Q(("receipt", ""), _negated=True), fields=("receipt",), name="feedback_receipt_once"
            ),
        ),
        migrations.RunPython(days_of_before, migrations.RunPython.noop, elidable=True),
    ]
