"""The admin site opens for those whom `permissions` lets manage, whatever their `is_staff` says."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from articles import permissions


class NewsdeskAdminSite(AdminSite):
    site_header = site_title = "Newsdesk admin"
    index_title = "Manage"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return permissions.may_manage(request.user)
