"""Who plays: twelve people who are asked, Mo who owns their team and is not asked, and Zoe, a stranger to it."""

from dataclasses import dataclass

TEAM_ZONE = "Europe/Berlin"


@dataclass(frozen=True)
class Role:
    short: str
    name: str
    zone: str


TEAM = (
    Role("ada", "Ada Lovelace", "Europe/London"),
    Role("ben", "Ben Nevis", "Europe/Berlin"),
    Role("chidi", "Chidi Okafor", "Africa/Lagos"),
    Role("diego", "Diego Torres", "America/New_York"),
    Role("ines", "Inês Carvalho", "Europe/Lisbon"),
    Role("lena", "Lena Vogel", "Europe/Berlin"),
    Role("maya", "Maya Johnson", "America/New_York"),
    Role("omar", "Omar Haddad", "Europe/Paris"),
    Role("priya", "Priya Raman", "Asia/Kolkata"),
    Role("sofia", "Sofia Rossi", "Europe/Rome"),
    Role("tomasz", "Tomasz Nowak", "Europe/Warsaw"),
    Role("vikram", "Vikram Mehta", "Asia/Kolkata"),
)
OWNER = Role("mo", "Mo Zart", TEAM_ZONE)
STRANGER = Role("zoe", "Zoe Logy", "Europe/Dublin")
CHANNEL = "support"
VISITOR = "ada"  # whom somebody at the page acts as, unless they choose another
SILENT = "ben"
PAUSES = "priya"


def team_file(channel: str, owner: str, task_types: tuple[str, ...]) -> str:
    """The team as its owner would declare it; everybody in the channel is asked."""
    types = ", ".join(f'"{name}"' for name in task_types)
    return f"""
[[team]]
name = "Support"
owners = ["{owner}"]
channel = "{channel}"
task_types = [{types}]
zone = "{TEAM_ZONE}"
digest = {{day = "mon", time = "09:00"}}
cost = {{rate_per_hour = 60, tools_per_month = 360, currency = "EUR"}}
"""
