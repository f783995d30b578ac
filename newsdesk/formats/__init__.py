"""How dates and times read where a template does not say."""
