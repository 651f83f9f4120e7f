"""What is kept on disk beside a library, how it is made, and what is said of it when one of its files is damaged.

One `Keeping` each: it fills folders, and judges a copy of one in which a file was damaged. A judgement that begins with
"wrong" is one; an error that is not ours is raised.
"""

import functools
import json
import pickle
import random
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.faults.changing_seeds import ChangingSeeds, complete, encoders, opened, packaged_encoder
from bot.backup import back_up, restore
from bot.outbox import Letter, Outbox
from bot.state import BotState, Retention
from retrieval.encoder import find_encoder
from retrieval.errors import QuotedError
from retrieval.library import Library
from retrieval.subscriptions import Remembered, Subscriptions

FILES, TURNS = 12, 4
BOT, PEOPLE, DAY_S = 7, 50, 86_400.0
NOW = 1_800_000_000.0
FEEDS = tuple(f"https://gazette.example/{n}.xml" for n in range(20))
CLOSED, IN_USE = "closed", "in use"
"""A folder after its last use, and with the log that it has while it is used."""


@dataclass(frozen=True)
class Keeping:
    """Files of one sort: how folders of them are made, and what becomes of a damaged one."""

    make: Callable[[Path], None]  # in the work folder, under the name of this
    judge: Callable[[Path, Path], str]  # the work folder, and a damaged folder


@functools.cache
def seeds(work: Path) -> ChangingSeeds:
    """The seeds as they stood when the library had been made, once a process."""
    found: ChangingSeeds = pickle.loads((work / "seeds.pickle").read_bytes())
    return found


def make_library(work: Path) -> None:
    """A library of several publications, so that older generations and a tail are there."""
    place = work / "library"
    changing = ChangingSeeds(work / "seeds", FILES, random.Random(1))
    for turn in range(TURNS):
        changing.turn(FILES)
        with closing(opened(place / CLOSED, write=True)) as library:
            complete(changing, library)
            if turn == TURNS - 1:
                shutil.copytree(place / CLOSED, place / IN_USE)
    (work / "seeds.pickle").write_bytes(pickle.dumps(changing))


def judge_library(work: Path, folder: Path) -> str:
    """What a reader makes of the folder, then the indexer, then a reader again."""
    try:
        with closing(opened(folder)) as library:
            first = shown(library, work)
    except QuotedError:
        first = "refused"
    if first.startswith("wrong"):
        return first
    try:
        with closing(opened(folder, write=True)) as library:
            found = complete(seeds(work), library, thorough=True)
    except QuotedError:
        return f"{first}, and refused by the indexer"
    return f"wrong after indexing: {found[0]}" if found else f"{first}, whole after indexing"


def shown(library: Library, work: Path) -> str:
    """What a reader shows: all of it, an older state of the seeds or less of them, or what nobody wrote."""
    objections = seeds(work).objections(library)
    worst = [text for text in objections if "nobody" in text or "garbled" in text or "mixes" in text]
    if worst:
        return f"wrong: {worst[0]}"
    return "older or less" if objections else "harmless"


def make_encoder(work: Path) -> None:
    """The compiled encoder's folder."""
    packaged_encoder()
    shutil.copytree(encoders(), work / "encoder" / CLOSED, ignore=shutil.ignore_patterns("*.lock"))


def judge_encoder(_: Path, folder: Path) -> str:
    """Whether the encoder is found there and gives the vectors that it gave."""
    whole = packaged_encoder()
    try:
        found = find_encoder(whole.fingerprint, folder, threads=1)
    except QuotedError:
        return "refused"
    if found is None:
        return "not found, and compiled again"
    question = "How many sheep did the mayor count?"
    passages = ["The mayor counted sheep.", "The bridge opened in 1802. It was closed a year later."]
    same = np.array_equal(found.encode_question(question), whole.encode_question(question))
    same &= np.array_equal(found.encode_passages(passages), whole.encode_passages(passages))
    return "harmless" if same else "wrong: other vectors"


def letter(person: int) -> Letter:
    """An answer that waits to be sent."""
    text = f"Reader {person}, the mayor of Town {person} counted {1000 + person} sheep on the common."
    button = {"text": "More", "callback_data": f"more:{person}"}
    return Letter(person, person, f"<b>{text}</b>", text, reply_to=person, keyboard={"inline_keyboard": [[button]]})


def make_state(work: Path) -> None:
    """The bot's own database, with people, answers that wait and questions that are kept."""
    place = work / "bot"
    state = BotState(place / CLOSED / "bot.db", retention=Retention(questions=30), clock=lambda: NOW)
    outbox = Outbox(state.database, BOT, clock=state.clock)
    for person in range(1, PEOPLE + 1):
        state.begin(BOT, person)
        state.choose_language(person, "de")
        state.rate(f"report-{person}", 1, helpful=True)
        state.keep_question(person, f"How many sheep are in Town {person}?")
        outbox.put(letter(person), update=person)
    shutil.copytree(place / CLOSED, place / IN_USE)
    state.close()


def judge_state(_: Path, folder: Path) -> str:
    """What the bot reads from it, and whether it can go on writing."""
    try:
        with closing(BotState(folder / "bot.db", retention=Retention(questions=30), clock=lambda: NOW)) as state:
            outbox = Outbox(state.database, BOT, clock=state.clock)
            outbox.recover()
            waiting = {one.letter.person: one.letter for one in outbox.waiting()}
            languages = {person: state.language(person) for person in range(1, PEOPLE + 1)}
            questions, counts = state.unanswered(), state.feedback()
            outbox.put(letter(PEOPLE + 1), update=PEOPLE + 1)
            state.forget(1)
    except QuotedError:
        return "refused"
    garbled = [one for person, one in waiting.items() if one.html != letter(person).html]
    if garbled:
        return f"wrong: a letter says {garbled[0].html}"
    whole = len(waiting) == len(questions) == len(counts) == PEOPLE and set(languages.values()) == {"de"}
    return "harmless" if whole else "less"


def make_backup(work: Path) -> None:
    """A backup of the library and of the bot's database, which were made before."""
    data = work / "to-back-up"
    shutil.copytree(work / "library" / CLOSED, data)
    shutil.copy(work / "bot" / CLOSED / "bot.db", data)
    (work / "backup" / CLOSED).mkdir(parents=True)
    back_up(data, work / "backup" / CLOSED / "quoted.backup")


def judge_backup(work: Path, folder: Path) -> str:
    """Restored into an empty folder: everything, or nothing."""
    try:
        restore(folder / "quoted.backup", folder / "data")
        with closing(opened(folder / "data")) as library:
            return shown(library, work).replace("older or less", "wrong: less")
    except (QuotedError, FileNotFoundError) as error:
        if (folder / "data" / "library.db").exists():
            return f"wrong: {error!r} and half restored"
        return "refused"


def make_feeds(work: Path) -> None:
    """What is remembered of feeds."""
    done = tuple(f"https://gazette.example/reports/{n}" for n in range(20))
    feed = Remembered(due=NOW, etag='"5"', modified="Mon, 31 Oct 2022 10:00:00 GMT", done=done, tries={"7": 2})
    (work / "feeds" / CLOSED).mkdir(parents=True)
    notes = json.dumps(dict.fromkeys(FEEDS, asdict(feed)), indent=1)
    (work / "feeds" / CLOSED / "feeds.json").write_text(notes)


def judge_feeds(_: Path, folder: Path) -> str:
    """Whether every feed is still asked within its time."""
    feeds = Subscriptions(FEEDS, folder / "feeds.json", every_s=3600, clock=lambda: NOW + DAY_S)
    return "harmless" if set(feeds.due()) == set(FEEDS) else "asked later"


KEEPINGS: Mapping[str, Keeping] = {
    "library": Keeping(make_library, judge_library),
    "encoder": Keeping(make_encoder, judge_encoder),
    "bot": Keeping(make_state, judge_state),
    "backup": Keeping(make_backup, judge_backup),
    "feeds": Keeping(make_feeds, judge_feeds),
}
