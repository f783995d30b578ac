"""What the importer writes, in the admin site."""

from django.urls import reverse

from tests.factories import make_batch, make_user


def test_an_import_leads_to_its_page_on_the_desk(client, db):
    client.force_login(make_user("erin", is_staff=True, is_superuser=True))
    batch = make_batch()
    page = client.get(reverse("admin:articles_importbatch_change", args=[batch.pk]))
    assert f'href="{reverse("desk:import-detail", args=[batch.pk])}"' in page.content.decode()
