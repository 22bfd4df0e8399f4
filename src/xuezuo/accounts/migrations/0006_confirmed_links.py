"""The link between an account and a member counts once a second person confirmed it.

Links made before brought no role; whoever upgrades stands for them (0, the operator).
"""

from django.db import migrations, models
from django.utils import timezone


def confirm_known(apps, schema_editor):
    users = apps.get_model("accounts", "User").objects.filter(member__isnull=False)
    users.update(link_confirmed_by=0, link_confirmed_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_separate_people'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('organizations', '0002_member_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='link_confirmed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='link_confirmed_by',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('link_confirmed_at__isnull', True), ('link_confirmed_by__isnull', True)), models.Q(('link_confirmed_at__isnull', False), ('link_confirmed_by__isnull', False)), _connector='OR'), name='link_confirmed_by_somebody'),
        ),
        migrations.RunPython(confirm_known, migrations.RunPython.noop),
    ]
