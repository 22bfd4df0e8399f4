# The head and the end block of a briefing, the number of frozen rows, and the date a signature bears.
# No briefing had been signed anywhere when this was written, so the default of `signed_on` fills no row.

from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0001_initial")]

    operations = [
        migrations.AddField("briefing", "mark", models.CharField(default="", max_length=60)),
        migrations.AddField("briefing", "issuer", models.CharField(default="", max_length=200)),
        migrations.AddField("briefing", "distribution", models.JSONField(default=dict)),
        migrations.AlterField("briefing", "title", models.CharField(max_length=400)),
        migrations.AddField("frozenfigure", "row_count", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("signature", "signed_on", models.DateField(default=date(2016, 10, 20)), preserve_default=False),
    ]
