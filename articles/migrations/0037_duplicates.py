"""What seems to be the same story twice, and what was merged.

What is here already waits for the worker as well, the newest first.
"""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0036_owners'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='articles.article'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='article_merged_into'),
        ),
        migrations.CreateModel(
            name='Unpaired',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='unpaired', serialize=False, to='articles.article')),
            ],
        ),
        migrations.RunSQL(
            "INSERT INTO articles_unpaired (article_id) SELECT article_id FROM articles_indexed",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name='Duplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200)),
                ('rule', models.CharField(max_length=30)),
                ('found_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('one', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('settled_at', None)), fields=['-id'], name='duplicate_open'),
                    models.Index(condition=models.Q(('settled_at__isnull', False)), fields=['settled_at'], name='duplicate_settled_at'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('one', 'other'), name='duplicate_once'),
                    models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='duplicate_in_order'),
                    models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 200), name='duplicate_reason_max_200'),
                    models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('rule'), 30), name='duplicate_rule_max_30'),
                ],
            },
        ),
    ]
