"""PostgreSQL: quicker texts. What they say stays as it is.

Seeds are as long as what PostgreSQL compresses, and LZ4 takes a tenth of its own method's time.
Words need no decomposing where all letters are ASCII, as in most articles.
"""

from django.db import migrations

ENTITIES = "'&[#A-Za-z0-9]+;', ' ', 'g'"
WORDS = rf"""CREATE OR REPLACE FUNCTION articles_words(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN octet_length($1) = char_length($1) THEN
        regexp_replace(
            CASE WHEN strpos($1, '&') > 0 THEN regexp_replace($1, {ENTITIES}) ELSE $1 END,
            U&'[!-/:-@\005b-`{{-~]+', ' ', 'g')
    ELSE
        regexp_replace(regexp_replace(regexp_replace(
            normalize($1, NFD), U&'[\0300-\036f]+', '', 'g'),
            {ENTITIES}),
            U&'[!-/:-@\005b-`{{-~\00a0-\00bf\2000-\206f]+', ' ', 'g')
    END $$"""
LARGE = (("articles_seedfile", "text"), ("articles_importitem", "data"))
METHODS = "SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression'"


def quicken(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(WORDS, params=None)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(METHODS)
        row = cursor.fetchone()
    if row and "lz4" in row[0]:  # a server may be built without it
        for table, column in LARGE:
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION lz4")


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_seed_digests")]
    operations = [migrations.RunPython(quicken, migrations.RunPython.noop)]
