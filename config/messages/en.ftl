# The bot's own words, in English. A translation is a copy of this file named after its language's code.
# Plain text: the bot escapes it. What stands between { } comes from the program and keeps its name.

language-name = English

## Commands

start =
    Hello. Ask me a question of fact, and I quote you the words that answer it, with their source.

    I answer only from { $articles ->
        [one] one article
       *[other] { $articles } articles
    } in my library, word for word. When nothing there answers, I say so.

    Try a question, or /sources to see what I know.
help =
    Ask a question of fact, in your own words, such as: Where will the leaders meet?

    The words in bold answer it; around them stands the paragraph as it was published. The buttons show the paragraphs before and after and the next source, open the article, and copy a citation. If you correct your question within ten minutes, I correct my answer.

    A question may go on from the one before: “And in 2020?”, “Why?”, “Who else?”. My first line then says what I take it to be about. Reply to an answer of mine to ask about that one.

    In a group, write /ask and your question, mention me, or reply to one of my messages. I stay silent otherwise. In any chat, type my name and a question, and choose a quote to send.

    /latest – the newest articles
    /sources – what I know
    /topics – the questions you follow
    /verify – check a quotation word for word
    /language – the language I speak
    /privacy – what I keep
    /forget – forget me
privacy =
    { $days ->
        [0] Your question is read once to find an answer. I don't store it, nor your name.
        [one] Your question is read to find an answer. Where I find none, I keep it with your account's number for one day, so that my operator sees what I can't answer. I don't store your name.
       *[other] Your question is read to find an answer. Where I find none, I keep it with your account's number for { $days } days, so that my operator sees what I can't answer. I don't store your name.
    }

    For two days I keep the numbers of the messages I have handled, without text or sender, so that I don't answer twice after a restart. An answer that could not be sent yet waits with the numbers of your chat and your account, at most a day. For ten minutes I keep, by numbers alone, which of my messages answers which of yours, so that a correction of your question reaches its answer. If you choose a language or come by an invitation, I keep that with your account's number. When a group gets a new number from Telegram, I keep both. Whether a quote was helpful is counted by quote, without you. My log notes how long answers take and what goes wrong, not what was asked.

    /forget wipes all that has your number.

    Telegram keeps this conversation as it keeps any other: telegram.org/privacy
privacy-answers =
    For { $days ->
        [one] one day
       *[other] { $days } days
    } I keep which quotes my answers showed, with the numbers of your account and your chat and without your question, so that I can tell you when their source changes or withdraws them. /forget wipes that too.
privacy-follow-up =
    For { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    } I remember your last questions, in memory alone and never on disk, so that your next one may go on from them. /forget wipes that too.
privacy-counts = I count by day how many questions are answered, how long that takes, and which article comes closest to one without an answer: no word of yours, and not who asked.
privacy-kept = My operator may keep the words of a question that had no answer, without who asked, to check later whether I can answer it.
privacy-shared = Several programs share my work: until one of them has handled your message, it waits as Telegram sent it in my operator's database, at most a day. For ten minutes it is noted there when I wrote to which chat.
privacy-topics =
    If you follow a question, I keep its words with the numbers of your account and your chat, and which paragraphs were near it, until you stop it. /topics lists what you follow, and /forget wipes it.
forget-done = Done. Nothing of mine has your number any more.
forget-invitation = Done. Nothing of mine has your number any more, so you will need your invitation again.
language-choose = Which language shall I speak? I quote articles in their own.
language-automatic = As in Telegram
language-chosen = I speak English now.
in-private = That is between you and me. Let's do it in private.
command-ask = Ask a question of fact
command-latest = The newest articles
command-sources = What I know
command-topics = Questions that you follow
command-verify = Check a quotation word for word
command-language = The language I speak
command-help = How to ask
command-privacy = What I keep
command-forget = Forget me
command-stats = How I fare, in figures
command-gaps = What people asked in vain
command-reindex = Bring the library in line with the articles
command-remove = Take an article out
command-unknown = I don't know that command. Just ask a question, or see /help.

## Who may ask

access-closed = I'm sorry, I answer invited readers only. If you have an invitation, open its link.
access-wrong = I'm sorry, that invitation is not valid any more. Please ask for a new one.
access-open = Welcome. You may ask me now.

## What is indexed

indexed = { $articles ->
    [one] I know one article.
   *[other] I know { $articles } articles.
}
indexed-range = { $articles ->
    [one] I know one article, of { DATETIME($earliest, dateStyle: "long") }.
   *[other] I know { $articles } articles, from { DATETIME($earliest, dateStyle: "long") } to { DATETIME($latest, dateStyle: "long") }.
}
indexed-nothing = No articles are indexed yet, so I can't answer anything. Please come back later.
outlet = { $name }: { $articles }
outlet-dates = from { DATETIME($earliest, dateStyle: "long") } to { DATETIME($latest, dateStyle: "long") }
newest = Newest articles
outlets-more = { $count ->
    [one] and one more outlet
   *[other] and { $count } more outlets
}

## Answers

not-found = I found no answer to this.
coverage-until = None of my articles is dated after { DATETIME($date, dateStyle: "long") }.
coverage-name = { $articles ->
    [one] One article has the word “{ $name }”.
   *[other] { $articles } articles have the word “{ $name }”.
}
closest = The closest passage, which is not an answer:
closest-lacks = It says nothing of: { $words }
date = { DATETIME($date, dateStyle: "long") }
place = paragraph { $number } of { $total }
page = p. { $number }
gloss = “{ $words }” = { $period }
gloss-about = “{ $words }” = about { $period }
also-in = Also in: { $names }
also-in-more = Also in: { $names } { $count ->
    [one] and one more outlet
   *[other] and { $count } more outlets
}
newer = A newer article tells this story: { DATETIME($date, dateStyle: "long") }
differ = Sources differ:
correction-changed = The source changed this passage; I noticed it on { DATETIME($date, dateStyle: "long") }. It said:
correction-now = It says now:
correction-taken-out = The source took this passage out; I noticed it on { DATETIME($date, dateStyle: "long") }. It said:
correction-withdrawn = This article was withdrawn; I noticed it on { DATETIME($date, dateStyle: "long") }. It said:
about = About: { $topic }
respelled = Read as: { $words }
untitled = Untitled

## Following a question

follow-done = I’ll write to you when something new answers this, at most once a day. I keep the question’s words until you stop: /topics
follow-most = You follow { $most } questions already. Stop one first: /topics
follow-lost = I don’t remember that question any more. Please ask it again.
follow-stopped = Stopped. I have forgotten the question.
topics = { $count ->
    [one] You follow one question. I write at most once a day when something new answers it. A press stops it:
   *[other] You follow { $count } questions. I write at most once a day on each when something new answers it. A press stops one:
}
topics-none = You follow no question. Ask one, and press the button below my answer to be told when something new answers it.
topic-new = Something new on: { $topic }

## Inline: buttons above the results

inline-short = Type a question of fact
inline-nothing = No answer to this – ask me in private
inline-later = Busy for a moment – ask me in private
inline-closed = For invited readers only

## Verifying a quotation

verify-exact = Exact. These words stand in an article:
verify-typography = Exact in its words. Only punctuation or typography differs:
verify-altered = Altered. The article has other words:
verify-not-found = Not found. No article of mine has these words.
verify-changed = “{ $claimed }” is “{ $stands }” there
verify-put-in = “{ $claimed }” is not there
verify-left-out = “{ $stands }” is left out
verify-more = { $count ->
    [one] and one more difference
   *[other] and { $count } more differences
}
verify-also = { $count ->
    [one] The same words stand in one more place.
   *[other] The same words stand in { $count } more places.
}
verify-stands = It stands. The quoted words are there, letter for letter:
verify-moved = It was paragraph { $before } and is paragraph { $now } now.
verify-receipt-altered = Altered. The article is there, the quoted words are not.
verify-now = What paragraph { $number } says now:
verify-gone = Gone. Neither the quoted words nor their article are there any more.
verify-mistyped = That looks like a receipt, but a letter or digit is mistyped. Please copy it once more.
verify-length = Please send between { $fewest } and { $most } words of a quotation.
verify-empty = Write a quotation or a receipt after /verify, or reply with /verify to a message that has one.

## Buttons

button-context = Context
button-less = Less
button-next = Next source ({ $shown }/{ $total })
button-newer = Newer article
button-fresh = Ask it by itself
button-follow = Tell me when something new answers this
button-stop = Stop telling me
button-open = Open
button-copy = Copy citation
button-helpful = 👍 Helpful
button-unhelpful = 👎 Not helpful
button-newest = « Newest
button-older = Older »
button-outlets = All outlets
button-back = « Back
button-more = More »
button-private = Write to me
button-thanks = Thank you.
button-asker = Only who asked can use this button. Ask me yourself with /ask.
button-gone = This source has changed or left since. Please ask again.
button-unreadable = I can't read this button any more. Please ask again.

## When I can't answer

ask-empty = Write your question after /ask, such as: /ask Where will the leaders meet?
question-empty = I found no words in that. Please write a question.
too-long = That is a long question. Please ask it in at most { $limit } characters.
forwarded = Thank you for forwarding. Please ask your question in your own words.
not-text = I can only read text. Please write your question.
too-many = That is a lot of questions. Please go on in { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}.
busy = Many questions at once. Please ask again in a moment.
too-slow = That took me too long. Please ask again in a moment.
failed = Something went wrong on my side. Please try again later.

## For operators

operators-only = That is for my operators. Ask me a question of fact instead, or see /help.
help-operators =
    As an operator you can also use:

    /stats – how I fare, in figures
    /gaps – what people asked in vain, by meaning
    /reindex – bring the library in line with the articles
    /remove – take an article out: with a link, a file's path or words after it, or in reply to an answer

    Send me a file, or a link and nothing else, and I show what it holds before you add it.
stats-library = { $articles ->
    [one] One article
   *[other] { $articles } articles
}, { $passages ->
    [one] one passage
   *[other] { $passages } passages
}
stats-today = Today (UTC): { $questions ->
    [one] one question
   *[other] { $questions } questions
}
stats-questions = Last { $days } days: { $questions ->
    [one] one question
   *[other] { $questions } questions
}, { NUMBER($rate, maximumFractionDigits: 1) } a day
stats-nothing = Last { $days } days: no questions
stats-not-found = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } without an answer
stats-times = half answered within { NUMBER($half, maximumFractionDigits: 2) } s, 95 % within { NUMBER($most, maximumFractionDigits: 2) } s
stats-trouble = { $count ->
    [one] one that I failed at or had no time for
   *[other] { $count } that I failed at or had no time for
}
stats-feedback = Quotes called helpful: { $helpful }, not helpful: { $unhelpful }
gaps-kept = { $count ->
    [one] One question had no answer
   *[other] { $count } questions had no answer
} in the last { $days ->
    [one] day
   *[other] { $days } days
}
gaps-none = Every question of the last { $days ->
    [one] day
   *[other] { $days } days
} had an answer.
gaps-filled = has an answer by now
gaps-left-out = { $count ->
    [one] and one earlier wording, too many to be grouped
   *[other] and { $count } earlier wordings, too many to be grouped
}
gap-entry = { $count }×, last on { DATETIME($date, dateStyle: "medium") }
gap-asked = { $count ->
    [one] Asked once
   *[other] Asked { $count } times
}, last on { DATETIME($date, dateStyle: "medium") }
gap-wordings-more = { $count ->
    [one] and in one more wording
   *[other] and in { $count } more wordings
}
gap-open = Still no answer. Send me a file or a link that has it, and look here again.
gap-filled = By now this answers it:
gap-gone = That question is not there any more.
gap-changed = The answer has changed meanwhile. Please look again.
gap-kept = Kept in { $file }
gap-dismissed = Dismissed.
gaps-not-kept = I keep no questions (privacy.question_days is 0), so I can't say what was asked in vain, only how much.
gaps-counted = In the last { $days } days, { $count } of { $questions } questions had no answer.
gaps-near = These articles came nearest to them:
gaps-near-none = { $count ->
    [one] To one of them no article came near.
   *[other] To { $count } of them no article came near.
}
button-keep = ✓ Right: keep it for quoted evaluate
button-keep-open = Keep it as one without an answer
button-dismiss = Dismiss
not-written = That could not be written: { $reason }. Please mend that and try again.
reindex-preparing = Reindexing: preparing…
reindex-share = Reindexing: { NUMBER($share, style: "percent", maximumFractionDigits: 0) }
reindex-bytes = { NUMBER($now, maximumFractionDigits: 2) } of { NUMBER($total, maximumFractionDigits: 2) } MB
reindex-rate = { NUMBER($rate, maximumFractionDigits: 0) } kB a second
reindex-left-seconds = { $seconds ->
    [one] about one second left
   *[other] about { $seconds } seconds left
}
reindex-left-minutes = { $minutes ->
    [one] about one minute left
   *[other] about { $minutes } minutes left
}
reindex-publishing = Reindexing: writing the indexes…
reindex-done = { $seconds ->
    [one] Reindexed in one second
   *[other] Reindexed in { $seconds } seconds
}
reindex-files = Files: { $new } new, { $changed } changed, { $moved } moved, { $gone } gone
reindex-passages = Passages: { $added } added, { $removed } removed
reindex-nothing = { $files ->
    [one] Nothing changed in one file
   *[other] Nothing changed in { $files } files
}
reindex-problems = { $count ->
    [one] One file could not be used:
   *[other] { $count } files could not be used:
}
reindex-problems-more = { $count ->
    [one] and one more; quoted index names them all
   *[other] and { $count } more; quoted index names them all
}
reindex-stopped = Stopped. What was applied is kept, and the next run goes on from there.
reindex-cut-off = I was restarted meanwhile, and this run was cut off. What was applied is kept, and the next run goes on from there.
reindex-failed = The run failed: { $reason }
reindex-already = A run is going on already ({ NUMBER($share, style: "percent", maximumFractionDigits: 0) }).
reindex-over = That run is over.
reindex-stopping = Stopping…
button-cancel = Cancel
button-go-on = Go on
button-reindex = Reindex now
submission-reading = Reading…
submission-refused = That can't be added. { $reason }
submission-gone = I don't have that any more. Please send it again.
submission-changed = It is not what it was when I showed it. Please look again.
submission-discarded = Discarded.
submission-undated = no date
submission-paragraphs = { $count ->
    [one] One paragraph:
   *[other] { $count } paragraphs, the first:
}
submission-articles = { $count ->
    [one] One article
   *[other] { $count } articles
}
submission-more = and { $count } more
submission-known = It stands in the seeds already, as it is.
submission-replaces = It would replace { $file }, which is kept aside.
submission-same = The same text is in: { $names }
submission-links = I take { $count } links at a time. Please send the others in another message, or in a .txt file.
submission-added = { $count ->
    [one] Added:
   *[other] { $count } articles added:
}
submission-unchanged = It stood there already, unchanged: { $file }
submission-comes = It is quoted in a moment.
submission-waits = It is quoted after the next reindex.
field-title = Title
field-outlet = Outlet
field-author = Author
field-published = Date
field-url = Link
field-ask = { $name }: what shall it be? Reply with the words, or with a hyphen for none.
field-refused = { $name } can't be that. A title is needed, a date is written as 2024-05-31, a link begins with https://, and none is longer than 300 characters.
field-changed = { $name }: changed above.
button-add = Add
button-replace = Replace
button-edit = Edit
button-discard = Discard
remove-which = Which one shall leave?
remove-nothing = I know no such article. Write a link, a file's path or words of it after /remove.
remove-file = File: { $file }
remove-alone = Only this article leaves the file.
remove-others = { $count ->
    [one] One more article of the file leaves with it.
   *[other] { $count } more articles of the file leave with it.
}
remove-gone = I don't have that article any more.
remove-done = Taken out: { $name }
remove-waits = It is quoted until the next reindex.
remove-goes = It is quoted for a moment longer.
remove-left = It stays.
remove-undone = Brought back: { $file }
remove-failed = That did not work. { $reason }
button-remove = Take it out
button-leave = Leave it
button-undo = Undo
