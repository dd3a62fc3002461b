"""A digest as one self-contained page: the same words, the chart inside it, readable on a phone, in the dark and on paper.

It asks for nothing from outside and runs nothing. The chart is SVG in the page's own colours, so it does not glare in the
dark; below it the figures are a table, for whoever cannot see it: on a phone its rows are stacked,
so its roles are spelled out.
"""

import re
from functools import cache

from jinja2 import Environment, Template

from bot import chart
from bot.domain import chartwords, whywords
from bot.domain.digest import Digest, why_not
from bot.domain.language import _, pgettext, spoken

_DARK = {"paper": "#1b2125", "ink": "#e8ecef", "grey": "#aeb8bf", "pale": "#8a959c", "track": "#232a2f", "band": "#39444b"}
_STYLE = """
  :root { color-scheme: light; LIGHT --page: #ffffff; --rule: #d5dbdf; }
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
  body { background: var(--page); color: var(--ink); overflow-wrap: break-word; }
  h1, h2 { line-height: 1.25; text-wrap: balance; }
  h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.125rem; margin: 2.25rem 0 .5rem; }
  header p, footer p { color: var(--grey); margin: .25rem 0 0; }
  ul { margin: .5rem 0; padding-left: 1.2rem; } li { margin: .6rem 0; text-wrap: pretty; }
  strong { unicode-bidi: isolate; }
  figure { max-width: 34rem; margin: 1rem 0; border: 1px solid var(--rule); border-radius: .75rem; background: var(--paper); }
  svg { display: block; width: 100%; height: auto; font-family: inherit; }
  details { border-top: 1px solid var(--rule); padding: 0 .75rem; font-size: .875rem; }
  summary { padding: .6rem 0; cursor: pointer; }
  table { width: 100%; table-layout: fixed; border-collapse: collapse; margin-bottom: .75rem; }
  caption { text-align: left; color: var(--grey); padding-bottom: .25rem; }
  th, td { text-align: left; vertical-align: top; padding: .35rem .4rem .35rem 0; border-top: 1px solid var(--rule); }
  th { font-weight: 600; unicode-bidi: isolate; hyphens: auto; }
  thead th { width: 15%; } thead th:first-child { width: 26%; } thead th:last-child { width: 29%; }
  @media screen and (max-width: 36rem) {
    tr { display: grid; grid-template-columns: 5fr 4fr 4fr; border-top: 1px solid var(--rule); padding: .35rem 0; }
    th, td { border: 0; padding: .1rem .5rem .1rem 0; } th:first-child, :is(th, td):last-child { grid-column: 1 / -1; }
    thead th:nth-child(n) { width: auto; }
  }
  @media screen and (prefers-color-scheme: dark) {
    :root { color-scheme: dark; DARK --page: #14181b; --rule: #39444b; }
  }
  @media print {
    @page { margin: 18mm; }
    :root { print-color-adjust: exact; }
    body { margin: 0; padding: 0; max-width: none; font-size: 11pt; }
    svg, li, tr { break-inside: avoid; } h2 { break-after: avoid; }
    figure { border: 0; max-width: none; } svg { max-width: 10cm; } details { padding: 0; }
    details::details-content { content-visibility: visible; display: block; height: auto; }
  }
"""
_PAGE = """<!doctype html>
<html lang="{{ lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{ digest.team }} · {{ digest.period }}</title>
<style>STYLE</style>
</head>
<body>
<header><h1>{{ digest.team }}</h1><p>{{ digest.period }}{% if digest.response %} · {{ digest.response }}{% endif %}</p></header>
<main>
{% for section in digest.sections %}
<section>
<h2>{{ section.title }}</h2>
{% if section.key == "time" and digest.chart %}
<figure>
<svg viewBox="0 0 {{ width }} {{ height }}" role="img" aria-label="{{ alt }}">
{% for part in parts %}
{% if part.words is defined %}
<text x="{{ part.x | px }}" y="{{ part.y | px }}" text-anchor="{{ part.anchor }}" \
style="fill:var(--{{ part.colour }});font-size:{{ part.size }}px">{{ part.words }}</text>
{% elif part.kind is defined %}
<path d="{{ outlines[part.kind] }}" transform="translate({{ part.x | px }} {{ part.y | px }})" \
style="fill:var(--{{ 'paper' if part.hollow else part.colour }});stroke:var(--{{ part.colour }});stroke-width:1.6"/>
{% else %}
<line x1="{{ part.x | px }}" y1="{{ part.y | px }}" x2="{{ part.to_x | px }}" y2="{{ part.to_y | px }}" \
style="stroke:var(--{{ part.colour }});stroke-width:{{ part.width }}{% if part.dashed %};stroke-dasharray:4.5 3{% endif %}"/>
{% endif %}
{% endfor %}
</svg>
<details>
<summary>{{ summary }}</summary>
<table role="table">
<caption>{{ caption }}</caption>
<thead role="rowgroup"><tr role="row">
{% for head in heads %}
<th role="columnheader" scope="col">{{ head }}</th>
{% endfor %}
</tr></thead>
<tbody role="rowgroup">
{% for row in rows %}
<tr role="row">
<th role="rowheader" scope="row">{{ row[0] }}</th>
{% for cell in row[1:] %}
<td role="cell">{{ cell | tied }}</td>
{% endfor %}
</tr>
{% endfor %}
</tbody>
</table>
</details>
</figure>
{% endif %}
<ul>
{% for line in section.lines %}
<li>{% if line.lead %}<strong>{{ line.lead }}</strong>: {% endif %}{{ line.text | tied }}</li>
{% endfor %}
</ul>
</section>
{% endfor %}
{% if why %}
<details>
<summary>{{ why_title }}</summary>
<ul>
{% for line in why %}
<li><strong>{{ line.lead }}</strong>: {{ line.text }}</li>
{% endfor %}
</ul>
</details>
{% endif %}
{% if digest.closing %}
<footer><p>{{ digest.closing }}</p></footer>
{% endif %}
</main>
</body>
</html>
"""
_OUTLINES = {
    "circle": "M4.2 0A4.2 4.2 0 1 1-4.2 0A4.2 4.2 0 1 1 4.2 0Z",
    "diamond": "M0-5.2L5.2 0L0 5.2L-5.2 0Z",
    "left": "M-5.2 0L5.2-5.2V5.2Z",
    "right": "M5.2 0L-5.2-5.2V5.2Z",
}


def html(digest: Digest) -> str:
    """The page as text; everything a person wrote in it is escaped."""
    height, parts = chart.sketch(digest)
    # Translators: of a chart, for who cannot see it; {title} is "Time with AI against without, by task type"
    alt = _("{title}: the ranges that the table and the lines below give in words", title=_(chartwords.TITLE))
    drawn = {"parts": parts, "width": f"{chart.WIDTH:g}", "height": f"{height:g}", "outlines": _OUTLINES, "alt": alt}
    around = {"why": why_not(digest), "why_title": _(whywords.TITLE), "lang": spoken()}
    return _template().render(digest=digest, rows=_rows(digest), heads=_heads(), **around, **_texts(), **drawn)


def _texts() -> dict[str, str]:
    return {
        "summary": _("The figures behind the chart"),
        "caption": f"{_(chartwords.TITLE)}. {_('Ends of ranges, rounded outwards; anything between them fits.')}",
    }


def _heads() -> tuple[str, ...]:
    # Translators: "Task type", "Best guess", "From", "To" and "Evidence" stand above the columns of a table; a range of times
    # goes from one end to the other
    kind = pgettext("above a column", "Task type")
    best, low, high = (
        pgettext("above a column", "Best guess"),
        pgettext("above a column", "From"),
        pgettext("above a column", "To"),
    )
    return kind, best, low, high, pgettext("above a column", "Evidence")


def _rows(digest: Digest) -> list[tuple[str, ...]]:
    """What the chart shows, in words, row by row."""
    return [
        (
            bar.task_type,
            chartwords.end(bar, bar.ratio),
            chartwords.end(bar, bar.low),
            chartwords.end(bar, bar.high),
            _(chartwords.kind_of(bar)) + ("" if bar.settled else f"; {_(chartwords.UNSETTLED)}"),
        )
        for bar in digest.chart
    ]


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(tied=_tied, px=lambda number: f"{number:.1f}")
    light, dark = (" ".join(f"--{name}: {value};" for name, value in look.items()) for look in (chart.COLOURS, _DARK))
    return environment.from_string(_PAGE.replace("STYLE", _STYLE.replace("LIGHT", light).replace("DARK", dark)))


def _tied(words: str) -> str:
    """A number stays with its percent sign."""
    return re.sub(r"(\d) %", "\\1\N{NO-BREAK SPACE}%", words)
