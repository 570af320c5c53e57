"""Where the product is that .ci/clients has started, and what the tests of all clients use."""

import os

BASE_URL = os.environ["HEADLESS_CLAUDE_URL"]
API_KEY = os.environ["HEADLESS_CLAUDE_API_KEY"]
MODEL = "claude-haiku-4-5"

WEATHER = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
}
CALL_WEATHER = '[[tool: get_weather {"city": "Bern"}]]'
