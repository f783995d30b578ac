"""How much a seed may hold, and what editors write may be no longer either."""

MAX_FILE = 2_000_000  # bytes
MAX_FRONT_MATTER = 65_536  # characters
MAX_TITLE = 500
MAX_EXCERPT = 5000
MAX_DESCRIPTION = 5000  # of a topic or provider
MAX_WORD = 50
MAX_TOPIC = 100  # characters of a topic's name
MAX_TOPICS = 50
MAX_RELATED = 100
MAX_PICTURES = 50
MAX_SIDE = 100_000  # pixels
MAX_PROVIDER = 200  # characters of a provider's name
MAX_DOMAIN = 253
MAX_SCORE = 10_000
