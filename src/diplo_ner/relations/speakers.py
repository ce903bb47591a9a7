"""Who speaks: the entity behind a verb or a noun of speech."""

from __future__ import annotations

from dataclasses import dataclass

from diplo_ner.relations.actors import Document, entities, fillers, owners
from diplo_ner.relations.arguments import arguments_of, is_passive, is_verb
from diplo_ner.relations.frames import subject_of
from diplo_ner.relations.lexicon import Lexicon
from diplo_ner.relations.quotations import Place
from diplo_ner.relations.tree import Node, Tree
from diplo_ner.resources.catalogue import ACTORS

_SHARES = frozenset({"conj", "advcl", "acl", "xcomp", "acl:relcl"})
_PRONOUNS = frozenset({"он", "она"})
_GENDERS = {"он": "Masc", "его": "Masc", "она": "Fem", "её": "Fem", "ее": "Fem"}
_GENDERS_OF = {"male": "Masc", "female": "Fem"}
SELF = frozenset({"я", "мы"})  # in a quotation: the one whose words it has
_BOTH = frozenset({"сторона", "собеседник", "участник"})  # in the plural: those who met, whoever they are
_REACH = 6  # nodes behind a verb among which its speaker is looked for where the tree has none


@dataclass(frozen=True, slots=True)
class Speaker:
    """``entity`` is None where somebody speaks whom the text does not name; ``node`` is where he stands, or -1."""

    entity: int | None
    node: int = -1


UNNAMED = Speaker(None)


@dataclass(frozen=True, slots=True)
class Said:
    """What stands from ``start`` to before ``end`` is what the entity ``speaker`` says.

    ``whole`` is False where it is a noun under a verb of speech ('рассказал о встрече с X'): of his own acts the
    speaker is no source then.
    """

    start: Place
    end: Place
    speaker: int | None
    whole: bool = True


def speaker_of(document: Document, tree: Tree, verb: Node, lexicon: Lexicon, last: int | None) -> Speaker:
    """Who says what the verb reports; ``last`` is the one who spoke just before."""
    subjects = [a.node for a in arguments_of(tree, verb) if a.path == "subj"]
    subjects += [i for i in verb.children if tree.nodes[i].dep == "nsubj" and tree.nodes[i].mentions]
    for index in dict.fromkeys(subjects):
        node = tree.nodes[index]
        if node.lemma in SELF or (node.lemma in _BOTH and node.feats.get("Number") == "Plur"):
            return Speaker(None, index)
        if _is_pronoun(document, node) and _fits(document, last, node):
            return Speaker(last, index)
        if found := entities(document, tree, index, ACTORS):
            return Speaker(found[0], index)
    if (behind := _behind(document, tree, verb)) is not None:
        return behind
    for index in subjects:
        node = tree.nodes[index]
        if node.lemma == "который" and (head := tree.up(verb)) is not None:
            found = entities(document, tree, head.index, ACTORS)
            return Speaker(found[0], index) if found else Speaker(None, index)
        return Speaker(_known_by_role(document, tree, node, lexicon, last), index)
    if (place := _in_body(document, tree, verb, lexicon)) is not None:
        return place
    if verb.dep in _SHARES and (shared := subject_of(tree, verb, lexicon)) is not None:
        found = entities(document, tree, shared, ACTORS)
        return Speaker(found[0] if found else None, shared)
    return UNNAMED


def _behind(document: Document, tree: Tree, verb: Node) -> Speaker | None:
    """'сказал журналистам X': the parser may hang the name behind the verb elsewhere."""
    for node in tree.nodes[verb.index + 1 : verb.index + 1 + _REACH]:
        if node.pos == "PUNCT" or is_verb(node):
            return None
        if _is_pronoun(document, node) and node.case != "Nom":
            continue  # 'сообщила его дочь'
        next_to = node.index == verb.index + 1 and "PERSON" in node.kinds
        bare = not node.prep and (node.case in ("Nom", "") or next_to)
        if bare and (found := entities(document, tree, node.index, ACTORS)):
            return Speaker(found[0], node.index)
    return None


def _known_by_role(document: Document, tree: Tree, node: Node, lexicon: Lexicon, last: int | None) -> int | None:
    """'источник в МИД', 'он', 'эксперт': the body that the word belongs to, or the one who spoke just before."""
    if node.lemma in lexicon.words["speaker_nouns"] and not node.prep:
        if found := owners(document, tree, node.index, ACTORS):
            return document.layer.mentions[found[0]].entity
        for index in node.children:
            if tree.nodes[index].prep in ("в", "из", "при") and (found := fillers(document, tree, index, ACTORS)):
                return document.layer.mentions[found[0]].entity
    if node.kinds - {"POST"} or last is None or document.layer.entities[last].type != "PERSON":
        return None
    if node.lemma in _PRONOUNS:
        return last if _fits(document, last, node) else None
    bare = not any(tree.nodes[i].dep in ("nmod", "amod", "appos") for i in node.children)
    known = node.lemma in lexicon.words["speaker_nouns"] and node.feats.get("Number") == "Sing"
    return last if bare and known else None


def _is_pronoun(document: Document, node: Node) -> bool:
    return any(document.layer.mentions[m].kind == "pronoun" for m in node.mentions)


def _fits(document: Document, person: int | None, pronoun: Node) -> bool:
    """Whether a pronoun of the third person may stand for the one who spoke last."""
    if person is None or document.layer.entities[person].type != "PERSON":
        return False
    gender = document.layer.entities[person].attributes.get("gender")
    word = pronoun.feats.get("Gender") or _GENDERS.get(pronoun.lemma, "")
    return gender is None or word in ("", _GENDERS_OF.get(str(gender), ""))


def _in_body(document: Document, tree: Tree, verb: Node, lexicon: Lexicon) -> Speaker | None:
    """'в МИД заявили', 'говорится в сообщении МИД', 'если верить газете'."""
    impersonal = verb.feats.get("Number") == "Plur" and not is_passive(verb)
    written = verb.lemma in lexicon.words["speech_impersonal"]
    for index in verb.children:
        node = tree.nodes[index]
        if node.prep in ("в", "на", "из") and written and node.lemma in lexicon.words["speech_nouns"]:
            found = owners(document, tree, index, ACTORS)
            return Speaker(document.layer.mentions[found[0]].entity if found else None, index)
        place = node.prep in ("в", "на") and impersonal
        told = not node.prep and node.case == "Dat" and verb.lemma in lexicon.words["speech_trusted"]
        if (place or told) and (own := entities(document, tree, index, ACTORS)):
            return Speaker(own[0], index)
    return None


def named_by(document: Document, tree: Tree, node: Node, lexicon: Lexicon, last: int | None) -> Speaker | None:
    """'по словам X', 'по его данным', 'согласно X', 'со ссылкой на X'; None where the noun names no speaker."""
    if node.prep == "согласно" or (node.prep == "по" and node.lemma in lexicon.words["speech_nouns"]):
        for index in node.children:
            child = tree.nodes[index]
            if tree.words[child.start] in _GENDERS and _fits(document, last, child):
                return Speaker(last, index)
            owned = child.dep in ("nmod", "appos", "det", "amod") and not child.prep
            if owned and (found := entities(document, tree, index, ACTORS)):
                adjective = document.layer.mentions[child.mentions[0]].kind == "adjective" if child.mentions else False
                return UNNAMED if adjective else Speaker(found[0], index)
        found = entities(document, tree, node.index, ACTORS)
        return Speaker(found[0], node.index) if found else UNNAMED
    if node.prep == "с" and node.lemma in lexicon.words["source_nouns"]:
        for index in node.children:
            if tree.nodes[index].prep == "на" and (found := entities(document, tree, index, ACTORS)):
                return Speaker(found[0], index)
    return None
