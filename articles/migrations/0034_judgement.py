"""What belongs together: an index of articles by words and days, and what editors refused.

Here only what waits is noted; the worker indexes it, the newest first.
"""

import django.db.models.deletion
from django.db import migrations, models

# SQLite: without row numbers beside the key, half as large and one search less.
TABLES = {
    "sqlite": (
        """CREATE TABLE articles_posting (
            day integer NOT NULL, word integer NOT NULL, article bigint NOT NULL,
            weight smallint NOT NULL, PRIMARY KEY (day, word, article)) WITHOUT ROWID""",
        """CREATE TABLE articles_indexed (
            article_id integer NOT NULL PRIMARY KEY
                REFERENCES articles_article (id) DEFERRABLE INITIALLY DEFERRED,
            day integer NOT NULL, norm real NOT NULL)""",
    ),
    "postgresql": (
        """CREATE TABLE articles_posting (
            article bigint NOT NULL, day integer NOT NULL, word integer NOT NULL,
            weight smallint NOT NULL, PRIMARY KEY (day, word, article) INCLUDE (weight))""",
        """CREATE TABLE articles_indexed (
            article_id bigint NOT NULL PRIMARY KEY
                REFERENCES articles_article (id) DEFERRABLE INITIALLY DEFERRED,
            day integer NOT NULL, norm double precision NOT NULL)""",
    ),
}


def make(apps, schema_editor):
    for statement in TABLES[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for table in ("articles_posting", "articles_indexed"):
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0033_mail_alerts'),
    ]

    operations = [
        migrations.CreateModel(
            name='KnownWord',
            fields=[
                ('word', models.IntegerField(primary_key=True, serialize=False)),
                ('articles', models.IntegerField()),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, drop)],
            state_operations=[
                migrations.CreateModel(
                    name='Indexed',
                    fields=[
                        ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='indexed', serialize=False, to='articles.article')),
                        ('day', models.IntegerField()),
                        ('norm', models.FloatField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Posting',
                    fields=[
                        ('pk', models.CompositePrimaryKey('day', 'word', 'article', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('day', models.IntegerField()),
                        ('word', models.IntegerField()),
                        ('article', models.BigIntegerField()),
                        ('weight', models.SmallIntegerField()),
                    ],
                ),
            ],
        ),
        migrations.CreateModel(
            name='Unindexed',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='unindexed', serialize=False, to='articles.article')),
            ],
        ),
        migrations.RunSQL(
            "INSERT INTO articles_unindexed (article_id) SELECT id FROM articles_article",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('one', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('one', 'other'), name='refusal_once'),
                    models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='refusal_in_order'),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name='relatedlink',
            name='relatedlink_origin_known',
        ),
        migrations.AlterField(
            model_name='relatedlink',
            name='origin',
            field=models.CharField(choices=[('seed', 'Seed'), ('editor', 'Editor'), ('suggestion', 'Suggestion')], default='seed', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='relatedlink',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['seed', 'editor', 'suggestion'])), name='relatedlink_origin_known'),
        ),
    ]
