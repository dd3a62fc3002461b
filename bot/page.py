"""A digest as one self-contained page: the same words, the picture inside it, readable on a phone and on paper."""

from base64 import b64encode

from jinja2 import Environment

from bot import chart
from bot.domain.digest import Digest

_PAGE = Environment(autoescape=True).from_string("""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ digest.team }} · {{ digest.period }}</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; color: #1d2429; }
  h1 { font-size: 1.4rem; margin-bottom: 0; } h2 { font-size: 1.1rem; margin-top: 2rem; }
  header p { color: #55616a; margin-top: .25rem; } li { margin: .5rem 0; } img { max-width: 100%; height: auto; }
  @media (prefers-color-scheme: dark) { body { background: #14181b; color: #e8ecef; } header p { color: #a9b4bc; } }
  @media print { body { margin: 0; max-width: none; } h2, li { break-inside: avoid; } }
</style>
<header><h1>{{ digest.team }}</h1><p>{{ digest.period }}{% if digest.response %} · {{ digest.response }}{% endif %}</p></header>
{% for section in digest.sections %}
<section>
<h2>{{ section.title }}</h2>
{% if section.key == "time" and digest.chart %}<img alt="{{ alt }}" src="data:image/png;base64,{{ picture }}">{% endif %}
<ul>
{% for line in section.lines %}<li>{% if line.lead %}<strong>{{ line.lead }}</strong>: {% endif %}{{ line.text }}</li>
{% endfor %}</ul>
</section>
{% endfor %}
</html>
""")

_ALT = "The ranges of the comparisons that are told in words below"


def html(digest: Digest) -> str:
    """The page as text; everything a person wrote in it is escaped."""
    return _PAGE.render(digest=digest, alt=_ALT, picture=b64encode(chart.png(digest)).decode())
