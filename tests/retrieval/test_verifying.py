"""Checking a claim's wording against a library, on articles of its own."""

import json
from collections.abc import Iterator

import pytest

from retrieval.embedded.library import open_library
from retrieval.encoder import Encoder
from retrieval.errors import ClaimError
from retrieval.library import Library
from retrieval.proving import Fate, Proof
from retrieval.receipt import Receipt
from retrieval.sentences import sentence_spans
from retrieval.verifying import Change, Standing, Verdict, Verifier, verdict_record
from tests.conftest import index_folder

BRIDGE = (
    "The old bridge over the Lenne was closed on 3 May 2021, because “cracks as long as a hand” had been found in two"
    " of its piers. About 6,500 drivers a day had to take the road through Altena. The mayor, Petra Kühn, said that a"
    " new bridge won’t be open before 2027."
)
HARBOUR = (
    "Fishermen in the harbour of Vardø landed 4,200 tonnes of cod in March, the most since 1998. The price fell by 5%"
    " in the same month."
)
WIRE = "The leaders of both countries agreed on Friday to meet again in the spring."
GERMAN = "Der Rat der Stadt beschloss am Dienstag, das alte Freibad bis zum Sommer nicht wieder zu öffnen."
RUSSIAN = "Учёные нашли в вечной мерзлоте семена растения, которому более тридцати тысяч лет."
CHINESE = "这座桥于二零二一年五月因桥墩出现裂缝而关闭，市长表示新桥要到二零二七年才能通车。"

ARTICLES = (
    {"id": "bridge", "title": "Bridge closed", "published": "2021-05-04", "paragraphs": ["Traffic news.", BRIDGE]},
    {"id": "harbour", "title": "Cod in Vardø", "published": "2019-04-02", "paragraphs": [HARBOUR]},
    {"id": "wire-late", "title": "Talks", "published": "2022-11-01", "paragraphs": [WIRE]},
    {"id": "wire-early", "title": "Leaders agree", "published": "2022-10-31", "paragraphs": [WIRE]},
    {"id": "de", "title": "Freibad", "language": "de", "paragraphs": [GERMAN]},
    {"id": "ru", "title": "Семена", "language": "ru", "paragraphs": [RUSSIAN]},
    {"id": "zh", "title": "桥", "language": "zh", "paragraphs": [CHINESE]},
)


@pytest.fixture(scope="module")
def library(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("verifying")
    seeds = folder / "seeds"
    seeds.mkdir()
    lines = "\n".join(json.dumps(article, ensure_ascii=False) for article in ARTICLES)
    (seeds / "articles.jsonl").write_text(lines, encoding="utf-8")
    index_folder(seeds, folder / "data", encoder)
    opened = open_library(folder / "data", fingerprint=encoder.fingerprint, dimension=encoder.dimension)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def verifier(library: Library, encoder: Encoder) -> Verifier:
    return Verifier(library, encoder)


def article(verdict: Verdict) -> str:
    return verdict.passage.source.id if verdict.passage else ""


@pytest.mark.parametrize(
    ("claim", "where"),
    [
        ("About 6,500 drivers a day had to take the road through Altena.", "bridge"),
        ("About 6,500 drivers a day had to take the road through Altena", "bridge"),
        ("drivers a day had to take the road", "bridge"),
        ("the road through Altena. The mayor, Petra Kühn, said that a new bridge", "bridge"),
        (BRIDGE, "bridge"),
        ("The price fell by 5% in the same month.", "harbour"),
        (GERMAN, "de"),
        (RUSSIAN, "ru"),
        (CHINESE, "zh"),
        ("新桥要到二零二七年才能通车", "zh"),
    ],
)
def test_words_that_stand_in_an_article_are_exact(verifier: Verifier, claim: str, where: str) -> None:
    verdict = verifier.check(claim)
    assert (verdict.standing, article(verdict), verdict.changes) == (Standing.EXACT, where, ())


def test_quotation_marks_around_a_claim_are_none_of_its_words(verifier: Verifier) -> None:
    assert verifier.check("«drivers a day had to take the road»").standing is Standing.EXACT


def test_a_verdict_says_where_the_words_stand(verifier: Verifier) -> None:
    verdict = verifier.check("About 6,500 drivers a day had to take the road through Altena.")
    assert verdict.passage is not None
    assert verdict.passage.paragraph == 2
    assert [verdict.passage.text[slice(*span)] for span in verdict.spans] == [
        "About 6,500 drivers a day had to take the road through Altena"
    ]


@pytest.mark.parametrize(
    "claim",
    [
        'because "cracks as long as a hand" had been found in two of its piers',
        "a new bridge won't be open before 2027",
        "about 6,500 drivers a day had to take the road",
        "The mayor Petra Kühn said that a new bridge won’t be open before 2027",
        "The mayor,\u00a0Petra Ku\u0308hn, said that a new bridge",
    ],
)
def test_typography_and_punctuation_are_told_from_words(verifier: Verifier, claim: str) -> None:
    verdict = verifier.check(claim)
    assert (verdict.standing, verdict.changes) == (Standing.TYPOGRAPHY, ())


@pytest.mark.parametrize(
    ("claim", "changes"),
    [
        ("About 7,500 drivers a day had to take the road through Altena.", [("7,500", "6,500")]),
        ("About 6,500 drivers a day had to take the long road through Altena.", [("long", "")]),
        ("About 6,500 drivers had to take the road through Altena.", [("", "a day")]),
        ("a new bridge will be open before 2029", [("will", "won’t"), ("2029", "2027")]),
        ("The price fell by 5 in the same month.", [("", "%")]),
        ("the mayor, petra Kühn, said that a new bridge", [("petra", "Petra")]),
        (
            "Учёные нашли семена растения, которому более двадцати тысяч лет",
            [("", "в вечной мерзлоте"), ("двадцати", "тридцати")],
        ),
        ("das alte Freibad bis zum Sommer wieder zu öffnen", [("", "nicht")]),
    ],
)
def test_changed_words_are_shown_beside_what_stands(
    verifier: Verifier, claim: str, changes: list[tuple[str, str]]
) -> None:
    verdict = verifier.check(claim)
    assert verdict.standing is Standing.ALTERED
    assert [(change.claimed, change.stands) for change in verdict.changes] == changes


def test_a_change_knows_its_place_in_the_source(verifier: Verifier) -> None:
    verdict = verifier.check("About 7,500 drivers a day had to take the road through Altena.")
    assert verdict.passage is not None
    start = BRIDGE.index("6,500")
    assert verdict.changes == (Change("7,500", "6,500", (start, start + 5)),)


@pytest.mark.parametrize(
    "claim",
    [
        "Altena closed its bridge because the mayor had found cracks in the road.",
        "Fishermen say that the price of cod in the harbour is the highest for years.",
        "The Eiffel Tower is held together by two and a half million rivets.",
        "asdf qwer zxcv uiop",
    ],
)
def test_other_words_about_the_same_thing_are_not_found(verifier: Verifier, claim: str) -> None:
    assert verifier.check(claim) == Verdict(claim, Standing.NOT_FOUND)


@pytest.mark.parametrize("cut", ["...", "…", " [...] ", " (…) ", " . . . "])
def test_an_ellipsis_stands_for_words_left_out(verifier: Verifier, cut: str) -> None:
    verdict = verifier.check(f"The old bridge over the Lenne was closed{cut}in two of its piers.")
    assert verdict.standing is Standing.EXACT
    assert len(verdict.spans) == 2


def test_parts_between_ellipses_must_stand_in_their_order(verifier: Verifier) -> None:
    verdict = verifier.check("About 6,500 drivers a day ... The old bridge over the Lenne")
    assert verdict.standing is not Standing.EXACT


def test_of_several_sources_the_earliest_is_named_first(verifier: Verifier) -> None:
    verdict = verifier.check(WIRE)
    assert article(verdict) == "wire-early"
    assert [passage.source.id for passage in verdict.also] == ["wire-late"]


@pytest.mark.parametrize("claim", ["", "...", "three small words", "word " * 500])
def test_what_cannot_be_checked_is_said(verifier: Verifier, claim: str) -> None:
    with pytest.raises(ClaimError, match=r"words"):
        verifier.check(claim)


def test_a_receipt_in_a_text_is_looked_up(verifier: Verifier, library: Library) -> None:
    passage = library.paragraphs("harbour", 1, 1)[0]
    receipt = Receipt.of(passage, sentence_spans(passage.text)[1])
    for text in (str(receipt), f"“The price fell by 5%.” — Cod in Vardø, {receipt}"):
        proof = verifier.verify(text)
        assert isinstance(proof, Proof)
        assert (proof.fate, proof.passage) == (Fate.STANDS, passage)


def test_the_quoted_words_of_a_citation_are_checked(verifier: Verifier) -> None:
    verdict = verifier.verify(
        "“The price fell by 7% in the same month.” — Cod in Vardø, April 2, 2019, paragraph 1 of 1"
    )
    assert isinstance(verdict, Verdict)
    assert [(change.claimed, change.stands) for change in verdict.changes] == [("7", "5")]


def test_a_citation_whose_receipt_no_longer_holds_is_checked_by_its_words(verifier: Verifier) -> None:
    receipt = Receipt(text="00000", article=1, number=1, words=1)
    verdict = verifier.verify(f"“The price fell by 7% in the same month.” — Cod in Vardø, {receipt}")
    assert isinstance(verdict, Verdict)
    assert verdict.standing is Standing.ALTERED


def test_a_verdict_is_a_record_of_plain_values(verifier: Verifier) -> None:
    record = verdict_record(verifier.check("The price fell by 7% in the same month."))
    assert json.loads(json.dumps(record)) == record
    assert (record["standing"], record["at"]["article"], record["at"]["paragraph"]) == ("altered", "harbour", 1)
    assert record["changes"] == [{"claimed": "7", "stands": "5", "span": [HARBOUR.index("5%"), HARBOUR.index("%")]}]
    assert "at" not in verdict_record(verifier.check("Nothing of this kind stands anywhere."))
