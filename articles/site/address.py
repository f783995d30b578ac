"""Where people open the site: nobody asks for it when a mail is written or the site starts."""

from django.conf import settings

LOCAL = ("localhost", "127.0.0.1", "[::1]")


def site_address() -> str:
    """Return it as far as settings tell."""
    hosts = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    public = next((host for host in hosts if host not in LOCAL), "localhost")
    if settings.HTTPS:  # at the port of the proxy that ends it
        return f"https://{public}"
    host = "localhost" if "localhost" in hosts else public
    return f"http://{host}:{settings.PORT}"
