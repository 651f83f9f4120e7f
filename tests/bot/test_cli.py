"""The command line as an operator uses it: in processes of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SEEDS = Path(__file__).parent.parent.parent / "seeds"


THEN = ("--date", "2022-10-31")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, seed_data: Path) -> Path:
    """A folder with a copy of the seeds' library and its encoder, to run commands in."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "seeds").symlink_to(SEEDS)
    (folder / "data").symlink_to(seed_data)
    encoders = seed_data / "encoders"
    if not encoders.exists():
        encoders.symlink_to(request.config.cache.mkdir("encoders"))
    return folder


def quoted(place: Path, *arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {k: v for k, v in os.environ.items() if not k.startswith("QUOTED_")} | environment
    command = [sys.executable, "-m", "bot.cli", *arguments]
    return subprocess.run(command, cwd=place, input=stdin, capture_output=True, text=True, env=variables, timeout=120)


def test_ask_quotes_with_its_source(place: Path) -> None:
    done = quoted(place, "ask", "How high is Mount Everest?")
    assert done.returncode == 0, done.stderr
    assert "8,848.86 metres" in done.stdout
    assert "Nepal and China agree on the height of Mount Everest" in done.stdout


def test_ask_as_json_keeps_the_contract(place: Path) -> None:
    record = json.loads(quoted(place, "ask", "How high is Mount Everest?", "--json").stdout)
    assert set(record) == {
        "id", "question", "outcome", "confidence", "quotes", "candidates", "closest", "took_ms",
    }  # fmt: skip
    quote = record["quotes"][0]
    assert set(quote) == {
        "article", "paragraph", "text", "sentence", "highlight", "title", "outlet", "author", "published", "url",
        "file", "sha256", "score", "missing", "receipt", "glosses", "also_in",
    }  # fmt: skip
    assert (quote["article"], quote["paragraph"], quote["published"]) == ("everest-height", 1, "2020-12-08")
    assert quote["file"] == "samples/records.jsonl"


def test_verify_says_whether_words_stand_and_where(place: Path) -> None:
    receipt = json.loads(quoted(place, "ask", "How high is Mount Everest?", "--json").stdout)["quotes"][0]["receipt"]
    stands = quoted(place, "verify", receipt)
    assert (stands.returncode, stands.stderr) == (0, "")
    assert stands.stdout.startswith("Stands: ")
    assert "8,848.86 metres" in stands.stdout
    assert "Nepal and China agree on the height of Mount Everest" in stands.stdout
    sentence = json.loads(quoted(place, "verify", receipt, "--json").stdout)
    words = sentence["at"]["text"][slice(*sentence["spans"][0])]
    exact = quoted(place, "verify", words)
    assert (exact.returncode, exact.stdout.split(":")[0]) == (0, "Exact")
    altered = quoted(place, "verify", words.replace("8,848.86", "8,849"))
    assert altered.returncode == 1
    assert altered.stdout.startswith("Altered: ")
    assert "“8,849” is “8,848.86” there" in altered.stdout


def test_verify_says_what_no_article_has(place: Path) -> None:
    done = quoted(place, "verify", "The moon is made of green cheese and honey", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["standing"] == "not_found"


def test_verify_refuses_what_cannot_be_checked(place: Path) -> None:
    done = quoted(place, "verify", "too short")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "quoted: 2 words can't be checked; give between 4 and 400 words of a quotation\n"


def test_ask_answers_lines_in_order(place: Path) -> None:
    lines = [json.dumps({"id": n, "question": q}) for n, q in enumerate(["When did the Panama Canal open?", "Xyzzy?"])]
    done = quoted(place, "ask", "--jsonl", stdin="\n".join(lines))
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(record["id"], record["outcome"]) for record in records] == [("0", "answered"), ("1", "not_found")]


def test_ask_goes_on_from_what_was_asked_before(place: Path) -> None:
    first, second = "When did the Panama Canal open?", "How long is it?"
    record = json.loads(quoted(place, "ask", second, "--after", first, "--json").stdout)
    assert record["about"]["words"] == ["Panama", "Canal"]
    assert record["candidates"][0]["article"] == record["about"]["article"]
    assert "About: Panama Canal" in quoted(place, "ask", second, "--after", first).stdout
    lines = [json.dumps({"id": 1, "question": second, "after": after}) for after in (first, [first], [])]
    done = quoted(place, "ask", "--jsonl", stdin="\n".join(lines))
    assert ["about" in json.loads(line) for line in done.stdout.splitlines()] == [True, True, False]
    assert quoted(place, "ask", "--jsonl", "--after", first, stdin=lines[0]).returncode == 2


def test_last_month_counts_from_the_day_on_which_a_question_is_asked(place: Path) -> None:
    question = "How many people were killed in clashes last month?"
    now, then = (json.loads(quoted(place, "ask", question, "--json", *day).stdout) for day in ((), THEN))
    assert then["confidence"] > now["confidence"]
    lines = [json.dumps({"id": 1, "question": question} | day) for day in ({}, {"date": "2022/10/31"})]
    done = quoted(place, "ask", "--jsonl", stdin="\n".join(lines))
    assert [json.loads(line)["confidence"] for line in done.stdout.splitlines()] == [
        now["confidence"],
        then["confidence"],
    ]


def test_a_day_that_is_none_is_named(place: Path) -> None:
    done = quoted(place, "ask", "Where?", "--date", "31 June")
    assert done.returncode == 2
    assert "31 June: no day such as 2022-10-31" in done.stderr
    assert quoted(place, "ask", "--jsonl", *THEN, stdin="").returncode == 2
    lines = [json.dumps({"id": 1, "question": "Where?", "date": day}) for day in ("soon", "2022-10-31")]
    done = quoted(place, "ask", "--jsonl", stdin="\n".join(lines))
    assert done.stderr == 'quoted: line 1: "date" is no day such as 2022-10-31; it is asked as of today\n'
    assert (len(done.stdout.splitlines()), done.returncode) == (2, 0)


def test_a_line_that_is_no_question_is_named_and_the_rest_answered(place: Path) -> None:
    question = '{"id": 1, "question": "Where?"}\n'
    done = quoted(place, "ask", "--jsonl", stdin=f'{question}nonsense\n[]\n{{"id": 2}}\n{question}')
    assert done.returncode == 1
    assert [line.partition(":")[2].partition(":")[0] for line in done.stderr.splitlines()] == [
        " line 2",
        " line 3",
        " line 4",
    ]
    assert len(done.stdout.splitlines()) == 2


def test_ctrl_c_is_one_line_and_ends_with_130(place: Path) -> None:
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from bot.cli import main; main()"
    )
    variables = {k: v for k, v in os.environ.items() if not k.startswith("QUOTED_")} | {"PYTHONPATH": str(SEEDS.parent)}
    with subprocess.Popen(
        [sys.executable, "-c", program, "ask", "--jsonl"],
        cwd=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=variables,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write('{"id": 1, "question": "How high is Mount Everest?"}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == "1"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (130, "\nquoted: stopped\n")


def test_asking_without_a_library_names_the_next_step(tmp_path: Path) -> None:
    done = quoted(tmp_path, "ask", "Where?")
    assert done.returncode == 2
    assert done.stderr.strip() == "quoted: data: there is no library yet; run: quoted index"


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_a_question_without_a_word_is_refused(place: Path, question: str) -> None:
    done = quoted(place, "ask", question)
    assert (done.returncode, done.stdout) == (2, "")
    assert "give a question" in done.stderr


def test_asking_an_empty_library_says_so_and_what_to_do(place: Path, tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "encoders").symlink_to((place / "data" / "encoders").resolve())
    assert quoted(tmp_path, "index").returncode == 0
    empty = "quoted: data: the library holds no articles; put some into seeds and run: quoted index\n"
    done = quoted(tmp_path, "ask", "Where?")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Not found in the articles.\n", empty)
    done = quoted(tmp_path, "ask", "Where?", "--json")
    assert (json.loads(done.stdout)["outcome"], done.stderr) == ("not_found", empty)
    assert "no articles" not in quoted(place, "ask", "zzyzx?").stderr


def test_a_second_index_run_changes_nothing(place: Path) -> None:
    done = quoted(place, "index", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert (report["changed"], report["added"], report["problems"]) == (0, 0, [])


def test_indexing_a_missing_folder_is_an_error_of_one_line(place: Path) -> None:
    done = quoted(place, "index", "--seeds", "nowhere")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "nowhere: there is no such folder" in done.stderr


def test_read_shows_each_file_and_names_what_cannot_be_read(place: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"\x00\x00")
    done = quoted(place, "read", "--json", str(SEEDS / "samples" / "webb-telescope.md"), str(broken))
    record = json.loads(done.stdout)
    assert done.returncode == 1
    assert record["published"] == "2022-07-12"
    assert set(record) == {"file", "title", "outlet", "author", "published", "url", "language", "paragraphs"}
    assert "broken.txt" in done.stderr


def test_evaluate_prints_every_metric(place: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    rows = [
        {"id": 1, "question": "How high is Mount Everest?", "answerable": True, "answers": ["8,848.86"],
         "evidence": [{"article": "everest-height", "paragraph": 1}]},
        {"id": 2, "question": "Who won the 1954 world cup?", "answerable": False},
    ]  # fmt: skip
    questions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    metrics = json.loads(quoted(place, "evaluate", str(questions), "--json").stdout)
    assert metrics["recall@1"]["mean"] == 1.0
    assert metrics["auroc"] == 1.0
    assert [case["id"] for case in metrics["questions"]] == ["1", "2"]


def test_a_run_is_drawn_and_compared_with_a_saved_one(place: Path, tmp_path: Path) -> None:
    questions, saved = tmp_path / "questions.jsonl", tmp_path / "saved.json"
    rows = [
        {"id": 1, "question": "How high is Mount Everest?", "answerable": True, "answers": ["8,848.86"],
         "evidence": [{"article": "everest-height", "paragraph": 1}], "kind": "easy"},
        {"id": 2, "question": "When did the Panama Canal open?", "answerable": True, "answers": ["1789"],
         "evidence": [{"article": "everest-height", "paragraph": 1}], "kind": "wrong"},
    ]  # fmt: skip
    questions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    saved.write_text(quoted(place, "evaluate", str(questions), "--json").stdout, encoding="utf-8")
    arguments = ("--plots", str(tmp_path / "plots"), "--compare", str(saved), "--worst", "1")
    done = quoted(place, "evaluate", str(questions), *arguments)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "plots" / "reliability.png").exists()
    assert "2 questions in both" in done.stdout
    assert "p 1.0000" in done.stdout
    assert "expected  1789" in done.stdout
    assert "easy" in done.stdout


def test_what_is_no_saved_run_is_named(place: Path, tmp_path: Path) -> None:
    questions, saved = tmp_path / "questions.jsonl", tmp_path / "saved.json"
    questions.write_text('{"id": 1, "question": "Where?", "answerable": false}', encoding="utf-8")
    saved.write_text("{}", encoding="utf-8")
    done = quoted(place, "evaluate", str(questions), "--compare", str(saved))
    assert done.returncode == 2
    assert "not a saved run" in done.stderr


def test_a_wrong_setting_is_named(place: Path) -> None:
    done = quoted(place, "ask", "Where?", QUOTED_ANSWERING_THRESHOLD="high")
    assert done.returncode == 2
    assert "answering.threshold" in done.stderr
    assert "QUOTED_ANSWERING_THRESHOLD" in done.stderr


def test_serving_without_a_token_says_what_to_set(place: Path) -> None:
    done = quoted(place, "serve")
    assert done.returncode == 2
    assert "QUOTED_TELEGRAM_TOKEN" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("role", ["--receive", "--work"])
def test_sharing_the_work_without_a_database_says_what_to_set(place: Path, role: str) -> None:
    done = quoted(place, "serve", role)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "QUOTED_STATE_URL" in done.stderr


def test_one_process_has_one_part_of_the_work(place: Path) -> None:
    done = quoted(place, "serve", "--receive", "--work")
    assert done.returncode == 2
    assert "start a process for each" in done.stderr


def test_calibrating_withholds_articles_and_keeps_the_rest_of_the_settings(place: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    rows = [
        {"id": 1, "question": "How high is Mount Everest?", "answerable": True, "answers": ["8,848.86"],
         "evidence": [{"article": "everest-height", "paragraph": 1}]},
        {"id": 2, "question": "Who won the 1954 world cup?", "answerable": False},
    ]  # fmt: skip
    questions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (tmp_path / "data").symlink_to(place / "data")
    settings = tmp_path / "quoted.toml"
    settings.write_text("# mine\n[answering]\nquotes = 2 # two\n", encoding="utf-8")
    done = quoted(tmp_path, "calibrate", str(questions), "--json", "--write")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["unanswerable"], found["answerable"], found["kept"]) == (2, 1, 1.0)
    assert settings.read_text(encoding="utf-8").startswith("# mine\n[answering]\nquotes = 2 # two\nthreshold = ")


def test_calibrating_needs_questions_whose_answers_are_known(place: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": 1, "question": "Where?", "answerable": false}', encoding="utf-8")
    done = quoted(place, "calibrate", str(questions))
    assert done.returncode == 2
    assert "names its evidence" in done.stderr
