"""In which mode the text states a predicate: asserted, planned, negated or hypothetical.

The walk starts at the predicate and climbs to what it depends on ('отказался' - 'подписать'); the first word that
decides wins, but a negation above a plan ('не планирует') and a doubt above a plan are kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from diplo_ner.models import Status
from diplo_ner.relations.arguments import TALKS, is_verb
from diplo_ner.relations.frames import ARRIVE, Frame
from diplo_ner.relations.lexicon import Lexicon
from diplo_ner.relations.tree import Node, Tree

_STRENGTH = (Status.ASSERTED, Status.PLANNED, Status.HYPOTHETICAL, Status.NEGATED)
_CONDITIONS = frozenset({"если", "ли", "чтобы", "будто", "якобы"})
_ABSENT = frozenset({"нет", "нету", "неверно"})
_NOT = frozenset({"не", "нет", "никогда", "ни"})
_WITHOUT = frozenset({"без", "вместо"})
_ON_CONDITION = frozenset({"в случае", "при условии"})
_TOWARDS = frozenset({"к", "о", "от", "на", "за", "в", "про"})
_LEAD_TO = frozenset({"привести", "приводить", "вести", "подвести", "подтолкнуть", "толкать"})
_COPULAS = frozenset({"стать", "становиться", "являться"})  # what is denied by them is no existence
_STAY = frozenset({"остаться", "оставаться"})
# 'Страны — члены союза высказались против': who says or wants so is there.
_OF_SPEAKERS = frozenset({
    "высказаться", "высказываться", "выступать", "выступить", "настаивать", "призвать", "призывать", "просить",
    "попросить", "требовать", "потребовать", "хотеть", "захотеть", "желать", "надеяться", "рассчитывать", "мечтать",
    "стремиться", "ратовать", "советовать", "предлагать", "предложить", "обещать", "пообещать", "решить", "согласиться",
    "намереваться", "отказаться", "отказываться", "отвергать", "отвергнуть", "отрицать", "опровергнуть",
})  # fmt: skip
_WISHED_AT = frozenset({("настаивать", "на"), ("заинтересованный", "в"), ("заинтересовать", "в"), ("нуждаться", "в")})
_INVITE = frozenset({"пригласить", "приглашать", "позвать", "звать"})
_SOON = frozenset({"день", "время", "час", "неделя", "месяц", "год"})
_PART = frozenset({"участие", "участвовать", "поучаствовать"})
_AT = frozenset({"на", "в ходе", "во время", "в рамках", "на полях", "при"})
_ABOUT = frozenset({"", "для", "о"})
# 'объявил санкции', 'выступил с протестом': the thing is done by it, only what one will do in the infinitive is not.
_DONE_BY_IT = frozenset({"объявить", "собраться", "выступать", "выступить", "поручить"})
_ASKED = frozenset(
    {"почему", "зачем", "когда", "кто", "что", "как", "где", "куда", "какой", "чей", "откуда", "сколько"}
)
_DECISIVE_VERBS = ("light", "planned", "hypothetical", "negated", "unconfirmed")
_DECISIVE_NOUNS = ("negated_nouns", "hypothetical_nouns", "planned_nouns", "report_nouns")
_MAX_STEPS = 6


def status_of(tree: Tree, frame: Frame, lexicon: Lexicon) -> Status:
    """The strongest mode met on the way up from the predicate; negated over hypothetical over planned."""
    modes = list(_modes(tree, tree.nodes[frame.node], lexicon))
    return max(modes, key=_STRENGTH.index, default=Status.ASSERTED)


def _modes(tree: Tree, start: Node, lexicon: Lexicon) -> Iterator[Status]:
    node: Node | None = start
    below: Node | None = None
    if _is_asked(tree):
        yield Status.HYPOTHETICAL
    for _ in range(_MAX_STEPS):
        if node is None:
            return
        of_subject = below is not None and _is_said_of(tree, node, below, lexicon)
        yield from (mode for mode in _own_modes(tree, node, lexicon) if not (of_subject and mode is Status.NEGATED))
        head = tree.up(node)
        if head is None:
            return
        if node.dep.startswith("nsubj") and _is_doubt(tree, head):
            yield Status.HYPOTHETICAL
        if not is_verb(node) and is_verb(head) and any(_is_soon(tree, tree.nodes[i]) for i in head.children):
            yield Status.PLANNED
        if node.dep == "obj" and any(_is_doubtful(tree.nodes[i], lexicon) for i in head.children):
            yield Status.HYPOTHETICAL
        if _is_ahead(tree, node, head):
            yield Status.PLANNED
        if _is_detail(node, head, lexicon):
            yield from _of_detail(tree, head)
        if node.dep.startswith("nsubj") and not is_verb(node) and _comes_to_nothing(tree, head, lexicon):
            yield Status.NEGATED
        if head.lemma in _PART and node.prep == "в":  # who takes no part leaves the talks as they are
            yield from (mode for mode in _modes(tree, head, lexicon) if mode is Status.PLANNED)
            return
        if not _depends(tree, node, head, lexicon):
            return
        decided = list(_governed(tree, node, head, lexicon))
        if _is_negated(tree, head) and (Status.NEGATED in decided or head.lemma in lexicon.words["unconfirmed"]):
            yield Status.HYPOTHETICAL
            return
        if Status.HYPOTHETICAL in decided and _is_accepted(tree, head, lexicon):
            yield Status.PLANNED
            return
        yield from decided
        below, node = node, head


def _is_said_of(tree: Tree, modal: Node, subject: Node, lexicon: Lexicon) -> bool:
    """'Война не должна мешать' says nothing of whether there is one, 'визит не может состояться' does."""
    if is_verb(subject) or not subject.dep.startswith("nsubj"):
        return False
    if modal.lemma in _COPULAS:
        return True
    other = lexicon.light | lexicon.words["occur"]
    deeds = [n for n in (tree.nodes[i] for i in modal.children) if n.dep == "xcomp" and is_verb(n)]
    return any(deed.lemma not in other for deed in deeds)


def _is_doubt(tree: Tree, node: Node) -> bool:
    """'Визит X под вопросом', 'участие X остаётся под вопросом'."""
    return any(n.prep == "под" and n.lemma == "вопрос" for n in (node, *(tree.nodes[i] for i in node.children)))


def _is_doubtful(node: Node, lexicon: Lexicon) -> bool:
    """'Назвал преждевременными переговоры', 'счёл встречу маловероятной'."""
    adjective = node.pos == "ADJ" and node.case == "Ins" and not node.prep
    return adjective and node.lemma in lexicon.words["hypothetical_adjectives"]


def _is_ahead(tree: Tree, node: Node, head: Node) -> bool:
    """'На встрече с X подпишут договор', 'это приведёт к войне', 'прибыл на переговоры': it is ahead as what happens at
    it, leads to it or is done for it.
    """
    if is_verb(node) or not is_verb(head):
        return False
    if head.lemma in ARRIVE and node.lemma in TALKS and node.prep in ("для", "на") and node.case != "Loc":
        return True
    leads = node.prep == "к" and head.lemma in _LEAD_TO
    return head.feats.get("Tense") == "Fut" and node.dep == "obl" and (node.prep in _AT or leads)


def _is_detail(node: Node, head: Node, lexicon: Lexicon) -> bool:
    """'Дата визита', 'повод для встречи', 'формат переговоров'."""
    about = node.prep in _ABOUT and (node.prep != "" or node.case == "Gen")
    return head.lemma in lexicon.words["detail_nouns"] and not is_verb(node) and about


def _of_detail(tree: Tree, detail: Node) -> Iterator[Status]:
    """'Темой переговоров станет', 'дату визита сообщат': ahead; 'дата не определена', 'не видит повода': left open."""
    above = tree.up(detail)
    if above is not None and above.feats.get("Tense") == "Fut":
        yield Status.PLANNED
    if above is not None and (above.lemma in _ABSENT or (is_verb(above) and _is_negated(tree, above))):
        yield Status.HYPOTHETICAL


def _is_asked(tree: Tree) -> bool:
    """'Поедет ли X в Y?' leaves it open; 'Почему X поехал в Y?' does not."""
    tokens = tree.tagged.tokens
    return tokens[-1].text == "?" and not any(node.lemma in _ASKED for node in tree.nodes)


def _own_modes(tree: Tree, node: Node, lexicon: Lexicon) -> Iterator[Status]:
    verb = is_verb(node)
    if verb and node.feats.get("Tense") == "Fut":
        yield Status.PLANNED
    if verb and _is_scheduled(tree, node, lexicon):
        yield Status.PLANNED
    if node.prep in _WITHOUT:
        yield Status.NEGATED
    if node.prep in _ON_CONDITION or (not verb and _is_doubt(tree, node)):
        yield Status.HYPOTHETICAL
    for index in node.children:
        child = tree.nodes[index]
        word = child.lemma
        if word in _NOT and child.start < node.start:
            if not _not_only(tree, child):
                yield Status.NEGATED
        elif verb and _is_conditional(tree, node, child, lexicon):
            yield Status.HYPOTHETICAL
        elif _is_soon(tree, child) or (verb and child.dep.startswith("aux") and child.feats.get("Tense") == "Fut"):
            yield Status.PLANNED
        elif word in lexicon.words["hypothetical_adverbs"] and child.dep in ("advmod", "parataxis", "discourse"):
            yield Status.HYPOTHETICAL
        elif not verb and child.dep in ("amod", "acl", "acl:relcl"):
            yield from _of_attribute(tree, child, lexicon)


def _is_soon(tree: Tree, time: Node) -> bool:
    """'в ближайшие дни', a date or not."""
    if time.lemma not in _SOON or "в" not in (time.prep, tree.words[time.start]):  # a date has its preposition inside
        return False
    near = [*range(time.start, time.end), *(tree.nodes[i].start for i in time.children)]
    return any(tree.words[i].startswith("ближайш") for i in near)


def _of_attribute(tree: Tree, child: Node, lexicon: Lexicon) -> Iterator[Status]:
    """'запланированный визит', 'возможный визит', 'отменённый визит', 'не состоявшийся', 'который не состоялся'."""
    words = lexicon.words
    participle = child.feats.get("VerbForm") == "Part"
    if child.lemma in words["planned_adjectives"] or (participle and child.lemma in words["planned"]):
        yield Status.PLANNED
    elif child.lemma in words["hypothetical_adjectives"]:
        yield Status.HYPOTHETICAL
    elif (participle and child.lemma in words["negated"]) or _fails(tree, child, lexicon):
        yield Status.NEGATED


def _is_conditional(tree: Tree, node: Node, child: Node, lexicon: Lexicon) -> bool:
    """'бы', 'если', 'ли', a clause with 'если' under what is no plan, 'по слухам'."""
    if child.lemma in ("бы", "б") or (child.prep == "по" and child.lemma == "слух"):
        return True
    if child.dep == "advcl":
        free = node.lemma in lexicon.words["planned"] or _has_content(tree, node, child)
        return not free and any(tree.nodes[i].lemma == "если" for i in child.children)
    return child.lemma in _CONDITIONS and child.dep in ("mark", "advmod", "discourse")


def _has_content(tree: Tree, verb: Node, clause: Node) -> bool:
    """'призвал его приехать, если': the condition is on what stands between, whichever the parser gives it to."""
    between = (tree.nodes[i] for i in verb.children if verb.index < i < clause.index)
    return any(node.dep in ("xcomp", "ccomp") and is_verb(node) for node in between)


def _is_scheduled(tree: Tree, verb: Node, lexicon: Lexicon) -> bool:
    """'в пятницу вылетает в Брюссель': a present that has a day is a plan."""
    if verb.lemma not in lexicon.words["scheduled"] or verb.feats.get("Tense") != "Pres":
        return False
    return verb.feats.get("VerbForm") == "Fin" and any("DATE" in tree.nodes[i].kinds for i in verb.children)


def _is_negated(tree: Tree, node: Node) -> bool:
    return any(tree.nodes[i].lemma in _NOT and tree.nodes[i].start < node.start for i in node.children)


def _fails(tree: Tree, verb: Node, lexicon: Lexicon) -> bool:
    return verb.lemma in lexicon.words["occur"] and _is_negated(tree, verb)


def _comes_to_nothing(tree: Tree, verb: Node, lexicon: Lexicon) -> bool:
    """'визит переносился и не состоится', 'сообщения не соответствуют действительности': of the verb or one joined."""
    joined = [tree.nodes[i] for i in verb.children if tree.nodes[i].dep == "conj"]
    joined = [one for one in joined if not any("subj" in tree.nodes[i].dep for i in one.children)]
    return any(_fails(tree, one, lexicon) and one.lemma not in lexicon.words["unconfirmed"] for one in (verb, *joined))


def _is_accepted(tree: Tree, noun: Node, lexicon: Lexicon) -> bool:
    """'принял приглашение посетить': what was only offered is planned now."""
    verb = tree.up(noun)
    if verb is None or is_verb(noun) or not is_verb(verb) or verb.lemma not in lexicon.words["accept"]:
        return False
    return noun.dep in ("obj", "nsubj:pass", "obl", "iobj") and not _is_negated(tree, verb)


def _not_only(tree: Tree, negation: Node) -> bool:
    """'не только посетил', 'не просто поддержал' negate nothing."""
    after = tree.nodes[negation.index + 1].lemma if negation.index + 1 < len(tree.nodes) else ""
    return after in ("только", "просто", "лишь", "раз", "впервые")


def is_former(tree: Tree, frame: Frame) -> bool:
    """Whether a state is told of as past: 'был президентом', 'возглавлял', not 'стал', 'возглавил'.

    'Страну на форуме представлял X' tells of the forum alone.
    """
    feats = tree.nodes[frame.node].feats
    at_event = any("EVENT" in tree.nodes[a.node].kinds for path in ("на+Loc", "в+Loc") for a in frame.nodes(path))
    return feats.get("Tense") == "Past" and feats.get("Aspect") == "Imp" and not at_event


def _depends(tree: Tree, node: Node, head: Node, lexicon: Lexicon) -> bool:
    """Whether the mode of ``head`` reaches down to ``node``."""
    words = lexicon.words
    if is_verb(node):
        if node.feats.get("VerbForm") == "Inf":
            return node.dep in ("xcomp", "csubj", "ccomp", "acl", "nmod", "obl", "obj", "advcl", "conj", "nsubj")
        if node.dep in ("ccomp", "csubj"):
            reached = ("negated", "supposed", "unconfirmed")
            return head.lemma in _ABSENT or any(head.lemma in words[name] for name in reached)
        return node.dep == "conj" and head.feats.get("VerbForm") == node.feats.get("VerbForm") == "Inf"
    if head.lemma in _ABSENT or _is_detail(node, head, lexicon):
        return True
    if head.lemma in _STAY and node.dep.startswith("nsubj"):
        return False
    if head.lemma in lexicon.light_nouns and node.case == "Gen" and not node.prep:
        return True
    if is_verb(head):
        if not any(head.lemma in words[name] for name in _DECISIVE_VERBS) and not _fails(tree, head, lexicon):
            return False
        if (head.lemma, node.prep) in _WISHED_AT:
            return True
        if head.lemma in _INVITE and node.prep == "на" and node.lemma not in TALKS:
            return False  # what one is invited to is held in any case
        bare = node.case in ("Gen", "Ins", "Dat") and not node.prep
        core = bare or node.dep in ("obj", "nsubj:pass", "iobj")
        core = core or (node.dep == "nsubj" and head.lemma not in _OF_SPEAKERS)
        # 'призвал в беседе с X' wishes no talk
        towards = node.prep in _TOWARDS and (node.prep == "о" or node.case != "Loc")
        wished = towards and node.dep == "obl" and not _is_done_by(head, node)
        return core or (wished and (head.lemma in lexicon.light or _wishes(head, lexicon)))
    if head.lemma == "решение" and node.case == "Gen" and not node.prep:
        return False  # 'решение конфликта' ends it
    return node.dep in ("nmod", "conj", "obl") and any(head.lemma in words[name] for name in _DECISIVE_NOUNS)


def _is_done_by(head: Node, node: Node) -> bool:
    """'Выступил с протестом' is the protest; 'выступил за переговоры' is none of the talks."""
    return head.lemma in _DONE_BY_IT and node.prep != "за"


def _wishes(head: Node, lexicon: Lexicon) -> bool:
    return any(head.lemma in lexicon.words[name] for name in ("negated", "hypothetical", "planned"))


def _governed(tree: Tree, node: Node, head: Node, lexicon: Lexicon) -> Iterator[Status]:
    words = lexicon.words
    if head.lemma in _ABSENT:
        yield Status.NEGATED
    elif is_verb(head):
        reaches = is_verb(node) or not _is_done_by(head, node)
        clause = is_verb(node) and node.dep in ("ccomp", "csubj") and node.feats.get("VerbForm") != "Inf"
        if head.lemma in words["negated"]:
            yield Status.NEGATED
        if (head.lemma in words["hypothetical"] and reaches) or (clause and head.lemma in words["supposed"]):
            yield Status.HYPOTHETICAL
        if head.lemma in words["planned"] and reaches:
            yield Status.PLANNED
    elif head.lemma in words["negated_nouns"]:
        yield Status.NEGATED
    elif head.lemma in words["hypothetical_nouns"]:
        yield Status.HYPOTHETICAL
    elif head.lemma in words["planned_nouns"]:
        yield Status.PLANNED
