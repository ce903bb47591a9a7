"""Predicate frames: a verb or noun with its arguments by function, whatever form the press gives it.

Active and passive, participles, gerunds, infinitives under modals, shared subjects, relative clauses, verbal nouns,
light verbs ('провёл переговоры с') and adverbial nouns ('в ходе визита') all come out as one kind of frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from diplo_ner.relations.arguments import NOMINAL, Argument, arguments_of, is_passive, is_verb, loose
from diplo_ner.relations.lexicon import Lexicon
from diplo_ner.relations.tree import ANY_CASE, Node, Tree
from diplo_ner.resources.rules import CASES

_CIRCUMSTANCES = frozenset({
    "в", "на", "с", "после", "перед", "до", "при", "в ходе", "во время", "в рамках", "по итогам", "по окончании",
    "по завершении", "в связи с", "накануне", "в преддверии", "по результатам", "в течение", "из", "ради", "",
})  # fmt: skip
_POST = frozenset({"POST"})
# 'введение пакета санкций', 'провели серию переговоров'
_SETS = frozenset({"пакет", "ряд", "раунд", "серия", "уровень", "объём"})
_ANNOUNCE = frozenset({"объявить", "объявлять"})
_DECLINE = frozenset({"отказаться", "отказываться", "воздержаться", "уклониться"})
ARRIVE = frozenset({
    "прибыть", "прибывать", "прилететь", "прилетать", "приехать", "приезжать", "вылететь", "вылетать", "отправиться",
    "отправляться", "поехать", "направиться", "собраться", "съехаться",
})  # fmt: skip
# Who does this to a talk or visit of others has no part in it.
_ARRANGE = frozenset({
    "подтвердить", "подтверждать", "объявить", "анонсировать", "предложить", "предлагать", "организовать", "устроить",
    "готовить", "подготовить", "отменить", "отменять", "отложить", "перенести", "сорвать", "отметить", "отмечать",
    "ожидать", "ждать", "исключить", "обеспечить", "планировать", "запланировать", "наметить",
})  # fmt: skip
# 'Рига, где прошёл саммит', 'союз, куда входит Латвия'.
_RELATIVE_ADVERBS = {"где": "в+Loc", "куда": "в+Acc", "откуда": "из+Gen"}
# What one is asked for is done by the one who accepts or is given it.
_ASKING = frozenset({"приглашение", "просьба", "призыв", "предложение", "требование"})
_GET = frozenset({"получить", "получать", "отклонить", "отвергнуть"})
_POSSIBLE = frozenset({"возможность", "вариант", "вероятность", "перспектива"})
_WEIGH = frozenset({
    "рассматривать", "рассмотреть", "изучать", "изучить", "прорабатывать", "обдумывать", "допускать", "допустить",
    "взвешивать",
})  # fmt: skip
_MAX_STEPS = 8  # governors climbed for a subject; deeper chains are the parser's errors


@dataclass(slots=True)
class Frame:
    """A predicate (node index) with its arguments."""

    node: int
    lemma: str
    noun: bool
    arguments: Sequence[Argument] = ()
    _by_path: dict[str, list[Argument]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._by_path = {}
        for argument in self.arguments:
            self._by_path.setdefault(argument.path, []).append(argument)
            prep, _, case = argument.path.partition("+")
            for name in CASES if case == ANY_CASE else ():
                self._by_path.setdefault(f"{prep}+{name}", []).append(argument)

    def nodes(self, path: str) -> Sequence[Argument]:
        """Arguments of a path; one tagged with an uncertain case ('в+*') answers to every case of its preposition."""
        return self._by_path.get(path, ())


def frames(tree: Tree, lexicon: Lexicon) -> Iterator[Frame]:
    """Frames of all predicates of the lexicon in the sentence, in text order."""
    for node in tree.nodes:
        is_noun = node.lemma in lexicon.nouns and node.pos in ("NOUN", "PROPN")
        if not is_noun and not (node.lemma in lexicon.verbs and is_verb(node)):
            continue
        if node.end - node.start == 1 or node.kinds <= _POST:
            yield frame_at(tree, node, lexicon)


def frame_at(tree: Tree, node: Node, lexicon: Lexicon) -> Frame:
    """The frame of a verb or noun, also of one that the lexicon has not."""
    return _verb_frame(tree, node, lexicon) if is_verb(node) else _noun_frame(tree, node, lexicon)


def _verb_frame(tree: Tree, verb: Node, lexicon: Lexicon) -> Frame:
    found = arguments_of(tree, verb)
    if (governor := _governor(tree, verb)) is not None:
        found.append(Argument("gov", governor.index))
    found += _speech(tree, verb, lexicon)
    found += _aims(tree, verb)
    found = _with_modified(tree, verb, found)
    if not _have(found, "subj") and (subject := subject_of(tree, verb, lexicon)) is not None:
        found.append(Argument("subj", subject))
    if not is_passive(verb) and not _have(found, "obj"):
        found += _shared_objects(tree, verb)
    return Frame(verb.index, verb.lemma, False, found)


def _have(arguments: Sequence[Argument], path: str) -> bool:
    return any(argument.path == path for argument in arguments)


def _governor(tree: Tree, verb: Node) -> Node | None:
    """What a verb depends on; of joined infinitives what the first depends on, of joined clauses nothing."""
    while verb.dep == "conj" and verb.feats.get("VerbForm") == "Inf" and (head := tree.up(verb)) is not None:
        verb = head
    return None if verb.dep in ("conj", "parataxis", "advcl") else tree.up(verb)


def _speech(tree: Tree, verb: Node, lexicon: Lexicon) -> Iterator[Argument]:
    """Who says the clause and to whom: '«Y заплатит», — заявил X', 'X предупредил Z, что Y заплатит'."""
    head = tree.up(verb)
    said = [tree.nodes[i] for i in verb.children if tree.nodes[i].dep == "parataxis"]
    if head is not None and verb.dep in ("ccomp", "parataxis"):
        said.append(head)
    speech = next((node for node in said if is_verb(node) and node.lemma in lexicon.words["speech"]), None)
    if speech is None:
        return
    if (speaker := subject_of(tree, speech, lexicon)) is not None:
        yield Argument("said", speaker)
    yield from (Argument("told", a.node) for a in arguments_of(tree, speech) if a.path in ("obj", "Dat"))


def _aims(tree: Tree, verb: Node) -> Iterator[Argument]:
    """Who acts in the clause with 'чтобы': 'потребовал, чтобы Y ушёл', 'призвал к тому, чтобы Y ушёл'."""
    for child in (tree.nodes[i] for i in verb.children):
        clauses = [tree.nodes[i] for i in child.children] if child.lemma in ("то", "тот") else [child]
        for clause in clauses:
            if (
                is_verb(clause)
                and clause.dep in ("ccomp", "acl")
                and any(tree.nodes[i].lemma == "чтобы" for i in clause.children)
            ):
                yield from (Argument("aim", a.node) for a in arguments_of(tree, clause) if a.path == "subj")


def _with_modified(tree: Tree, verb: Node, found: list[Argument]) -> list[Argument]:
    """The noun that a participle modifies is its subject or object; a relative pronoun stands for its noun."""
    head = tree.up(verb)
    if head is None:
        return found
    if verb.feats.get("VerbForm") == "Part" and verb.dep in ("acl", "amod", "appos") and head.pos in NOMINAL:
        found.append(Argument("obj" if is_passive(verb) else "subj", head.index))
    if verb.dep == "acl:relcl" or verb.dep == "acl":
        found = [a._replace(node=head.index) if tree.nodes[a.node].lemma == "который" else a for a in found]
        for adverb, path in _RELATIVE_ADVERBS.items():
            if any(tree.nodes[i].lemma == adverb for i in verb.children):
                found.append(Argument(path, head.index))
    return found


def subject_of(tree: Tree, verb: Node, lexicon: Lexicon) -> int | None:
    """The node that acts: the verb's own subject or, up the tree, that of the verb it shares one with or depends on."""
    node = verb
    for _ in range(_MAX_STEPS):
        own = next((a.node for a in arguments_of(tree, node) if a.path == "subj"), None)
        if own is not None:
            return _relative(tree, node, own)
        head = tree.up(node)
        if head is None:
            return None
        participle = node.feats.get("VerbForm") == "Part" and node.feats.get("Variant") != "Short"
        if participle and node.dep in ("acl", "amod"):
            return None if is_passive(node) else head.index
        if not is_verb(head):
            if node.feats.get("VerbForm") == "Inf":
                return _noun_subject(tree, head, lexicon)
            above = tree.up(head) if _of_place(tree, node) else None
            if above is None or not is_verb(above) or not _agrees(node, above):
                return None
            node = above
            continue
        if node.dep in ("xcomp", "ccomp", "csubj") and node.feats.get("VerbForm") == "Inf":
            if head.lemma in lexicon.object_control:
                controlled = [a.node for a in arguments_of(tree, head) if a.path in ("obj", "Dat")]
                return controlled[0] if controlled else None
            dative = [a.node for a in arguments_of(tree, head) if a.path == "Dat"]
            if dative and head.lemma in lexicon.dative_subject:
                return dative[0]
        elif node.dep == "conj":
            numbers = {node.feats.get("Number"), head.feats.get("Number")}
            future = tree.child(node, "aux") is not None  # 'не поставляет и не будет поставлять'
            if is_passive(node) != is_passive(head) or (len(numbers) > 1 and not future):
                return None
        elif node.dep == "ccomp":
            if not _agrees(node, head):
                return None
        elif not (node.dep == "advcl" and node.feats.get("VerbForm") == "Conv"):
            return None
        node = head
    return None


def _agrees(node: Node, head: Node) -> bool:
    """Whether a subordinate verb with no subject may share that of its governor ('заявил, что поддерживает')."""
    if node.feats.get("Person") in ("1", "2") or node.feats.get("VerbForm") != "Fin":
        return False
    return all(
        node.feats.get(key) is None or head.feats.get(key) is None or node.feats[key] == head.feats[key]
        for key in ("Number", "Gender")
    )


def _of_place(tree: Tree, verb: Node) -> bool:
    """'прилетел в Маскат, где встретился с Y': such a clause with no subject shares that of the clause above."""
    return verb.dep.startswith("acl") and any(tree.nodes[i].lemma in ("где", "откуда", "куда") for i in verb.children)


def _relative(tree: Tree, verb: Node, subject: int) -> int:
    head = tree.up(verb)
    if tree.nodes[subject].lemma == "который" and head is not None and verb.dep.startswith("acl"):
        return head.index
    return subject


def _noun_subject(tree: Tree, noun: Node, lexicon: Lexicon) -> int | None:
    """Who acts in 'готовность X поддержать', 'X принял решение ввести', 'X принял приглашение Y приехать', 'Y передал X
    приглашение приехать'.
    """
    head = tree.up(noun)
    if noun.lemma in _ASKING and head is not None and is_verb(head):
        asked = [a.node for a in arguments_of(tree, head) if a.path == "Dat"]
        if asked or head.lemma in _GET or head.lemma in lexicon.words["accept"]:
            return asked[0] if asked else subject_of(tree, head, lexicon)
    for index in noun.children:
        child = tree.nodes[index]
        if child.dep == "nmod" and child.case == "Gen" and not child.prep and child.mentions:
            return index
    if head is not None and is_verb(head) and noun.dep in ("obj", "obl", "iobj"):
        return subject_of(tree, head, lexicon)
    return None


def _shared_objects(tree: Tree, verb: Node) -> Iterator[Argument]:
    """'осудил и назвал ошибкой решение', 'не поставляет и не будет поставлять оружие': the first of two joined verbs
    has its object behind the second.
    """
    for index in verb.children:
        other = tree.nodes[index]
        beside = other.start - verb.end <= 1 or other.lemma == verb.lemma
        if other.dep == "conj" and is_verb(other) and not is_passive(other) and beside:
            yield from (a for a in arguments_of(tree, other) if a.path == "obj")


def _noun_frame(tree: Tree, noun: Node, lexicon: Lexicon) -> Frame:
    return Frame(noun.index, noun.lemma, True, _noun_arguments(tree, noun, lexicon))


def _noun_arguments(tree: Tree, noun: Node, lexicon: Lexicon) -> list[Argument]:
    found = [Argument("self", noun.index)]
    if noun.head >= 0:
        found.append(Argument("gov", noun.head))
        also = any(tree.nodes[i].lemma == "и" for i in noun.children)
        if noun.prep == "как" and not also and tree.nodes[noun.head].mentions:  # 'Турция, как член НАТО'
            found.append(Argument("appos", noun.head))
    for index in noun.children:
        child = tree.nodes[index]
        if child.dep == "amod":
            found.append(Argument("amod", index))
        if child.pos in ("ADJ", "DET") and child.dep in ("amod", "det") and child.mentions:
            found.append(Argument("adj", index))
        elif child.pos in ("PRON", "DET") and child.mentions and not child.prep:
            found.append(Argument("poss", index))
        elif child.dep in ("appos", "flat", "flat:name") and child.mentions and not child.prep:
            path = "appos" if child.case in ("", noun.case) or child.case not in ("Gen", "Dat", "Ins") else child.case
            found.append(Argument("subj" if path == "Ins" else path, index))
        elif child.dep in ("nmod", "obl", "obj", "iobj", "appos", "nsubj") and child.pos in NOMINAL:
            bare = "subj" if child.case == "Ins" or child.dep == "nsubj" else "" if child.dep == "appos" else child.case
            found.append(Argument(f"{child.prep}+{child.case or '*'}" if child.prep else bare, index))
            found += loose(tree, child)
    found += _of_light_verb(tree, noun, lexicon)
    found += _of_participle(tree, noun)
    return found


def _of_light_verb(tree: Tree, noun: Node, lexicon: Lexicon) -> list[Argument]:
    """Arguments that a noun takes over from the verb or verbal noun that carries it ('введение X санкций'), or that
    adverbial 'в ходе визита' leaves open.
    """
    top = noun
    while (head := tree.up(top)) is not None and (
        (top.dep == "conj" and head.pos in NOMINAL) or (top.dep == "nmod" and head.lemma in _SETS)
    ):
        top = head
    verb = tree.up(top)
    if verb is None or not is_verb(verb):
        if verb is not None and verb.lemma in lexicon.light_nouns:
            carrier = _noun_arguments(tree, verb, lexicon)
            return [a for a in carrier if a.path in ("subj", "poss", "control") or "+" in a.path]
        return [] if verb is None or verb.lemma not in _POSSIBLE else _considered(tree, noun, verb, lexicon)
    around = arguments_of(tree, verb)
    inherited = [a for a in around if a.node not in (noun.index, top.index)]
    place = next((a.path for a in around if a.node == top.index), "")
    if verb.lemma in lexicon.light and place in ("obj", "subj", "Ins", "Dat", "в+Acc", "к+Dat", "на+Acc", "с+Ins"):
        own_subject = place != "subj" and not (verb.lemma in _ARRANGE and _has_actor(tree, noun))
        found = [a for a in inherited if a.path != "obj" and (own_subject or a.path != "subj")]
        if own_subject and not _have(inherited, "subj"):
            subject = subject_of(tree, verb, lexicon)
            if subject is not None:
                found.append(Argument("subj", subject))
        return found + _modified_by(tree, verb)
    if place == "obj" and top.index < verb.index:  # 'визит X в Y обсудили': what is in front of the verb is the noun's
        return [a for a in inherited if a.path in ("в+Acc", "на+Acc") and a.node < verb.index]
    if place == "obj" and (considered := _considered(tree, noun, top, lexicon)):
        return considered
    if place == "subj":
        return [a for a in inherited if a.path.partition("+")[0] in ("с", "между", "в", "на", "по")]
    if top.dep in ("obl", "nmod") and (actor := _controller(tree, verb, top, lexicon)) is not None:
        own = top.prep == "о" and not _has_actor(tree, noun)  # 'X объявил об операции против Y'
        return [Argument("subj" if own else "control", actor)]
    return []


def _considered(tree: Tree, noun: Node, thing: Node, lexicon: Lexicon) -> list[Argument]:
    """'X рассматривает возможность визита', 'X допускает отзыв посла': who weighs a deed would do it, where the noun
    has no actor of its own.
    """
    verb = tree.up(thing)
    if verb is None or verb.lemma not in _WEIGH or thing.dep != "obj" or _has_actor(tree, noun):
        return []
    subject = subject_of(tree, verb, lexicon)
    return [] if subject is None else [Argument("subj", subject)]


def _has_actor(tree: Tree, noun: Node) -> bool:
    """'Подтвердил встречу X с Y': the meeting has its own parties."""
    of = (tree.nodes[i] for i in noun.children)
    return any(n.case == "Gen" and not n.prep and n.kinds & {"PERSON", "COUNTRY", "ORGANIZATION"} for n in of)


def _controller(tree: Tree, verb: Node, noun: Node, lexicon: Lexicon) -> int | None:
    """Who acts in an adverbial noun: the subject ('в ходе визита X заявил'), the blamed or thanked one ('осудил
    X за удары'), the announcer of his own deed ('объявил о поставках'), who came for it ('прибыл для участия') or
    declined it ('отказался от визита'), else nobody where the noun is a topic.
    """
    if verb.lemma in {"о": _ANNOUNCE, "от": _DECLINE, "для": ARRIVE}.get(noun.prep, ()):
        return subject_of(tree, verb, lexicon)
    if noun.prep == "за":
        return next((a.node for a in arguments_of(tree, verb) if a.path == "obj"), None)
    return subject_of(tree, verb, lexicon) if noun.prep in _CIRCUMSTANCES else None


def _modified_by(tree: Tree, verb: Node) -> list[Argument]:
    head = tree.up(verb)
    active = verb.feats.get("VerbForm") == "Part" and not is_passive(verb)
    return [Argument("subj", head.index)] if head is not None and active and verb.dep in ("acl", "amod") else []


def _of_participle(tree: Tree, noun: Node) -> Iterator[Argument]:
    """'состоявшаяся в Баку встреча': what the participle before the noun brings belongs to the noun."""
    for index in noun.children:
        child = tree.nodes[index]
        if (
            index < noun.index
            and is_verb(child)
            and child.dep in ("acl", "amod")
            and child.feats.get("VerbForm") == "Part"
        ):
            yield from (a for a in arguments_of(tree, child) if a.path != "obj")
