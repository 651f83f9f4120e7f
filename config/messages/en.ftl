# The bot's own words, in English. A translation is a copy of this file named after its language's code.
# Plain text: the bot escapes it. What stands between { } comes from the program and keeps its name.

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

    The words in bold answer it; around them stands the paragraph as it was published. The buttons show the paragraphs before and after, the next source, and copy a citation.

    In a group, write /ask and your question, mention me, or reply to one of my messages. I stay silent otherwise.

    /sources – what I know
    /privacy – what I keep
privacy =
    Your question is read once to find an answer. I don't store it, nor your name, nor this chat.

    I keep the numbers of the messages I have handled for two days, without their text or sender, so that I don't answer twice after a restart. My log notes how long answers take and what goes wrong, not what was asked.

    Telegram keeps this conversation as it keeps any other: telegram.org/privacy
command-ask = Ask a question of fact
command-sources = What I know
command-help = How to ask
command-privacy = What I keep
command-unknown = I don't know that command. Just ask a question, or see /help.

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
outlets-more = { $count ->
    [one] and one more outlet
   *[other] and { $count } more outlets
}

## Answers

not-found = I found no answer to this.
closest = The closest passage, which is not an answer:
date = { DATETIME($date, dateStyle: "long") }
place = paragraph { $number } of { $total }
untitled = Untitled

## Buttons

button-context = Context
button-less = Less
button-next = Next source ({ $shown }/{ $total })
button-copy = Copy citation
button-gone = This source has changed or left since. Please ask again.
button-unreadable = I can't read this button any more. Please ask again.

## When I can't answer

ask-empty = Write your question after /ask, such as: /ask Where will the leaders meet?
too-long = That is a long question. Please ask it in at most { $limit } characters.
not-text = I can only read text. Please write your question.
busy = Many questions at once. Please ask again in a moment.
too-slow = That took me too long. Please ask again in a moment.
failed = Something went wrong on my side. Please try again later.
