from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_register_of_problems")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("record__isnull", False)), fields=["record"], name="case_of_record"),
        ),
    ]
