"""The contract of retrieval.library.Library, run over every implementation."""

import contextlib
import dataclasses
import datetime
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.article import Article, Source, text_hash
from retrieval.errors import ArticleRefused, LibraryBusy, LibraryError, LibraryForeign, LibraryMissing
from retrieval.library import Embedding, FileChange, Library
from retrieval.terms import terms
from tests.contract.libraries import IMPLEMENTATIONS, Implementation, article, change, let_go, vector_of

RAIN, SNOW, WIND = "It rained in Sochi.", "Snow fell in Brussels all night.", "The wind turned at noon."
HAIL, FOG = "Hail broke the windows.", "Fog lay over the bay."


@pytest.fixture(params=IMPLEMENTATIONS, ids=lambda implementation: implementation.name)
def implementation(request: pytest.FixtureRequest) -> Iterator[Implementation]:
    with let_go(request.param) as found:
        yield found


def texts(library: Library, question: str = "rain", count: int = 50) -> set[str]:
    found = library.candidates(terms(question), vector_of(question), count=count).found
    return {candidate.passage.text for candidate in found}


def test_what_was_applied_and_published_is_found(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    applied = writer.apply([change(article("a", [RAIN, SNOW])), change(article("b", [WIND]))])
    writer.publish()
    assert (applied.added, applied.removed) == (3, 0)
    assert texts(implementation.open(tmp_path)) == {RAIN, SNOW, WIND}


def test_passages_know_their_pages_also_when_only_these_changed(implementation: Implementation, tmp_path: Path) -> None:
    def paged(*pages: int) -> Article:
        plain = article("a", [RAIN, SNOW, WIND])
        return dataclasses.replace(plain, source=dataclasses.replace(plain.source, pages=pages))

    with contextlib.closing(implementation.open(tmp_path, write=True)) as writer:
        for number, pages in enumerate(((3, 3, 10), (4, 5, 5), ()), 1):
            writer.apply([change(paged(*pages), version=str(number))])
            writer.publish()
            found = writer.paragraphs("a", 1, 3)
            assert [passage.page for passage in found] == (list(pages) or [None] * 3)


def test_candidates_carry_what_ranking_needs(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN, SNOW], title="Weather in Sochi")), change(article("b", [WIND]))])
    writer.publish()
    found = writer.candidates(terms("Sochi rain"), vector_of(RAIN), count=50)
    best = max(found.found, key=lambda candidate: candidate.cosine)
    assert best.passage.text == RAIN
    assert best.cosine == pytest.approx(1.0, abs=1e-3)
    np.testing.assert_allclose(best.embedding.paragraph, vector_of(RAIN), atol=2e-3)
    assert (best.passage.paragraph, best.passage.paragraphs) == (1, 2)
    assert found.passages == 3
    assert found.average_terms == pytest.approx(np.mean([len(terms(text)) for text in (RAIN, SNOW, WIND)]))
    assert found.frequencies["sochi"] == 2  # in one text, and in a title of two


def test_words_alone_find_what_the_vector_misses(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN, SNOW, WIND]))])
    writer.publish()
    found = writer.candidates(terms("Brussels"), vector_of(RAIN), count=1).found
    assert {candidate.passage.text for candidate in found} == {RAIN, SNOW}


def test_an_applied_state_changes_nothing_when_applied_again(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    first = writer.apply([change(article("a", [RAIN]))])
    again = writer.apply([change(article("a", [RAIN]))])
    assert (again.added, again.removed, again.change) == (0, 0, first.change)


def test_passages_that_did_not_change_keep_their_ids(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN, SNOW]))])
    writer.publish()
    kept, gone = writer.paragraphs("a", 1, 2)
    writer.apply([change(article("a", [RAIN, WIND], title="Another title"), version="2")])
    writer.publish()
    now, new = writer.paragraphs("a", 1, 2)
    assert (now.id, now.source.title) == (kept.id, "Another title")
    assert new.text == WIND
    assert writer.passage(gone.id) is None


def test_a_changed_title_is_found(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN], title="Old"))])
    writer.publish()
    writer.apply([change(article("a", [RAIN], title="Thunder"), version="2")])
    writer.publish()
    assert writer.candidates(terms("thunder"), vector_of("x"), count=5).frequencies == {"thunder": 1}


def test_removed_files_leave(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN])), change(article("b", [WIND]))])
    writer.publish()
    writer.apply([FileChange("a.txt", "")])
    writer.publish()
    assert texts(writer, "rained in Sochi") == {WIND}
    assert writer.files() == {"b.txt": "1"}
    assert writer.summary().articles == 1


def test_stamps_are_kept_and_change_nothing(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([dataclasses.replace(change(article("a", [RAIN])), stamp="1"), change(article("b", [WIND]))])
    before = writer.summary().change
    writer.restamp({"b.txt": "2", "gone.txt": "3"})
    assert writer.stamps() == {"a.txt": "1", "b.txt": "2"}
    assert writer.summary().change == before


def test_a_known_text_needs_no_embedding_again(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    first = change(article("a", [RAIN]))
    hashes = list(first.embeddings or ())
    assert writer.unknown(hashes) == set(hashes)
    writer.apply([first])
    assert writer.unknown(hashes) == set()
    writer.apply([FileChange("a.txt", "")])  # renamed: it leaves, and comes back under another name in the same run
    writer.apply([FileChange("new.txt", "1", (article("new", [RAIN]),))])
    writer.publish()
    assert texts(writer) == {RAIN}


def test_a_text_without_an_embedding_is_refused_whole(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    with pytest.raises(LibraryError, match="without an embedding"):
        writer.apply([change(article("b", [WIND])), FileChange("a.txt", "1", (article("a", [RAIN]),))])
    assert writer.files() == {}


def test_an_article_id_of_another_file_is_refused_naming_both(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN], file="first.jsonl"))])
    with pytest.raises(ArticleRefused, match=r"second\.jsonl.*\"a\".*first\.jsonl"):
        writer.apply([change(article("a", [WIND], file="second.jsonl"))])
    writer.publish()
    assert [passage.text for passage in writer.paragraphs("a", 1, 9)] == [RAIN]


def test_blank_paragraphs_keep_their_number_and_are_no_passages(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN, "", WIND]))])
    writer.publish()
    assert [(passage.paragraph, passage.text) for passage in writer.paragraphs("a", 1, 3)] == [(1, RAIN), (3, WIND)]


def test_a_reader_sees_a_publication_without_being_opened_again(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN]))])
    writer.publish()
    reader = implementation.open(tmp_path)
    assert texts(reader) == {RAIN}
    writer.apply([change(article("a", [SNOW]), version="2")])
    writer.publish()
    assert texts(reader) == {SNOW}


def test_a_reader_sees_the_published_state_until_the_next_one_is(
    implementation: Implementation, tmp_path: Path
) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN, SNOW])), change(article("b", [WIND])), change(article("c", [HAIL]))])
    writer.publish()
    reader = implementation.open(tmp_path)

    def shown() -> tuple[object, ...]:
        passages = [passage for name in "abcd" for passage in reader.paragraphs(name, 1, 9)]
        places = [(p.id, p.source.title, p.source.file, p.paragraph, p.text) for p in passages]
        return places, [reader.passage(p.id) for p in passages], reader.summary(), texts(reader, "rained", count=9)

    before = shown()
    writer.apply([FileChange("b.txt", ""), change(article("a", [SNOW, "It cleared up."], title="New"), version="2")])
    writer.apply([FileChange("c.txt", ""), change(article("c", [HAIL], file="moved.txt")), change(article("d", [FOG]))])
    writer.apply([FileChange("d.txt", ""), change(article("b", ["The wind fell."]), version="3")])
    assert shown() == before
    writer.publish()
    assert texts(reader, "rained", count=9) == {SNOW, "It cleared up.", HAIL, "The wind fell."}
    assert [p.source.title for p in reader.paragraphs("a", 1, 9)] == ["New", "New"]
    assert [p.source.file for p in reader.paragraphs("c", 1, 9)] == ["moved.txt"]
    assert (reader.summary().articles, reader.summary().passages) == (3, 4)
    assert reader.passage(before[0][0][0]) is None  # type: ignore[index]


def test_a_second_writer_is_refused(implementation: Implementation, tmp_path: Path) -> None:
    first = implementation.open(tmp_path, write=True)
    with pytest.raises(LibraryBusy, match="another quoted index"):
        implementation.open(tmp_path, write=True)
    first.close()
    implementation.open(tmp_path, write=True).close()


def test_reading_needs_a_library_and_the_encoder_it_was_made_with(
    implementation: Implementation, tmp_path: Path
) -> None:
    with pytest.raises(LibraryMissing, match="quoted index"):
        implementation.open(tmp_path)
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN]))])
    writer.publish()
    with pytest.raises(LibraryForeign, match="another encoder"):
        implementation.open(tmp_path, fingerprint="encoder-b")


def test_another_encoder_embeds_everything_anew(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN])), change(article("b", [SNOW]))])
    writer.publish()
    writer.close()
    writer = implementation.open(tmp_path, write=True, fingerprint="encoder-b")
    assert writer.files() == {"a.txt": "", "b.txt": ""}
    writer.apply([change(article("a", [RAIN])), change(article("b", [SNOW]))])
    writer.publish()
    assert texts(implementation.open(tmp_path, fingerprint="encoder-b")) == {RAIN, SNOW}


def test_a_reader_cannot_write(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.publish()
    with pytest.raises(LibraryError, match="opened for reading"):
        implementation.open(tmp_path).apply([])


def test_a_file_that_only_a_later_run_embeds_is_found_then(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN])), change(article("b", [SNOW]))])
    writer.publish()
    writer.close()
    writer = implementation.open(tmp_path, write=True, fingerprint="encoder-b")
    writer.apply([change(article("a", [RAIN]))])  # b could not be read in this run
    writer.publish()
    assert texts(writer) == {RAIN}
    assert writer.files() == {"a.txt": "1", "b.txt": ""}
    writer.apply([change(article("b", [SNOW]))])
    writer.publish()
    assert texts(writer, "nothing of this") == {RAIN, SNOW}


def test_frequencies_and_averages_follow_what_left_and_changed(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN, SNOW], title="Weather")), change(article("b", [RAIN, WIND]))])
    writer.publish()
    asked = [*terms("rain snow weather"), "absent"]
    assert list(writer.candidates(asked, vector_of("x"), count=5).frequencies.values()) == [2, 1, 2, 0]
    writer.apply([FileChange("b.txt", ""), change(article("a", [RAIN, WIND], title="News"), version="2")])
    writer.publish()
    found = writer.candidates(asked, vector_of("x"), count=5)
    assert list(found.frequencies.values()) == [1, 0, 0, 0]
    assert found.average_terms == pytest.approx(np.mean([len(terms(text)) for text in (RAIN, WIND)]))


def test_another_language_has_other_terms(implementation: Implementation, tmp_path: Path) -> None:
    text = "The houses were running."
    writer = implementation.open(tmp_path, write=True)
    for language, version in (("en", "1"), ("de", "2")):
        one = Article(Source(id="a", file="a.txt", title="", language=language), (text,))
        writer.apply([change(one, version=version)])
        writer.publish()
        asked = terms(text, language)
        assert set(writer.candidates(asked, vector_of("x"), count=1).frequencies.values()) == {1}
    english = sorted(set(terms(text, "en")) - set(terms(text, "de")))
    assert set(writer.candidates(english, vector_of("x"), count=1).frequencies.values()) == {0}


def test_an_article_may_move_to_another_file_in_one_batch(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN], file="first.jsonl"), article("b", [WIND], file="first.jsonl"))])
    writer.apply(
        [
            change(article("a", [RAIN], file="another.jsonl")),
            change(article("b", [WIND], file="first.jsonl"), version="2"),
        ]
    )
    writer.publish()
    assert [passage.source.file for passage in writer.paragraphs("a", 1, 1)] == ["another.jsonl"]
    assert writer.summary().articles == 2


def test_an_article_id_twice_in_a_file_is_refused(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    with pytest.raises(ArticleRefused, match=r"a\.txt.*\"a\".*twice"):
        writer.apply([change(article("a", [RAIN]), article("a", [WIND]))])
    assert writer.summary().articles == 0


def test_sentences_come_back_with_their_spans(implementation: Implementation, tmp_path: Path) -> None:
    text = f"{RAIN} {SNOW}"
    spans = ((0, len(RAIN)), (len(RAIN) + 1, len(text)))
    stored = Embedding(vector_of(text), np.stack([vector_of(RAIN), vector_of(SNOW)]), spans)
    writer = implementation.open(tmp_path, write=True)
    writer.apply([FileChange("a.txt", "1", (article("a", [text]),), {text_hash(text): stored})])
    writer.apply([change(article("b", [WIND]))])
    writer.publish()
    first, second = sorted(
        writer.candidates([], vector_of(text), count=5).found, key=lambda candidate: candidate.passage.source.id
    )
    assert first.embedding.spans == spans
    np.testing.assert_allclose(first.embedding.sentences, stored.sentences, atol=2e-3)
    np.testing.assert_allclose(np.linalg.norm(first.embedding.sentences, axis=1), 1.0, atol=1e-6)
    assert second.embedding.spans == ((0, len(WIND)),)
    np.testing.assert_array_equal(second.embedding.sentences, second.embedding.paragraph[None, :])
    assert first.embedding.sentences.dtype == second.embedding.paragraph.dtype == np.float32


def test_cosines_and_their_order_are_numpys(implementation: Implementation, tmp_path: Path) -> None:
    paragraphs = [f"Paragraph {number}." for number in range(300)]
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", paragraphs))])
    writer.publish()
    question = vector_of("a question")
    expected = {text: float(vector_of(text) @ question) for text in paragraphs}
    found = {c.passage.text: c.cosine for c in writer.candidates([], question, count=20).found}
    assert set(found) == set(sorted(expected, key=lambda text: -expected[text])[:20])
    for text, cosine in found.items():
        assert cosine == pytest.approx(expected[text], abs=2e-3)


def test_paragraphs_are_given_as_far_as_they_exist(implementation: Implementation, tmp_path: Path) -> None:
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(article("a", [RAIN, SNOW, WIND]))])
    writer.publish()
    assert [passage.text for passage in writer.paragraphs("a", 0, 2)] == [RAIN, SNOW]
    assert [passage.text for passage in writer.paragraphs("a", 3, 9)] == [WIND]
    assert writer.paragraphs("no such article", 1, 9) == []
    assert writer.passage(10**9) is None


def test_a_source_comes_back_whole(implementation: Implementation, tmp_path: Path) -> None:
    published = datetime.date(2022, 10, 31)
    source = Source("a", "a.txt", "A title", "AFP", "An author", published, "https://example.org/a?b=1#c", "fr")
    writer = implementation.open(tmp_path, write=True)
    writer.apply([change(Article(source, (RAIN,)))])
    writer.publish()
    (passage,) = writer.paragraphs("a", 1, 1)
    assert passage.source == source
    assert passage.sha256 == text_hash(RAIN)
    assert writer.passage(passage.id) == passage


def test_the_summary_counts_articles_outlets_and_dates(implementation: Implementation, tmp_path: Path) -> None:
    def dated(name: str, outlet: str, day: int | None) -> FileChange:
        published = datetime.date(2022, 10, day) if day else None
        return change(Article(Source(name, f"{name}.txt", name, outlet, published=published), (f"Text of {name}.",)))

    writer = implementation.open(tmp_path, write=True)
    writer.apply([dated("a", "AFP", 3), dated("b", "AFP", None), dated("c", "dpa", 30), dated("d", "", 9)])
    writer.publish()
    summary = writer.summary()
    assert (summary.articles, summary.passages) == (4, 4)
    assert summary.outlets == (("AFP", 2), ("dpa", 1))
    assert (summary.earliest, summary.latest) == (datetime.date(2022, 10, 3), datetime.date(2022, 10, 30))


PARAGRAPHS = st.lists(
    st.sampled_from([RAIN, SNOW, WIND, "A fourth thing.", "", " \n\t", "Sochi again."]), min_size=1, max_size=4
)


def passages_of(model: dict[str, list[str]]) -> int:
    return sum(bool(text.strip()) for own in model.values() for text in own)


NAMES = "abc"
STEPS = st.lists(st.tuples(st.sampled_from(NAMES), st.none() | PARAGRAPHS, st.booleans()), max_size=8)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_of_changes_leaves_what_the_files_hold(
    implementation: Implementation,
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[str, list[str] | None, bool]],
) -> None:
    writer = implementation.open(tmp_path_factory.mktemp("library"), write=True)
    model: dict[str, list[str]] = {}
    known: dict[tuple[str, int, str], int] = {}
    for name, paragraphs, published in steps:
        if paragraphs is None:
            model.pop(name, None)
            writer.apply([FileChange(f"{name}.txt", "")])
        else:
            model[name] = paragraphs
            writer.apply([change(article(name, paragraphs), version=str(paragraphs))])
        now = {(p.source.id, p.paragraph, p.text): p.id for own in NAMES for p in writer.paragraphs(own, 1, 9)}
        assert now == known
        if published:
            writer.publish()
            summary = writer.summary()
            assert (summary.articles, summary.passages) == (len(model), passages_of(model))
            now = {(p.source.id, p.paragraph, p.text): p.id for own in model for p in writer.paragraphs(own, 1, 9)}
            assert not set(now.values()) & {id_ for place, id_ in known.items() if place not in now}
            known = now
    writer.publish()
    assert texts(writer, count=100) == {text for own in model.values() for text in own if text.strip()}
    writer.close()
