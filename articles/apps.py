from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ArticlesConfig(AppConfig):
    name = "articles"


class DeskAdminConfig(AdminConfig):
    default_site = "articles.admin_site.NewsdeskAdminSite"
