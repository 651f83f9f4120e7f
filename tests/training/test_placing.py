"""What a reader is told of a passage's place while it learns."""

import json
import random
from pathlib import Path

from retrieval.antecedent import SHORT
from tests.training.facts import BRIDGE, example
from training.cutting import cut
from training.draw import packaged_tokenizer
from training.examples import encode
from training.placing import Place, as_read, placed, places_of, title_of

ASKED = example("Who opened the bridge?", "Anna Berger")
PLACES = {BRIDGE: Place("Bridges of Graz", "The ferry was slow.")}


def test_a_set_says_which_title_and_which_paragraph_stand_before(tmp_path: Path) -> None:
    article = {"id": "a", "title": "Bridges of Graz", "paragraphs": ["The ferry was slow.", BRIDGE]}
    (tmp_path / "articles.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    assert places_of(tmp_path) == PLACES | {"The ferry was slow.": Place("Bridges of Graz", "")}


def test_a_known_place_is_told_as_the_product_tells_it() -> None:
    assert [found.lead for found in as_read([ASKED], PLACES)] == ["Bridges of Graz. The ferry was slow."]
    assert len(BRIDGE) <= SHORT


def test_titles_are_the_articles_or_made_of_the_passage_or_none() -> None:
    found = {title_of(BRIDGE, PLACES, random.Random(seed)) for seed in range(200)}
    assert {"Bridges of Graz", ""} < found
    words = set(BRIDGE.replace(",", " ").replace(".", " ").split())
    for title in found - {"Bridges of Graz", ""}:
        assert set(title.replace(",", " ").replace(".", " ").split()) <= words


def test_places_leave_passages_and_answers_as_they_were() -> None:
    for seed in range(20):
        (found,) = placed([ASKED], {}, seed=str(seed))
        assert (found.question, found.passage, found.answers) == (ASKED.question, ASKED.passage, ASKED.answers)


def test_what_was_cut_off_before_is_told_apart() -> None:
    asked = example("Where did the engineer study?", "Vienna")
    made = [found for found in cut([asked] * 60, {}, share=1.0, seed="1") if found.answers and found.lead]
    assert any(found.lead.endswith("had served since 1870.") for found in made)
    assert all("Vienna" in found.passage[slice(*found.answers[0])] for found in made)


def test_a_lead_stands_between_the_question_and_the_passage() -> None:
    tokenizer = packaged_tokenizer()
    (read,) = as_read([ASKED], PLACES)
    (encoded,) = encode([read], tokenizer, max_tokens=224)
    head = tokenizer.decode(encoded.ids[: encoded.passage_start].tolist(), skip_special_tokens=False)
    assert head == "[CLS] who opened the bridge? [SEP] bridges of graz. the ferry was slow. [SEP]"
    answer = encoded.ids[encoded.starts[0] : encoded.ends[0] + 1].tolist()
    assert tokenizer.decode(answer) == "anna berger"
