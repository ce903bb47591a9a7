"""spaCy: an extraction as a ``Doc``, and back. Alone imports spacy (extra ``spacy``).

- ``doc.text`` is the text as given. Its tokens are the words that we read; a word whose halves stand apart is two
  tokens, the second under the relation 'goeswith'; white space beyond one blank, and what the repair takes out of a
  text (markup, page numbers), are tokens of their own that depend on the token before.
- ``token.pos_``, ``morph``, ``lemma_``, ``dep_`` and ``head`` are those of ``words.read_words``; ``norm_`` is the word
  as repaired, in small letters.
- ``doc.spans["diplo_ner"]`` are all mentions: ``label_`` the type, ``id_`` the entity's id, ``kb_id_`` its Wikidata
  item. A mention that ends within a token reaches to the token's end.
- ``doc.ents`` are the longest of them that do not overlap, pronouns left out.
- ``doc.user_data["diplo_ner"]`` is the whole extraction but its text, as JSON has it; ``from_spacy`` reads it. A
  ``DocBin`` keeps it with ``store_user_data=True``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from diplo_ner.errors import InputError, MissingExtraError
from diplo_ner.export.words import UNSPECIFIED, Word, read_words
from diplo_ner.models import Extraction, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

KEY = "diplo_ner"  # of doc.spans and doc.user_data
_RUN = re.compile(r"\s+|\S+")


def to_spacy(extraction: Extraction, vocab: Vocab | None = None) -> Doc:
    """A Doc; ``vocab`` is that of the pipeline that is to work on it (``nlp.vocab``), else of a blank Russian one.

    Raises MissingExtraError where spaCy is not installed (extra ``spacy``).
    """
    try:
        from spacy.tokens import Doc
        from spacy.util import filter_spans
    except ImportError as error:
        raise MissingExtraError("spacy", "spacy") from error
    columns: dict[str, Any] = _columns(extraction.text)
    norms = columns.pop("norms")
    doc = Doc(_blank_vocab() if vocab is None else vocab, **columns)
    for token, norm in zip(doc, norms, strict=True):
        token.norm_ = norm
    spans, flat = [], []
    for entity in extraction.entities:
        for mention in entity.mentions:
            span = doc.char_span(
                mention.start,
                mention.end,
                label=entity.type.value,
                kb_id=entity.wikidata or "",
                span_id=entity.id,
                alignment_mode="expand",
            )
            if span is None:  # a mention of no character, which no tagger gives
                continue
            spans.append(span)
            if mention.kind is not MentionKind.PRONOUN:
                flat.append(span)
    doc.spans[KEY] = spans
    doc.ents = filter_spans(flat)
    doc.user_data[KEY] = extraction.model_dump(mode="json", exclude={"text"})
    return doc


def from_spacy(doc: Doc) -> Extraction:
    """The extraction that a Doc of ``to_spacy`` was made from. Raises InputError where the Doc holds none."""
    try:
        return Extraction.model_validate({**doc.user_data[KEY], "text": doc.text})
    except (KeyError, TypeError, ValidationError) as error:
        raise InputError(
            f"doc.user_data holds no extraction under {KEY!r}; a DocBin keeps it with store_user_data=True"
        ) from error


@cache
def _blank_vocab() -> Vocab:
    import spacy

    return spacy.blank("ru").vocab


def _columns(text: str) -> dict[str, list[Any]]:
    """The arguments of ``Doc``, a list a token, and ``norms`` besides."""
    words: list[Word] = []
    heads: list[int] = []  # of words, as indices of ``words``
    for sentence in read_words(text):
        heads += [len(words) + (place if word.head < 0 else word.head) for place, word in enumerate(sentence)]
        words += sentence
    pieces = sorted((start, end, number) for number, word in enumerate(words) for start, end in word.pieces)
    texts: list[str] = []
    spaces: list[bool] = []
    word_of: list[int | None] = []
    done = 0
    for start, end, number in [*pieces, (len(text), len(text), None)]:
        for run in _RUN.findall(text[done:start]):
            blank = run[0] == " " and bool(texts) and not spaces[-1]
            if blank:
                spaces[-1] = True
            if rest := run[blank:]:
                texts.append(rest)
                spaces.append(False)
                word_of.append(None)
        if number is not None:
            texts.append(text[start:end])
            spaces.append(False)
            word_of.append(number)
        done = end
    at: dict[int, int] = {}
    for token, number in enumerate(word_of):
        if number is not None:
            at.setdefault(number, token)
    columns: dict[str, list[Any]] = {name: [] for name in ("pos", "morphs", "lemmas", "heads", "deps", "norms")}
    for token, number in enumerate(word_of):
        if number is None:
            pos = "SPACE" if texts[token].isspace() else "X"
            before = token - 1 if token else min(at.values(), default=token)
            grammar = (pos, "", texts[token], before, UNSPECIFIED if before != token else "ROOT", texts[token].lower())
        else:
            word = words[number]
            feats = "|".join(f"{key}={value}" for key, value in sorted(word.feats.items()))
            head, dep = at[heads[number]], "ROOT" if word.head < 0 else word.dep  # spaCy writes its root in capitals
            if at[number] != token:
                head, dep = at[number], "goeswith"
            grammar = (word.pos, feats, word.lemma, head, dep, word.form.lower())
        for column, value in zip(columns.values(), grammar, strict=True):
            column.append(value)
    return {"words": texts, "spaces": spaces, **columns}
