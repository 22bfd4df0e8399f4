"""Where an account is administered, the security administrator, delegations, tokens."""

import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def place_accounts(apps, schema_editor):
    """Accounts made before belong where they hold a role, else to the branch of their member."""
    for user in apps.get_model("accounts", "User").objects.filter(organization=None).prefetch_related("assignments"):
        held = list(user.assignments.all())
        home = user.member.memberships.order_by("-valid_to").first() if user.member_id else None
        if held or home:
            user.organization_id = held[0].organization_id if held else home.organization_id
            user.save(update_fields=["organization"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_sign_ins'),
        ('organizations', '0002_member_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='is_program',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='user',
            name='organization',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='organizations.organization'),
        ),
        migrations.AlterField(
            model_name='roleassignment',
            name='role',
            field=models.CharField(choices=[('member', 'member'), ('secretary', 'branch secretary'), ('officer', 'officer of a higher level'), ('inspector', 'inspector'), ('auditor', 'audit administrator'), ('administrator', 'system administrator'), ('security', 'security administrator')], max_length=20),
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(default=datetime.date(1900, 1, 1))),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31))),
                ('role', models.CharField(choices=[('member', 'member'), ('secretary', 'branch secretary'), ('officer', 'officer of a higher level'), ('inspector', 'inspector'), ('auditor', 'audit administrator'), ('administrator', 'system administrator'), ('security', 'security administrator')], max_length=20)),
                ('reason', models.CharField(max_length=200)),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('ended_by', models.BigIntegerField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delegations_given', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delegations_received', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('giver', models.F('receiver')), _negated=True), name='delegation_to_another'), models.CheckConstraint(condition=models.Q(('valid_to__lt', datetime.date(9999, 12, 31))), name='delegation_has_an_end'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='delegation_ended_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('key_index', models.BinaryField(max_length=32, unique=True)),
                ('desk', models.CharField(max_length=30)),
                ('areas', models.JSONField()),
                ('writes', models.BooleanField(default=False)),
                ('expires_on', models.DateField()),
                ('made_by', models.BigIntegerField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('last_used_on', models.DateField(null=True)),
                ('ended_by', models.BigIntegerField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='token_ended_by_somebody')],
            },
        ),
        migrations.RunPython(place_accounts, migrations.RunPython.noop),
    ]
