"""`quoted add` as an operator uses it, against a site on this machine."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import app
from retrieval.reading.files import discover, read
from tests.retrieval.reading.site import Site, answer, serving
from tests.retrieval.reading.test_feeds import STORY
from tests.retrieval.test_adding import entry, rss

NINE = "<html><title>The ferry</title><article><h1>The ferry</h1><p>The ferry of Zarvik sails at nine.</p></article>"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site whose address the settings allow, and an empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    with serving() as site:
        monkeypatch.setenv("QUOTED_READING_ALLOW_HOSTS", f'["127.0.0.1:{site.port}"]')
        yield site


def address(site: Site, path: str) -> str:
    return f"http://127.0.0.1:{site.port}{path}"


def add(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["add", *arguments])


def titles(seeds: Path) -> list[str]:
    found = [read(path, name=path.name, max_bytes=10**6) for path in discover(seeds).files]
    return sorted(article.source.title for reading in found for article in reading.articles)


def test_a_page_is_stored_once_and_the_next_step_said(site: Site) -> None:
    site.pages["/ferry"] = answer(NINE)
    done = add(address(site, "/ferry"))
    assert done.exit_code == 0, done.output
    assert re.fullmatch(
        r'added: seeds/web/undated-the-ferry-[0-9a-f]{12}\.jsonl: "The ferry" \(127\.0\.0\.1, no date, 1 paragraph\)\n',
        done.stdout,
    )
    assert done.stderr == "quoted index brings what was added into the library\n"
    again = add(address(site, "/ferry"))
    assert (again.exit_code, again.stdout.split(":")[0], again.stderr) == (0, "unchanged", "")
    site.pages["/ferry"] = answer(NINE.replace("nine", "ten"))
    assert add(address(site, "/ferry")).stdout.startswith("updated")
    assert titles(Path("seeds")) == ["The ferry"]


def test_what_cant_be_added_is_a_line_each_and_the_rest_is_stored(site: Site) -> None:
    site.pages["/ferry"], site.pages["/empty"] = answer(NINE), answer("<p></p>")
    Path("a.exe").write_bytes(b"MZ")
    sources = [
        address(site, "/empty"),
        "nowhere.md",
        "a.exe",
        "http://127.0.0.1:9/",
        "ftp://a.test/",
        address(site, "/ferry"),
    ]
    done = add(*sources)
    assert done.exit_code == 1
    *lines, last = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines] == sources[:-1]
    assert "quoted index" in last
    assert titles(Path("seeds")) == ["The ferry"]


def test_a_feeds_articles_are_stored_as_they_come(site: Site) -> None:
    site.pages["/ferry"] = answer(NINE)
    site.pages["/feed"] = rss(
        entry(address(site, "/ferry"), "At nine"), entry(address(site, "/gone"), "Gone"), entry("", "Whole", STORY)
    )
    done = add(address(site, "/feed"))
    assert done.exit_code == 1
    assert "status 404" in done.stderr
    assert done.stdout.count("added: ") == 2
    assert titles(Path("seeds")) == ["At nine", "Whole"]
    assert add(address(site, "/feed")).stdout.count("unchanged: ") == 2


@pytest.mark.parametrize("name", ["links.txt", "link.url", "seeds/links.txt"])
def test_a_list_of_links_is_fetched(site: Site, name: str) -> None:
    site.pages["/ferry"] = answer(NINE)
    Path("seeds").mkdir()
    link = address(site, "/ferry")
    Path(name).write_text(
        f"[InternetShortcut]\nURL={link}\n" if name.endswith(".url") else f"# mine\n{link}\n{link}2\n"
    )
    done = add(name)
    assert done.stdout.startswith("added: seeds/web/")
    assert done.exit_code == (0 if name.endswith(".url") else 1)
    assert len(list(Path("seeds/web").iterdir())) == 1


def test_a_file_is_read_copied_and_its_duplicates_named(site: Site) -> None:
    text = "# The ferry\n\nThe ferry of Zarvik sails at nine.\n"
    Path("My Ferry.md").write_text(text, encoding="utf-8")
    site.pages["/ferry"] = answer(NINE)
    assert add("My Ferry.md").stdout == 'added: seeds/my-ferry.md: "The ferry" (no date, 1 paragraph)\n'
    assert Path("seeds/my-ferry.md").read_text(encoding="utf-8") == text
    assert add(address(site, "/ferry")).stdout.endswith("; the same text is in my-ferry.md\n")
    assert add("seeds/my-ferry.md").stdout == "unchanged: seeds/my-ferry.md: is in the seeds already\n"


def test_another_file_of_the_same_name_is_replaced_only_when_asked(site: Site) -> None:
    Path("a.md").write_text("# A\n\nOne.\n")
    add("a.md")
    Path("a.md").write_text("# A\n\nTwo.\n")
    refused = add("a.md")
    assert refused.exit_code == 1
    assert "another file stands at seeds/a.md" in refused.stderr
    assert add("--replace", "a.md").stdout.startswith("updated: seeds/a.md")
    assert "Two." in Path("seeds/a.md").read_text()


def test_seeds_that_cant_be_written_are_an_error_of_one_line(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("seeds").write_text("a file, no folder")
    Path("a.md").write_text("# A\n\nOne.\n")
    done = add("a.md")
    assert isinstance(done.exception, Exception)
    assert "\n" not in str(done.exception)
    assert "nothing more was added" in str(done.exception)


def test_with_index_it_can_be_asked_at_once(site: Site, request: pytest.FixtureRequest, encoder: object) -> None:
    os.makedirs("data")
    Path("data/encoders").symlink_to(request.config.cache.mkdir("encoders"))
    site.pages["/ferry"] = answer(NINE)
    done = add("--index", address(site, "/ferry"))
    assert done.exit_code == 0, done.output
    asked = CliRunner().invoke(app, ["ask", "When does the ferry of Zarvik sail?"])
    assert "The ferry of Zarvik sails at nine." in asked.stdout
