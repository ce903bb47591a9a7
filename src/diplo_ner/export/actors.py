"""Countries and sectors of actors, as event data has them; what the text and the gazetteers do not tell is None.

Countries are ISO 3166-1 alpha-3 codes. Sectors are role codes of CAMEO (Schrodt 2012, chapter 3), which PLOVER keeps:
GOV government, LEG legislature, JUD courts, MIL armed forces of a state, COP police, SPY intelligence, PTY party, IGO
international organisation, NGO, BUS business, MED media, EDU universities, REL religion, LAB trade unions.
"""

from __future__ import annotations

from functools import cache

from diplo_ner.models import (
    AnyEntity,
    Country,
    Extraction,
    Organization,
    Party,
    Person,
    Place,
    Post,
    Relation,
    Status,
)
from diplo_ner.resources.gazetteers import body_heads, countries, organizations, post_heads

# By the kinds of the gazetteers. Banks may be private or of the state, committees and units of anything: no sector.
_OF_BODY = {
    "government": "GOV", "presidency": "GOV", "ministry": "GOV", "embassy": "GOV", "parliament": "LEG", "court": "JUD",
    "police": "COP", "intelligence": "SPY", "party_body": "PTY", "international": "IGO", "bloc": "IGO", "ngo": "NGO",
    "company": "BUS", "exchange": "BUS", "media": "MED", "university": "EDU", "religious": "REL", "union": "LAB",
}  # fmt: skip
# Of a state where its country is known: an agency may be of the UN, and troops of rebels.
_OF_STATE = {"agency": "GOV", "military": "MIL"}
# Offices that tell the sector whatever the body: a deputy of a country, a general of a country.
_OF_POST = {
    "legislator": "LEG", "judge": "JUD", "military": "MIL", "party": "PTY", "clergy": "REL", "monarch": "GOV",
    "royal": "GOV", "head_of_state": "GOV", "head_of_government": "GOV", "minister": "GOV", "diplomat": "GOV",
}  # fmt: skip


class Actors:
    """The actors of one extraction; ``country`` and ``sector`` take any of its entities."""

    def __init__(self, extraction: Extraction) -> None:
        self._extraction = extraction
        # Only what holds now: a former minister is no government.
        self._posts: dict[str, list[Relation]] = {}
        self._bodies: dict[str, list[Relation]] = {}
        for r in extraction.relations:
            if r.status is Status.ASSERTED and r.type in ("holds_post", "affiliated_with"):
                (self._posts if r.type == "holds_post" else self._bodies).setdefault(r.head, []).append(r)

    def country(self, entity: AnyEntity) -> str | None:
        """Of a person the one country that he holds a post of or belongs to; None where there are several."""
        if isinstance(entity, Country):
            return entity.iso3
        if isinstance(entity, Organization | Party | Place):
            return None if entity.country is None else _iso3().get(entity.country)
        if not isinstance(entity, Person):
            return None
        found = {self.country(self._extraction.entity(r.tail)) for r in self._bodies.get(entity.id, ())} - {None}
        return found.pop() if len(found) == 1 else None

    def sector(self, entity: AnyEntity) -> str | None:
        """Of a country the government; of a person that of the first post in the text that has one."""
        if isinstance(entity, Country):
            return "GOV"
        if isinstance(entity, Party):
            return "PTY"
        if isinstance(entity, Organization):
            return _body_sector(entity)
        if not isinstance(entity, Person):
            return None
        posts = (self._extraction.entity(r.tail) for r in self._posts.get(entity.id, ()))
        return next((sector for post in posts if isinstance(post, Post) and (sector := self._post_sector(post))), None)

    def _post_sector(self, post: Post) -> str | None:
        if post.former:
            return None
        kind = _kind(post.title, _post_kinds())
        if kind in _OF_POST:
            return _OF_POST[kind]
        return None if post.body is None else self.sector(self._extraction.entity(post.body))


def _body_sector(body: Organization) -> str | None:
    kind = _kind(body.name, _body_kinds()) or _organization_kinds().get(body.name)
    return _OF_BODY.get(kind or "") or (_OF_STATE.get(kind or "") if body.country else None)


def _kind(name: str, kinds: dict[str, str]) -> str | None:
    """The kind of the longest row that ``name`` starts with, in whole words."""
    words = name.lower().split()
    return next((kinds[start] for n in range(len(words), 0, -1) if (start := " ".join(words[:n])) in kinds), None)


@cache
def _iso3() -> dict[str, str]:
    return {row.iso2: row.iso3 for row in countries() if row.iso2 and row.iso3}


@cache
def _body_kinds() -> dict[str, str]:
    return {row.phrase.lower(): row.kind for row in body_heads()}


@cache
def _organization_kinds() -> dict[str, str]:
    # Of armed groups the table does not say which are a state's.
    return {row.name.strip("«»"): row.kind for row in organizations() if row.kind != "military"}


@cache
def _post_kinds() -> dict[str, str]:
    return {row.phrase.lower(): row.kind for row in post_heads()}
