"""Nouns that stand for a person named before: 'министр', 'глава государства', 'турецкий коллега', 'гость'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from diplo_ner.entities import offices, pronouns
from diplo_ner.entities.discourse import Discourse
from diplo_ner.entities.lexicon import Hit, Lexicon
from diplo_ner.entities.spans import DASHES, View
from diplo_ner.records import MentionSpan
from diplo_ner.resources.post_synonyms import PostSynonymRow, post_synonyms

_BACK = 2  # sentences before its own in which a person must have been named
_PAGE = 40  # sentences searched for the one holder of a post
_GENDERS = {"Masc": "male", "Fem": "female"}
_BODIES = ("ORGANIZATION", "PARTY")

_VAGUE = frozenset({"политик", "чиновник", "генерал", "военачальник", "представитель"})

_OTHERS = frozenset({
    "другой", "иной", "прежний", "будущий", "следующий", "бывший", "первый", "каждый", "любой", "один", "второй",
    "некий", "какой-то", "никакой", "многие", "третий", "оба", "два",
})  # fmt: skip

_COLLEAGUES = frozenset({"коллега", "визави"})
_ROLES = _COLLEAGUES | {"дипломат", "политик", "гость", "гостья", "чиновник", "переговорщик", "посланник"}
_ROLE_BEGINNINGS = ("коллег", "визави", "диплома", "полити", "гост", "чиновн", "переговорщи", "посланн")
_ENVOYS = frozenset({"дипломат", "чиновник", "переговорщик", "посланник"})
_HEADS = frozenset({"глава", "руководитель", "генсек", "секретарь"})
_ANY_HEAD = "глава"  # of whatever body: the one who is named further on, or nobody
_SECRETARIES = frozenset({_ANY_HEAD, "генсек", "генеральный секретарь"})
_LEADERS = frozenset({"head_of_state", "head_of_government", "monarch"})
_GUESTS = {"гость": "male", "гостья": "female", "визитёр": "male", "визитер": "male"}
_ARRIVALS = frozenset({
    "прибыть", "прибывать", "прилететь", "приехать", "посетить", "посещать", "приезжать", "вылететь", "приземлиться",
    "побывать", "гостить",
})  # fmt: skip
_RECEPTIONS = frozenset({"принять", "принимать", "встретить", "встречать", "приветствовать"})
_VISITS = frozenset({"визит", "поездка", "приезд", "посещение", "пребывание", "прибытие"})
_TOURING = frozenset({"находиться", "прибыть", "совершить", "совершать", "приехать", "прилететь"})


@cache
def _posts() -> Lexicon[PostSynonymRow]:
    lexicon: Lexicon[PostSynonymRow] = Lexicon()
    for row in post_synonyms():
        lexicon.add(row.phrase, row)
    return lexicon


def begins_post(word: str) -> bool:
    """Whether a word may begin a phrase of the table of synonyms."""
    return _posts().begins(word)


def hit_at(view: View, i: int) -> Hit[PostSynonymRow] | None:
    """The longest phrase of the table of synonyms that begins at token ``i``."""
    hit = next(iter(_posts().at(view.words, i)), None) if view.pos(i) in ("NOUN", "ADJ") else None
    if hit is not None and hit.end == i + 1 and view.lemma(i).endswith("ка"):
        return None  # 'политику' of 'политика'
    return hit


# Posts.


def find_post(text: Discourse, view: View, i: int) -> list[MentionSpan]:
    """The holder of a post that a phrase of the table names again, or a person known by the post alone."""
    hit = hit_at(view, i)
    if hit is None or view.is_plural(head := view.head(i, hit.end)):
        return []
    outer = next(iter(text.covering(view.index, head, "POST")), None)
    start, end = (outer.start, outer.end) if outer else (i, hit.end)
    if not _stands_free(text, view, hit, start, end) or not offices.denotes(view, head, start):
        return []
    span = MentionSpan(view.index, start, end, -1, "description")
    countries = {text.country_of(m.entity) for m in text.inside(span, "COUNTRY")}
    if outer is not None and outer.kind == "name" and _is_longer(text, hit, outer):
        return []
    any_head = hit.value.phrase == _ANY_HEAD
    if any_head and (outer is None or not text.inside(outer, "ORGANIZATION")):
        return []
    person = None if any_head else _holder(text, view, hit.value, span, head, frozenset(filter(None, countries)))
    if person is None and outer is not None and (countries or hit.value.phrase in _SECRETARIES):
        person = _unnamed(text, view, outer, head, hit.value)
    return [] if person is None else [replace(span, entity=person)]


def _stands_free(text: Discourse, view: View, hit: Hit[PostSynonymRow], start: int, end: int) -> bool:
    """Whether the phrase is no part of a longer one, and has no holder by name beside it."""
    head = view.head(hit.start, hit.end)
    if any(view.pos(j) != "ADJ" or view.lemma(j) in _OTHERS for j in range(start, hit.start)):
        return False
    if start > 0 and (view.lemma(start - 1) in _OTHERS or view.word(start - 1) in ("-", *DASHES)):
        return False
    if text.covering(view.index, head, "PERSON"):
        return False
    if any(view.tagged.heads[j] == head and view.lemma(j) in _OTHERS for j in range(head)):
        return False
    if any(m.start < start or m.end > end for m in text.covering(view.index, head, *_BODIES)):
        return False
    if any(text.holder(m) is not None for m in text.covering(view.index, head, "POST")):
        return False
    apposed = view.word(end) in (",", "(", *DASHES)
    if apposed and any(m.start == end + 1 for m in text.of_sentence(view.index) if text.type(m) == "PERSON"):
        return False
    return not (view.pos(end) in ("NOUN", "PROPN", "ADJ") and view.feat(end, "Case") == "Gen")


def _is_longer(text: Discourse, hit: Hit[PostSynonymRow], outer: MentionSpan) -> bool:
    """Whether a post has words of its own behind the phrase of the table ('министр обороны' for 'министр')."""
    types: tuple[str, ...] = ("COUNTRY", "ORGANIZATION") if hit.value.phrase in _SECRETARIES else ("COUNTRY",)
    named = {j for m in text.inside(outer, *types) for j in range(m.start, m.end)}
    inner = hit_at(text.views[outer.sentence], hit.end)
    if inner is not None:  # 'помощник главы государства'
        named.update(range(inner.start, inner.end))
    return any(j not in named for j in range(hit.end, outer.end))


def fits(text: Discourse, person: int, row: PostSynonymRow) -> bool:
    """Whether a person holds a post that the phrase may mean; deputies hold another."""
    for name, attributes in text.posts(person):
        by_head = any(name.startswith(head.lower()) for head in row.heads)
        if attributes.get("former") or (attributes.get("deputy") and not by_head):
            continue
        if by_head or attributes.get("kind") in row.kinds:
            return True
    return False


def _holder(
    text: Discourse, view: View, row: PostSynonymRow, span: MentionSpan, head: int, countries: frozenset[str]
) -> int | None:
    """The only fitting person of the nearest stretch that has one: two sentences, the paragraph, the text so far."""
    block = view.tagged.sentence.block
    gender = verb_gender(view, head)
    near = [
        m
        for m in text.before(view, span.start, _PAGE, "PERSON", blocks=block)
        if fits(text, m.entity, row)
        and (not countries or countries & text.countries(m.entity))
        and text.gender(m.entity) in ("", gender or text.gender(m.entity))
    ]
    if not near and gender == "female":
        near = _only_woman(text, view, span)
    if row.phrase in _VAGUE and len({m.entity for m in text.before(view, span.start, _PAGE, "PERSON")}) != 1:
        return None
    for found in (
        [m for m in near if m.sentence >= view.index - _BACK and text.views[m.sentence].tagged.sentence.block == block],
        [m for m in near if text.views[m.sentence].tagged.sentence.block == block],
        near,
    ):
        persons = {m.entity for m in found}
        if persons:
            return persons.pop() if len(persons) == 1 and not _same_clause(text, view, found, head) else None
    return None


def _only_woman(text: Discourse, view: View, span: MentionSpan) -> list[MentionSpan]:
    """'сказала сенатор' of the one woman in a post whom the paragraph has named."""
    near = text.before(view, span.start, _PAGE, "PERSON")
    women = [m for m in near if text.gender(m.entity) == "female" and any(text.posts(m.entity))]
    unknown = any(not text.gender(m.entity) for m in near)
    return women if len({m.entity for m in women}) == 1 and not unknown else []


def verb_gender(view: View, head: int) -> str:
    """'male' or 'female' where the verb of a subject tells, else ''."""
    verb = view.tagged.heads[head]
    if verb < 0 or not view.tagged.deps[head].startswith("nsubj"):
        return ""
    return _GENDERS.get(view.feat(verb, "Gender"), "")


def _same_clause(text: Discourse, view: View, mentions: Sequence[MentionSpan], head: int) -> bool:
    """Whether one of the mentions is an argument of the same verb: nobody meets himself."""
    own = pronouns.rivals(view, head)
    return any(m.sentence == view.index and pronouns.covers(text, m, own) for m in mentions)


_UNNAMED_DEPS = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod", "conj"})


def _unnamed(text: Discourse, view: View, post: MentionSpan, head: int, row: PostSynonymRow) -> int | None:
    """The person that a head of state, government, ministry or international organisation without a name is, in every
    mention of that post: one who is named further on (a headline), or one known by the post alone.
    """
    record = text.entities[post.entity]
    known = text.unnamed(post.entity)
    if known is not None:
        return known
    leads_country = view.lemma(head) == "лидер" and text.at(view.index, post.start, head, "COUNTRY")
    bodies, countries = text.inside(post, "ORGANIZATION"), text.inside(post, "COUNTRY")
    is_whole = any(m.end == post.end for m in (*bodies, *countries)) and view.lemma(head) in _HEADS
    leads_body = is_whole and any(countries or text.entities[body.entity].wikidata for body in bodies)
    if record.attributes.get("kind") not in _LEADERS and not leads_country and not leads_body:
        return None
    keys = frozenset(key for m in countries if (key := text.country_of(m.entity)) is not None)
    owners = {body.entity for body in bodies}
    named = [p for p in text.persons() if fits(text, p, row)]
    by_country = keys and row.phrase != _ANY_HEAD
    named = [p for p in named if (keys & text.countries(p) if by_country else owners & text.bodies(p))]
    if named:
        return named[0] if len(named) == 1 else None
    acts = view.tagged.deps[head] in _UNNAMED_DEPS and row.phrase != _ANY_HEAD
    return text.add_person(post) if acts else None


# Roles.


def begins_role(word: str) -> bool:
    """Whether a word is one that ``find_role`` looks at."""
    return word.lower().startswith(_ROLE_BEGINNINGS)


def find_role(text: Discourse, view: View, i: int) -> list[MentionSpan]:
    """'турецкий коллега': the only person of that country named just before."""
    if view.pos(i) != "NOUN" or view.is_plural(i):
        return []
    noun = view.lemma(i)
    if noun not in _ROLES or text.covering(view.index, i, "PERSON"):
        return []
    adjectives = [m for m in text.of_sentence(view.index) if m.end == i and text.type(m) == "COUNTRY"]
    country = text.country_of(adjectives[0].entity) if len(adjectives) == 1 else None
    if country is None:
        return []
    start = adjectives[0].start
    person = text.named_at(view, i + 1)
    if person is not None:
        text.belongs(person, country)
        return []
    person = _compatriot(text, view, i, start, country, noun) if offices.denotes(view, i, start) else None
    return [] if person is None else [MentionSpan(view.index, start, i + 1, person, "description")]


def _compatriot(text: Discourse, view: View, i: int, start: int, country: str, noun: str) -> int | None:
    gender = _GENDERS.get(view.feat(start, "Gender"), "") if noun in _COLLEAGUES else _GUESTS.get(noun, "")
    gender = verb_gender(view, i) or gender
    near = [
        m
        for m in text.before(view, start, _BACK, "PERSON")
        if not text.gender(m.entity) or text.gender(m.entity) == (gender or text.gender(m.entity))
    ]
    own = [m for m in near if country in text.countries(m.entity) and not (noun in _ENVOYS and _leads(text, m.entity))]
    persons = {m.entity for m in own}
    if len(persons) == 1:
        return None if _same_clause(text, view, own, i) else persons.pop()
    # A person whose country the text has not said yet, alone in the paragraph: 'южнокорейский дипломат'.
    alone = {m.entity for m in text.before(view, start, _PAGE, "PERSON")}
    if noun in _COLLEAGUES or persons or len(alone) != 1 or text.countries(next(iter(alone))) or not near:
        return None
    return None if _same_clause(text, view, near, i) else near[0].entity


def _leads(text: Discourse, person: int) -> bool:
    return any(attributes.get("kind") in _LEADERS for _, attributes in text.posts(person))


def begins_guest(word: str) -> bool:
    """Whether a word is one that ``find_guest`` looks at."""
    return word.lower().startswith(("гост", "визит"))


def find_guest(text: Discourse, view: View, i: int) -> list[MentionSpan]:
    """'гость': the only person of whom the text has said that he came or was received."""
    if view.pos(i) != "NOUN" or view.is_plural(i):
        return []
    gender = _GUESTS.get(view.lemma(i))
    start = i - 1 if view.word(i - 1).startswith("высок") and view.pos(i - 1) == "ADJ" else i
    if gender is None or text.covering(view.index, i, "PERSON") or view.pos(start - 1) in ("ADJ", "NUM"):
        return []
    if has_complement(view, i):
        return []
    block = view.tagged.sentence.block
    near = [m for m in text.before(view, start, _PAGE, "PERSON", blocks=block) if text.gender(m.entity) in (gender, "")]
    came = {m.entity for m in near if _came(text, m)}
    if len(came) != 1:
        return []
    return [MentionSpan(view.index, start, i + 1, came.pop(), "description")]


def has_complement(view: View, i: int) -> bool:
    """Whether a genitive follows that belongs to the noun at ``i``, as it does not in 'посещение гостем музея'."""
    if is_agent(view, i):
        return False
    return view.feat(i + 1, "Case") == "Gen" and view.pos(i + 1) in ("NOUN", "PROPN", "ADJ", "DET", "NUM")


def is_agent(view: View, i: int) -> bool:
    """'гостем' in 'посещение гостем музея'."""
    return view.feat(i, "Case") == "Ins" and view.pos(view.tagged.heads[i]) == "NOUN" and view.pos(i - 1) == "NOUN"


def _came(text: Discourse, mention: MentionSpan) -> bool:
    """Whether the clause of a mention says that the person came, visited or was received."""
    view, filler = text.views[mention.sentence], text.filler(mention)
    deps, heads = view.tagged.deps, view.tagged.heads
    if deps[filler] == "conj" and heads[filler] >= 0:
        filler = heads[filler]
    head = heads[filler]
    if any(_is_touring(view, j) for j in range(len(view)) if heads[j] == filler and deps[j].startswith("acl")):
        return True
    if head < 0:
        return False
    lemma = view.lemma(head)
    if deps[filler] == "nmod" and view.feat(filler, "Case") == "Gen":
        return lemma in _VISITS
    if deps[filler] == "obj" or deps[filler] == "nsubj:pass":
        return lemma in _RECEPTIONS
    return deps[filler] == "nsubj" and (lemma in _ARRIVALS or _is_touring(view, head))


def _is_touring(view: View, verb: int) -> bool:
    """'находящийся с визитом', 'прибывший', 'совершает поездку'."""
    if view.lemma(verb) in _ARRIVALS:
        return True
    visit = any(view.tagged.heads[j] == verb and view.lemma(j) in _VISITS for j in range(len(view)))
    return visit and view.lemma(verb) in _TOURING
