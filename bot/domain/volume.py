"""What asks for a volume of AI use is refused here: how often, how many prompts, what share of the tasks.

People feed a number that is counted, and then it means nothing. So no question, option, kind of task or tool may be one, and
no column, key or word of a digest may be named for one. What came of the work, with AI or without, is what Candor asks.

A list of words can be outwitted, by another spelling, another language or a code word, and it will now and then stop
somebody innocent, who needs another wording. It is a signpost and not the wall. The wall is that no table has a column for a
volume and no figure adds one up: `tests/test_house_rules.py` looks through them with this list, and `tests/test_docs.py` has
every column explained in `docs/privacy.md`, where people see it. Whoever outwits the list gets answers about single tasks
that no digest, report or export sums up.

A rule below is words in order, in small letters without accents. Capitals stand for lists: see `_LISTS`.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from bot.domain.language import N_, _
from bot.domain.refusal import Refusal

LONGEST = 120  # characters of a text that are said back
# Translators: {typed} is a question, an option, a kind of task or a tool's name that somebody wanted a team to have
SENTENCE = N_(
    "“{typed}” is about how much AI is used, which Candor never asks or counts, because people feed a number that is counted "
    "until it means nothing: ask what came of the work instead."
)
REASON = SENTENCE.removeprefix("“{typed}” ").removesuffix(".")

_STOPS = (
    r"because|although|though|instead|rather|when|while|if|since|after|without|like|enjoy|trust|learn|help|regret\w*|wrong\w*|"
    r"right|glad|better|worse|error\w*|mistake\w*|bugs?|defect\w*|complain\w*|fix\w*|redo|rework\w*|fail\w*|make|makes|made|"
    r"took|take|takes|sav\w+|customers|weil|wenn|ohne|seit|fehler\w*|gespart|dauert\w*|gedauert|quand|parce|sans|erreurs?|"
    r"gagn\w*|pris|prend|cuando|porque|errores|ahorr\w*|tard\w*|hata\w*|kazan\w*|surdu"
)
_NOT_OF = f"{_STOPS}|in|about|from|per|found|by|with|had|did|do|were|was|are|is|to|for"
_LISTS = {
    "AI": r"(?:gen ?ai|ai|ki|ia|artificial intelligence|kunstliche\w* intelligenz|intelligence artificielle|inteligencia "
    r"artificial|yapay zeka\w*|chat ?gpts?|gpt ?\d*\w*|(?:github )?copilots?|claude|gemini|codex|perplexity|deepseek|mistral|"
    r"llms?|(?:large )?(?:language|sprach) ?modell?\w*|chatbots?|assistants?(?! (?:manager|director|professor|editor))|"
    r"assistenten|asistan\w*|asistente)",
    "DET": r"(?:(?:the|an?|any|some|your|our|their|this|my|of|such|as|tools?|generative|code|der|die|das|den|dem|einer?|"
    r"dein\w*|vous|tu|l|la|le|les|el|un|une|una|d|de|du|bir) ){0,4}",
    "WITH": "(?:with|by|using|through|via|without|without using|mit|ohne|avec|sans|con|sin|with help from|with the help of)",
    "GAP": rf"(?:(?!(?:{_STOPS})\b)\w+ ){{0,7}}",
    "FEW": rf"(?:(?!(?:{_NOT_OF})\b)\w+ ){{0,3}}",
    "HOW": "(?:how (?:often|frequently|regularly|heavily|intensively|extensively|widely)(?: when| while)?|"
    "(?:how many|number of) (?:times|days|weeks|hours|minutes)|to what extent|"
    r"how much(?= (?:do|did|does|have|has|had|is|was|are|were)\b)|"
    "wie (?:oft|haufig|viel|intensiv|regelmassig)|combien(?: de fois)?|a quelle frequence|cuantas veces|con que frecuencia|"
    r"cuanto|ne siklik\w*|ne kadar(?: sik\w*)?|kac (?:kez|kere|defa))",
    "MANY": "(?:how many|how much|(?:numbers?|counts?|amount|quantity|total|volume|shares?|percentage|percent|per cent|"
    "proportion|fraction|portion|rate|majority) (?:of|by)|(?:what|which) (?:share|number|percentage|proportion|fraction)|"
    r"wie ?viele?|anzahl|zahl der|menge|anteil\w*|prozent\w*|combien|(?:nombre|part|pourcentage|proportion|taux|quantite|"
    "numero|cantidad|porcentaje|proporcion) d(?:e|es|u|el)?|cuant[oa]s?|kac|ne kadar)",
    "SUM": "(?:counts?|total|shares?|percentage|percent|proportion|rates?|ratio|quotas?|quote|anteil|volume|frequency|"
    "intensity|level|score|penetration|uptake|utili[sz]ation|coverage|streaks?|leaderboards?|ranking|sayisi|orani|"
    "yuzdesi|miktari|sikligi)",
    "USE": r"(?:us(?:e|es|ed|ing|age)|utili[sz]\w+|employ(?:s|ed|ez)?|(?:ge|be)?nutz\w*|verwende\w*|gebrauch\w*|eingesetzt|"
    r"einsetz\w*|recour\w+|us(?:as|a|an|ar|aste|o|ado)|kullan\w*)",
    "TURN": "(?:rel(?:y|ied|ying) on|reach(?:ed)? for|turn(?:ed)? to|ask(?:ed)?|consult(?:ed)?|prompt(?:ed)?|quer(?:y|ied)|"
    "open(?:ed)?|call(?:ed)?(?: on)?|invoked?|(?:chat|chatted|talk|talked|work|worked|interact|interacted|speak) (?:with|to)|"
    r"tr(?:y|ied)|lean(?:ed)? on|log(?:ged)? (?:in to|into|on to|in)|start(?:ed)?|launch(?:ed)?|offne\w*|fragst|gefragt|"
    r"demand\w+|interrog\w+|pregunt\w+|consult\w+|soruyor\w*|sordun\w*)",
    "CAUSE": "(?:make|made|lead|led|cause|caused|save|help|helped|improve|slow|speed|fail|mean|introduce|break|produce|chang|"
    "affect|reduc|increas|worsen|turn out|backfire)",
    "HELD": r"(?:prompts|promptlar\w*|tokens|sessions|sitzungen|seats|licen[cs]es|lizenzen|logins|credits|messages|nachrichten|"
    r"mensajes|mesaj\w*|requests|anfragen|requetes|queries|consultas|chats|conversations|interactions|invocations|"
    r"subscriptions|accounts|oturum\w*|hours|minutes|stunden|heures|horas)",
    "UNITS": "(?:questions|calls|completions|suggestions|HELD)",
    "THINGS": "(?:tasks?|work|tickets|answers|replies|emails|mails|cases|projects|reports|documents|texts|code|lines|commits|"
    r"pull requests|prs|jobs|things|results|output|day|week|time|aufgaben|arbeit|taches|travail|tareas|trabajo|isi|isin|"
    r"isler\w*|gorev\w*)",
    "MADE": "(?:done|made|written|finished|completed|handled|produced|generated|created|solved|drafted|assisted|supported|"
    r"aided|powered|involving|coming|erledigt\w*)",
    "PEOPLE": "(?:people|persons|colleagues|employees|staff|members|developers|team|teams|users|us|you|personen|leute|"
    "personnes|personas|kisi)",
    "OFTEN": r"(?:every day|each day|every week|every hour|all day|often|regularly|frequently|(?:\w+ )?times|(?:a|per) (?:day|"
    "week|month|hour)|daily$|weekly$|taglich|jeden tag|tous les jours|todos los dias|a diario|her gun)",
}

_OUTCOME = re.compile(
    r"(?<!\bto )\b(?:fix\w*|redo\w*|rework\w*|rewrit\w*|wrong\w*|errors?|mistakes?|bugs?|defects?|faults?|faulty|correct\w*|"
    r"(?:less|more) time|complain\w*|satisf\w*|happy|quality|standard|reject\w*|return\w*|reopen\w*|c[ao]me back|again|late|"
    r"on time|overdue|unfinished|not finished|finished without|abandon\w*|took|takes?|taken|sav(?:e|es|ed|ing)|cost\w*|"
    r"longer|faster|slower|better|worse|right|regret\w*|rather|keep|kept|survived?|useful|useless|usable|discard\w*|thrown|"
    r"escalat\w*|approved|difference|felt|learn\w*|pass(?:ed)?|fail\w*|nacharbeit\w*|nachbesser\w*|nachgebesser\w*|"
    r"fehler\w*|korrig\w*|falsch\w*|zufrieden\w*|gespart|gedauert|dauerte|erreurs?|corrig\w*|refait\w*|gagn\w*|errores|"
    r"corregi\w*|quej\w*|ahorr\w*|hata\w*|duzelt\w*|memnun\w*|sikayet\w*|kazan\w*)\b"
)
_AS_IT_WAS = re.compile(
    r"\b(?:unchanged|unedited|as (?:it )?(?:is|was)|unverandert|degistirmeden)\b|\bwithout (?:any )?(?:chang|edit|fix)"
)
_LATER = re.compile(r"\b(?:would|will|next time|again)\b")

# How often, how much, how many times.
_USE = (
    r"HOW GAP USE GAP AI\b(?! CAUSE)",
    "HOW GAP AI GAP USE",
    "AI GAP HOW GAP USE",
    "HOW GAP TURN DET AI",
    r"HOW GAP AI (?:\w+ )?(?:sor\w+|gefragt|befragt|opened|asked|prompted|consulted|queried)",
    "AI DET HOW$",
    "HOW (?:with |about )?DET AI$",
    "USE DET AI (?:at work |for (?:it|this|tasks|work) |almost |nearly |very |more |less |as )*OFTEN",
    "USE DET AI (?:more|less) than",
    "OFTEN DET AI USE",
    "times (?:AI (?:was|is|were)|you|we|they) USE",
    "times WITH DET AI",
    "how long (?:did|do|does|have|has) (?:you|we|they) (?:USE|TURN) DET AI",
    r"USE (?:\w+ ){0,2}OFTEN DET AI",
)
# Things that are counted for their own sake: nothing about an outcome excuses them.
_COUNTED = (
    "^(?:your |my |our )?(?:prompts|tokens|sessions|seats|logins|usage|adoption)$",
    r"(?:MANY|\d\w*|most|more|fewer|daily|weekly) (?:of )?FEW prompts",
    "kac (?:prompt|token|istem|oturum)",
    r"(?:prompts?|prompting|tokens?|istem|oturum|jeton) (?:counts?|numbers?|totals?|volume|usage|frequency|sayisi|per \w+)",
    "(?:hours|minutes|time) GAP prompting",
    "prompts (?:sent|written|used|typed|submitted|entered|made|per|a day|a week)",
    r"(?:MANY|\d\w*) (?:of )?(?!FEW (?:api|access|auth|refresh|bot|security|session|hardware|device))FEW (?:tokens|jetons)",
    "(?<!access )(?<!refresh )tokens? (?:used|spent|burn(?:ed|t)|consumed|consumption|spend|per (?:task|day|week))",
    r"MANY (?:of )?(?:your |the )?sessions(?: (?:did|do|have) (?:you|they|we) (?:have|start|open|run)| per \w+| a \w+)?$",
    r"^sessions (?:per|a) \w+$",
    r"(?:adoption|benimsenme|adopci\w+) (?:rate|level|score|target|curve|orani)(?! (?:of|for|among))",
    r"(?:taux d|tasa de) ?adop\w+",
    r"AI (?:\w+ )?(?:adoption|uptake|penetration|utili[sz]ation)",
    "(?:adoption|uptake|penetration) (?:rate )?(?:of|for) DET AI",
    r"AI (?:\w+ )?(?:usage|nutzung\w*|kullanim\w*)(?! (?:polic|guideline|rule|terms|training|richtlinie|regel))",
    "(?:usage|nutzung|utilisation|uso) (?:of|von|de|d) DET AI",
    "AI (?:use|uses) (?:SUM|per|a (?:day|week|month))",
    "(?:SUM|extent|degree|amount|tasa|taux) (?:of|de|d) GAP (?:AI GAP USE|USE (?:of )?DET AI)",
    r"^usage (?:SUM|statistics|per \w+)$",
    "MANY (?:of )?USE DET AI",
    "^days WITH DET AI",
    "MANY (?:of )?FEW PEOPLE GAP (?:USE|TURN) DET AI",
    "(?:AI users|users of DET AI|people using DET AI)",
    "MANY (?:of )?FEW THINGS (?:involves?|involved|includes?|included|(?:goes|went) through|c[ao]mes? from) DET AI",
    (
        r"(?:time|hours|minutes|days) (?:did |do |have |that )?(?:\w+ )?(?:spend|spent|working|work) (?:\w+ )?"
        r"(?:with|in|on|using|inside|talking to|chatting with) DET AI(?! (?:s|drafts?|answers?|outputs?|errors?|mistakes?)\b)"
    ),
    r"AI (?:was|is|were) (?:used|tried|involved) (?:on|for|in) (?:\w+ )?(?:MANY|\d+ percent|most|half|all)",
    "(?:MANY|most|half|all) (?:of )?(?:it|this|that|FEW THINGS) (?:was|were|is|are|gets?|got) (?:MADE |now )*WITH DET AI",
)
# The same words may stand in an outcome, such as the share of tasks done with AI that had to be fixed.
_UNLESS_OUTCOME = (
    "AI HELD",
    "HELD (?:MADE |sent |asked |used |spent )?(?:to|with|of|using|an|a|avec|con|by|d|de) DET AI",
    "questions (?:to|for) DET AI",
    "MANY (?:of )?(?:active |daily |weekly |monthly )*AI",
    "MANY (?:of )?FEW UNITS GAP AI",
    "MANY (?:of )?FEW UNITS GAP (?:accept|send|sent) GAP AI",
    r"AI (?:\w+ ){0,2}SUM",
    "AI acceptance",
    r"(?:MANY|\d+(?: or more| percent of)?|most|half|majority) (?:of )?FEW THINGS GAP WITH DET AI",
    r"MANY (?:of )?GAP WITH DET AI (?:\w+ )?THINGS",
    "MANY WITH DET AI",
    "^(?:the )?(?:shares?|percentage|percent|proportion|count|number|total) (?:WITH )?DET AI$",
    r"kac\w* GAP AI (?:ile|yardimi\w*)",
    r"MANY (?:of )?FEW AI (?:MADE )?(?:\w+ ){0,2}THINGS",
    r"MANY (?:of )?FEW THINGS (?:\w+ ){0,4}AI MADE",
    r"MANY (?:of )?FEW THINGS (?:\w+ )?AI (?:writ|wrote|produc|generat|draft|creat|finish|complet|handl|solv)\w*",
    r"MANY FEW THINGS GAP AI (?:ile|yardimi\w*)",
    r"AI (?:ile|yardimi\w*) GAP THINGS (?:SUM|GAP SUM)",
    r"THINGS (?:per|a) \w+ (?:MADE )?WITH DET AI",
    "THINGS (?:MADE )?WITH DET AI (?:SUM|per|a (?:day|week))",
    "lines (?:of code )?(?:MADE )?(?:by|from|with) DET AI",
    "AI (?:MADE )?lines",
)


@cache
def _compiled(*rules: str) -> re.Pattern[str]:
    """Lists put in the place of their names. Those that are left out as often as not bring the space behind them along."""
    names = re.compile(r"\b(?:(GAP|FEW|DET) |([A-Z]{2,})\b)")

    def spelt(rule: str) -> str:
        whole = names.sub(lambda name: _LISTS[name[1] or name[2]], rule)
        return whole.replace("HELD", _LISTS["HELD"]).replace("^", r"(?:^|(?<=\| ))").replace("$", r"(?= \||$)")

    return re.compile("|".join(f"(?:(?<!\\w){spelt(rule)}(?!\\w))" for rule in rules))


_RHYTHM = re.compile(
    r"\b(?:daily|weekly|monthly|hourly|often|rarely|seldom|sometimes|never|always|times|(?:every|each|per|a) (?:day|week|month|"
    r"hour|task)|hours|taglich|oft|selten|nie|jamais|souvent|parfois|nunca|siempre|a veces|her gun|bazen|asla)\b"
)

# Names of columns and keys, and the product's own words, have no business with these at all.
_NEVER_SAID = re.compile(
    r"\b(?:prompts?|tokens|(?<!bot )(?<!app )(?<!access )(?<!refresh )token|sessions?|seats?|usage|adoption|uptake|licen[cs]es|"
    r"logins|credits)\b"
)
_NAMED = re.compile(
    r"^(?:counts?|counter|volume|frequency|uses)$|\b(?:uses?|used|task|tasks|answers?|ai) (?:\d+ )?(?:counts?|counter|volume|"
    r"frequency|times)\b|\b(?:count|number|num|n) (?:of )?(?:uses?|tasks|answers|ai)\b|"
    r"\b(?:times used|use rate|how often|how many)\b"
)
_AI = re.compile(r"\b(?:ai|genai|copilot|chatgpt|gpt|claude|gemini|llm|assistant)\b")
_ADDS_UP = re.compile(
    r"\b(?:n|num|number|counts?|total|shares?|pct|percent|percentage|proportion|fraction|rate|rates|hours|minutes|time|days|"
    r"times|freq|frequency|often|tasks?|answers?|people|users?|messages|requests|queries|chats|conversations|calls|lines|loc|"
    r"volume|level|score|use|uses|used|intensity|suggestions|acceptance)\b"
)
_ABOUT_OUTCOME = re.compile(
    r"\b(?:typical|median|mean|usual|per|cost|costs|fix|fixed|fixing|unfinished|below|standard|quality|ratio|expected|worse|"
    r"better|difference|right|regretted|dropped|saved|errors?|mistakes?|defects?|because|reasons?|why|skip|size|balance|"
    r"spread)\b"
)


def refuse(text: str, options: Iterable[str] = (), tools: Iterable[str] = ()) -> None:
    """A Refusal if a question, one of its options, a kind of task or the name of a tool is a volume of AI use.

    `tools` are the team's own, so that the use of "Drafter" is seen for what it is.
    """
    own = re.compile("|".join([rf"\b{_plain(tool)}\b" for tool in tools if _plain(tool)]) or r"(?!)")
    plain, offered = own.sub("ai", _plain(text)), {option: own.sub("ai", _plain(option)) for option in options}
    habit = _compiled("USE GAP AI", "TURN DET AI").search(plain) and not _LATER.search(plain)
    if _about(plain) or (habit and any(_RHYTHM.search(option) for option in offered.values())):
        raise Refusal(_sentence(text))
    for option, words in offered.items():
        if _about(words) or _about(f"{plain.rstrip(' |')} {words}"):
            raise Refusal(_sentence(option))


def refuse_measure(question: str, words: Iterable[str], tools: Iterable[str] = ()) -> None:
    """A Refusal if a unit, or an end of a scale, makes a volume of AI use of a question: these may not name AI at all."""
    own = re.compile("|".join([rf"\b{_plain(tool)}\b" for tool in tools if _plain(tool)]) or r"(?!)")
    plain = own.sub("ai", _plain(question)).rstrip(" |")
    for measure in (own.sub("ai", _plain(word)) for word in words):
        if _compiled("AI").search(measure) or _about(measure) or _about(f"{plain} {measure}"):
            raise Refusal(_sentence(question))


def asks(text: str) -> bool:
    """Is this text, as a person wrote it, about how much AI is used?"""
    return _about(_plain(text))


def said(text: str) -> bool:
    """Is this one of our own sentences about a volume? Stricter: ours have no use for the words at all."""
    return bool(_NEVER_SAID.search(_plain(text))) or asks(text)


def named(identifier: str) -> bool:
    """Is a column, a key or a setting named for a volume: `prompt_count`, `tokens`, `aiSessions`, `share_with_ai`?"""
    name = _plain(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", identifier))
    if _NEVER_SAID.search(name) or _NAMED.search(name):
        return True
    return bool(_AI.search(name) and _ADDS_UP.search(name) and not _ABOUT_OUTCOME.search(name))


def _sentence(text: str) -> str:
    return _(SENTENCE, typed=text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def _about(plain: str) -> bool:
    if _compiled(*_COUNTED).search(plain):
        return True
    if _compiled(*_USE).search(plain) and not _AS_IT_WAS.search(plain):
        return True
    return bool(_compiled(*_UNLESS_OUTCOME).search(plain)) and not _OUTCOME.search(plain)


def _plain(text: str) -> str:
    """Small letters without accents and signs; a bar where a sentence ends."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("%", " percent ").replace("ı", "i"))
    letters = "".join(letter for letter in letters if unicodedata.category(letter) not in ("Mn", "Cf"))
    letters = re.sub(r"\ba\.\s?i\b\.?", "ai", letters)
    return " ".join(re.sub(r"[^\w|]|_", " ", re.sub(r"[.?!;]+(?=\s|$)", " | ", letters.replace("|", " "))).split())
