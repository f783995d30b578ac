from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from articles.setup import views as setup
from newsdesk import accounts

urlpatterns = [
    path("", include("articles.public.urls")),
    path("desk/site/", setup.site, name="site"),
    path("desk/", include("articles.desk.urls")),
    # The admin site's own sign-in and password forms give way to ours: one way in, one limit.
    path("admin/login/", accounts.admin_login),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("setup/", setup.setup, name="setup"),
    path("accounts/", include("newsdesk.account_urls")),
]

handler400 = "newsdesk.errors.bad_request"
handler403 = "newsdesk.errors.permission_denied"
handler404 = "newsdesk.errors.not_found"
handler429 = "newsdesk.errors.too_many_requests"
handler500 = "newsdesk.errors.server_error"
