"""Posts as structure: the whole phrase, its title, body, deputyship and time, and who holds it."""

from __future__ import annotations

import pytest

from entities_of import entities_of, lines_of

# text | post as it stands | title | body | deputy, acting, former
POSTS = lines_of("posts.txt")
HOLDERS = lines_of("post_holders.txt")


@pytest.mark.parametrize("line", POSTS, ids=lambda line: line.split("|")[1])
def test_structure(line: str) -> None:
    text, words, title, body, flags = line.split("|")
    found = entities_of(text)
    post = found.entity(words, "POST")
    assert post is not None, [found.words(i) for i in range(len(found.layer.mentions))]
    assert post.attributes["title"] == title
    assert found.name(post.attributes["body"]) == (body or None)
    assert {flag for flag in ("deputy", "acting", "former") if post.attributes[flag]} == set(flags.split())


@pytest.mark.parametrize("line", HOLDERS, ids=lambda line: line.split("|")[0][:40])
def test_holders(line: str) -> None:
    text, pairs = line.split("|")
    assert entities_of(text).holders() == {tuple(pair.split("=")) for pair in pairs.split(";") if pair}


@pytest.mark.parametrize(
    "text",
    [
        "Политика республики не меняется.",
        "Военный конфликт затянулся.",
        pytest.param("Первая глава книги вышла в мае.", marks=pytest.mark.xfail(reason="the model reads a post")),
        "Закон вступил в силу во вторник.",
    ],
)
def test_no_post(text: str) -> None:
    assert [record.name for record in entities_of(text).layer.entities if record.type == "POST"] == []


def test_kind_tells_offices_from_professions() -> None:
    found = entities_of("Министр Анна Лаас и журналист Урмас Киви говорили долго. Шейх Али молчал.")
    kinds = {record.name.lower(): record.attributes["kind"] for record in found.layer.entities if record.type == "POST"}
    assert kinds["министр"] == "minister"
    assert kinds["журналист"] is None
