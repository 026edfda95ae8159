"""The tests' own GitHub: real repositories, everything around them in memory, and GitHub's manners.

    from tests.github import Hub, Weather, faults

    def test_…(hub: Hub) -> None:                      # the fixture is in tests/github/fixtures.py
        checkout = hub.repository("harbour/checkout")
        checkout.hook("http://127.0.0.1:8000/webhooks/github", secret="s")
        checkout.pull("Pay by card", labels=("feature",)).merge("squash")
        checkout.release("v1.2.0", body="By card")
        checkout.deploy("production", "in_progress", "success")
        with hub.serve() as address:                   # REST, for PyGithub's `base_url`
            ...
        assert hub.requests["GET /repos/{owner}/{repo}/pulls"] == 1

- A story is told in verbs of `hub`, `repository`, `pull`, `release`, `deployment`, `app`: each does
  what the deed does at GitHub, in git and in memory, and sends the events that GitHub sends. REST
  routes call the same verbs.
- What GitHub leaves out is left out: hooks hear nothing of more than three tags at once, of
  `inactive`, of over 25 MB, and of what was before them.
- `hub.post.weather = Weather(seed, lose=…, double=…, late=…, shuffle=True)` and `hub.post.held =
  True` let deliveries suffer; `hub.deliver()` hands over what was held.
- `hub.fail("POST", "/repos/{owner}/{repo}/releases", faults.bad_gateway_after)` lets requests fail.
- `hub.clock` stands still; `hub.clock.advance(days=3)` moves it, and `hub.clock.wait` is a sleep
  for product code. Tokens live by the machine's clock, because libraries look there.
- `hub.prefix` of "/api/v3" makes it a GitHub Enterprise Server.

The wire is held against GitHub's own description: see tests/github/conformance.py.
"""

from tests.github import faults, routes
from tests.github.clock import Clock
from tests.github.hub import Hub
from tests.github.weather import Weather

__all__ = ["Clock", "Hub", "Weather", "faults", "routes"]
