"""The cast: the people, the apps and the four repositories of the demonstration."""

from typing import Literal

from msgspec import Struct

ORGANISATION = "harbour"
ORGANISATION_ID = 4102200
INSTALLATION_ID = 51730844


class Person(Struct, frozen=True):
    """An account; `zone` is the hours that their commits are ahead of UTC."""

    login: str
    id: int
    name: str
    zone: int = 0
    kind: Literal["User", "Bot"] = "User"

    @property
    def email(self) -> str:
        return f"{self.login.removesuffix('[bot]')}@harbour.example"


MIRA = Person("mira-okafor", 2110401, "Mira Okafor", 1)
JONAS = Person("jlindqvist", 2110402, "Jonas Lindqvist", 1)
PRIYA = Person("priyaraman", 2110403, "Priya Raman", 5)
TOMAS = Person("tomas-herrera", 2110404, "Tomás Herrera", -3)
YUKI = Person("yukitanabe", 2110405, "Yuki Tanabe", 9)
AISHA = Person("aisha-karim", 2110406, "Aisha Karim", 0)
BEN = Person("benwhitlock", 2110407, "Ben Whitlock", -5)
DEPENDABOT = Person("dependabot[bot]", 49699333, "dependabot[bot]", kind="Bot")
RELEASER = Person("harbour-release[bot]", 2110490, "harbour-release[bot]", kind="Bot")


class App(Struct, frozen=True):
    """Somebody who runs checks."""

    slug: str
    id: int
    name: str


ACTIONS = App("github-actions", 15368, "GitHub Actions")
CODE_WARDEN = App("code-warden", 230117, "Code Warden")
DRYDOCK = App("drydock", 230245, "Drydock")


class Repository(Struct, frozen=True):
    """`style` is how its pull requests are merged; `annotated` whether its tags are objects."""

    id: int
    name: str
    description: str
    style: Literal["merge", "squash", "rebase"]
    private: bool = True
    annotated: bool = True

    @property
    def full_name(self) -> str:
        return f"{ORGANISATION}/{self.name}"


CHECKOUT = Repository(70310011, "checkout", "Basket, payment and receipt", "squash")
LEDGER_API = Repository(70310012, "ledger-api", "The books, double entry", "merge")
DESIGN_TOKENS = Repository(
    70310013, "design-tokens", "Colours, spacing, icons", "rebase", private=False, annotated=False
)
DOCS = Repository(70310014, "docs", "What customers read", "squash", private=False, annotated=False)
REPOSITORIES = (CHECKOUT, LEDGER_API, DESIGN_TOKENS, DOCS)
