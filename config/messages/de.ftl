# Die eigenen Worte des Bots, auf Deutsch. Was die Teile bedeuten, steht in en.ftl.

language-name = Deutsch

## Befehle

start =
    Hallo. Stellen Sie mir eine Sachfrage, und ich zitiere die Worte, die sie beantworten, mit ihrer Quelle.

    Ich antworte nur aus { $articles ->
        [one] einem Artikel
       *[other] { $articles } Artikeln
    } meiner Bibliothek, Wort für Wort. Steht dort keine Antwort, dann sage ich das.

    Fragen Sie einfach, oder sehen Sie mit /sources, was ich kenne.
help =
    Stellen Sie eine Sachfrage in Ihren eigenen Worten, etwa: Wo treffen sich die Staatschefs?

    Die fetten Worte beantworten sie; darum herum steht der Absatz, wie er veröffentlicht wurde. Die Knöpfe zeigen die Absätze davor und danach und die nächste Quelle, öffnen den Artikel und kopieren ein Zitat mit Quellenangabe. Wenn Sie Ihre Frage innerhalb von zehn Minuten ändern, ändere ich meine Antwort.

    Eine Frage kann an die vorige anknüpfen: „Und 2020?“, „Warum?“, „Wer noch?“. In der ersten Zeile steht dann, worauf ich sie beziehe. Antworten Sie auf eine meiner Antworten, um zu dieser weiterzufragen.

    Schreiben Sie in einer Gruppe /ask und Ihre Frage, erwähnen Sie mich oder antworten Sie auf eine meiner Nachrichten. Sonst schweige ich. In jedem Chat können Sie meinen Namen und eine Frage eintippen und ein Zitat zum Senden auswählen.

    /latest – die neuesten Artikel
    /sources – was ich kenne
    /topics – die Fragen, denen Sie folgen
    /verify – ein Zitat Wort für Wort prüfen
    /language – meine Sprache
    /privacy – was ich speichere
    /forget – mich vergessen
privacy =
    { $days ->
        [0] Ihre Frage wird einmal gelesen, um eine Antwort zu finden. Ich speichere weder sie noch Ihren Namen.
        [one] Ihre Frage wird gelesen, um eine Antwort zu finden. Finde ich keine, speichere ich sie mit der Nummer Ihres Kontos einen Tag lang, damit mein Betreiber sieht, was ich nicht beantworten kann. Ihren Namen speichere ich nicht.
       *[other] Ihre Frage wird gelesen, um eine Antwort zu finden. Finde ich keine, speichere ich sie mit der Nummer Ihres Kontos { $days } Tage lang, damit mein Betreiber sieht, was ich nicht beantworten kann. Ihren Namen speichere ich nicht.
    }

    Zwei Tage lang speichere ich die Nummern der bearbeiteten Nachrichten, ohne Text und Absender, um nach einem Neustart nicht doppelt zu antworten. Eine Antwort, die noch nicht gesendet werden konnte, wartet mit den Nummern Ihres Chats und Ihres Kontos, höchstens einen Tag. Zehn Minuten lang merke ich mir, nur in Nummern, welche meiner Nachrichten welche Ihrer beantwortet, damit eine Korrektur Ihrer Frage deren Antwort erreicht. Wenn Sie eine Sprache wählen oder durch eine Einladung kommen, speichere ich das mit der Nummer Ihres Kontos. Bekommt eine Gruppe von Telegram eine neue Nummer, speichere ich beide. Ob ein Zitat hilfreich war, wird je Zitat gezählt, ohne Sie. Mein Protokoll hält fest, wie lange Antworten dauern und was misslingt, nicht, was gefragt wurde.

    /forget löscht alles, was Ihre Nummer trägt.

    Telegram bewahrt dieses Gespräch auf wie jedes andere: telegram.org/privacy
privacy-answers =
    { $days ->
        [one] Einen Tag
       *[other] { $days } Tage
    } lang speichere ich, welche Zitate meine Antworten zeigten, mit den Nummern Ihres Kontos und Ihres Chats und ohne Ihre Frage, damit ich Ihnen sagen kann, wenn ihre Quelle sie ändert oder zurückzieht. /forget löscht auch das.
privacy-follow-up =
    { $minutes ->
        [one] Eine Minute
       *[other] { $minutes } Minuten
    } lang merke ich mir Ihre letzten Fragen, nur im Arbeitsspeicher und nie auf der Festplatte, damit die nächste daran anknüpfen kann. /forget löscht auch das.
privacy-counts = Ich zähle je Tag, wie viele Fragen beantwortet werden, wie lange das dauert und welcher Artikel einer Frage ohne Antwort am nächsten kommt: kein Wort von Ihnen, und nicht, wer gefragt hat.
privacy-kept = Mein Betreiber kann den Wortlaut einer Frage ohne Antwort aufheben, ohne wer gefragt hat, um später zu prüfen, ob ich sie beantworten kann.
privacy-shared = Mehrere Programme teilen sich meine Arbeit: Bis eines davon Ihre Nachricht bearbeitet hat, wartet sie, so wie Telegram sie geschickt hat, in der Datenbank meines Betreibers, höchstens einen Tag. Zehn Minuten lang steht dort auch, wann ich in welchen Chat geschrieben habe.
privacy-topics =
    Wenn Sie einer Frage folgen, speichere ich ihre Worte mit den Nummern Ihres Kontos und Ihres Chats, und welche Absätze ihr nahe waren, bis Sie es beenden. /topics zeigt, welchen Fragen Sie folgen, und /forget löscht sie.
forget-done = Erledigt. Bei mir trägt nichts mehr Ihre Nummer.
forget-invitation = Erledigt. Bei mir trägt nichts mehr Ihre Nummer; Sie brauchen daher Ihre Einladung noch einmal.
language-choose = Welche Sprache soll ich sprechen? Artikel zitiere ich in ihrer eigenen.
language-automatic = Wie in Telegram
language-chosen = Ich spreche jetzt Deutsch.
in-private = Das geht nur uns beide an. Klären wir es unter vier Augen.
command-ask = Eine Sachfrage stellen
command-latest = Die neuesten Artikel
command-sources = Was ich kenne
command-topics = Fragen, denen Sie folgen
command-verify = Ein Zitat Wort für Wort prüfen
command-language = Meine Sprache
command-help = Wie man fragt
command-privacy = Was ich speichere
command-forget = Mich vergessen
command-stats = Wie es läuft, in Zahlen
command-gaps = Was vergeblich gefragt wurde
command-reindex = Die Bibliothek mit den Artikeln abgleichen
command-remove = Einen Artikel herausnehmen
command-unknown = Diesen Befehl kenne ich nicht. Fragen Sie einfach, oder siehe /help.

## Wer fragen darf

access-closed = Es tut mir leid, ich antworte nur eingeladenen Lesern. Wenn Sie eine Einladung haben, öffnen Sie ihren Link.
access-wrong = Es tut mir leid, diese Einladung gilt nicht mehr. Bitten Sie um eine neue.
access-open = Willkommen. Sie können mich jetzt fragen.

## Was erfasst ist

indexed = { $articles ->
    [one] Ich kenne einen Artikel.
   *[other] Ich kenne { $articles } Artikel.
}
indexed-range = { $articles ->
    [one] Ich kenne einen Artikel, vom { DATETIME($earliest, dateStyle: "long") }.
   *[other] Ich kenne { $articles } Artikel, vom { DATETIME($earliest, dateStyle: "long") } bis zum { DATETIME($latest, dateStyle: "long") }.
}
indexed-nothing = Es sind noch keine Artikel erfasst, daher kann ich nichts beantworten. Bitte kommen Sie später wieder.
outlet = { $name }: { $articles }
outlet-dates = vom { DATETIME($earliest, dateStyle: "long") } bis zum { DATETIME($latest, dateStyle: "long") }
newest = Neueste Artikel
outlets-more = { $count ->
    [one] und ein weiteres Medium
   *[other] und { $count } weitere Medien
}

## Antworten

not-found = Darauf habe ich keine Antwort gefunden.
coverage-until = Keiner meiner Artikel ist jünger als vom { DATETIME($date, dateStyle: "long") }.
coverage-name = { $articles ->
    [one] In einem Artikel kommt „{ $name }“ vor.
   *[other] In { $articles } Artikeln kommt „{ $name }“ vor.
}
closest = Die nächstliegende Stelle, die keine Antwort ist:
closest-lacks = Darin fehlt: { $words }
date = { DATETIME($date, dateStyle: "long") }
place = Absatz { $number } von { $total }
page = S. { $number }
gloss = “{ $words }” = { $period }
gloss-about = “{ $words }” = etwa { $period }
also-in = Auch in: { $names }
also-in-more = Auch in: { $names } { $count ->
    [one] und einem weiteren Medium
   *[other] und { $count } weiteren Medien
}
newer = Ein neuerer Artikel berichtet darüber: { DATETIME($date, dateStyle: "long") }
differ = Die Quellen widersprechen sich:
correction-changed = Die Quelle hat diese Stelle geändert; bemerkt am { DATETIME($date, dateStyle: "long") }. Dort stand:
correction-now = Jetzt steht dort:
correction-taken-out = Die Quelle hat diese Stelle gestrichen; bemerkt am { DATETIME($date, dateStyle: "long") }. Dort stand:
correction-withdrawn = Dieser Artikel wurde zurückgezogen; bemerkt am { DATETIME($date, dateStyle: "long") }. Dort stand:
about = Zum Thema: { $topic }
respelled = Gelesen als: { $words }
untitled = Ohne Titel

## Einer Frage folgen

follow-done = Ich schreibe Ihnen, wenn Neues dies beantwortet, höchstens einmal am Tag. Bis Sie es beenden, speichere ich die Worte der Frage: /topics
follow-most = Sie folgen schon { $most } Fragen. Beenden Sie erst eine: /topics
follow-lost = An diese Frage erinnere ich mich nicht mehr. Bitte stellen Sie sie noch einmal.
follow-stopped = Beendet. Ich habe die Frage vergessen.
topics = { $count ->
    [one] Sie folgen einer Frage. Ich schreibe höchstens einmal am Tag, wenn Neues sie beantwortet. Ein Druck beendet das:
   *[other] Sie folgen { $count } Fragen. Zu jeder schreibe ich höchstens einmal am Tag, wenn Neues sie beantwortet. Ein Druck beendet eine:
}
topics-none = Sie folgen keiner Frage. Stellen Sie eine, und drücken Sie den Knopf unter meiner Antwort, um zu erfahren, wenn Neues sie beantwortet.
topic-new = Neues zu: { $topic }

## Inline: Knöpfe über den Ergebnissen

inline-short = Sachfrage eintippen
inline-nothing = Keine Antwort darauf – fragen Sie mich direkt
inline-later = Gerade viel zu tun – fragen Sie mich direkt
inline-closed = Nur für eingeladene Leser

## Ein Zitat prüfen

verify-exact = Wörtlich. Diese Worte stehen in einem Artikel:
verify-typography = Wörtlich. Nur Satzzeichen oder Typografie weichen ab:
verify-altered = Verändert. Im Artikel stehen andere Worte:
verify-not-found = Nicht gefunden. Keiner meiner Artikel hat diese Worte.
verify-changed = „{ $claimed }“ heißt dort „{ $stands }“
verify-put-in = „{ $claimed }“ steht dort nicht
verify-left-out = „{ $stands }“ ist ausgelassen
verify-more = { $count ->
    [one] und eine weitere Abweichung
   *[other] und { $count } weitere Abweichungen
}
verify-also = { $count ->
    [one] Dieselben Worte stehen an einer weiteren Stelle.
   *[other] Dieselben Worte stehen an { $count } weiteren Stellen.
}
verify-stands = Es steht noch da. Die zitierten Worte, Buchstabe für Buchstabe:
verify-moved = Es war Absatz { $before } und ist jetzt Absatz { $now }.
verify-receipt-altered = Verändert. Den Artikel gibt es noch, die zitierten Worte nicht.
verify-now = Was in Absatz { $number } jetzt steht:
verify-gone = Fort. Weder die zitierten Worte noch ihr Artikel sind noch da.
verify-mistyped = Das sieht nach einem Beleg aus, aber ein Zeichen ist vertippt. Bitte kopieren Sie ihn noch einmal.
verify-length = Bitte senden Sie { $fewest } bis { $most } Wörter eines Zitats.
verify-empty = Schreiben Sie ein Zitat oder einen Beleg hinter /verify, oder antworten Sie mit /verify auf eine Nachricht, die eines hat.

## Knöpfe

button-context = Umfeld
button-less = Weniger
button-next = Nächste Quelle ({ $shown }/{ $total })
button-newer = Neuerer Artikel
button-fresh = Frage für sich stellen
button-follow = Melden, wenn Neues dies beantwortet
button-stop = Nicht mehr melden
button-open = Öffnen
button-copy = Zitat kopieren
button-helpful = 👍 Hilfreich
button-unhelpful = 👎 Nicht hilfreich
button-newest = « Neueste
button-older = Ältere »
button-outlets = Alle Quellen
button-back = « Zurück
button-more = Mehr »
button-private = Schreiben Sie mir
button-thanks = Danke.
button-asker = Nur wer gefragt hat, kann diesen Knopf benutzen. Fragen Sie selbst mit /ask.
button-gone = Diese Quelle wurde inzwischen geändert oder entfernt. Bitte fragen Sie noch einmal.
button-unreadable = Diesen Knopf kann ich nicht mehr lesen. Bitte fragen Sie noch einmal.

## Wenn ich nicht antworten kann

ask-empty = Schreiben Sie Ihre Frage hinter /ask, etwa: /ask Wo treffen sich die Staatschefs?
question-empty = Darin habe ich keine Worte gefunden. Bitte schreiben Sie eine Frage.
too-long = Das ist eine lange Frage. Bitte stellen Sie sie in höchstens { $limit } Zeichen.
forwarded = Danke fürs Weiterleiten. Bitte stellen Sie Ihre Frage in eigenen Worten.
not-text = Ich kann nur Text lesen. Bitte schreiben Sie Ihre Frage.
too-many = Das sind viele Fragen. Bitte machen Sie in { $seconds ->
    [one] einer Sekunde
   *[other] { $seconds } Sekunden
} weiter.
busy = Gerade sind es viele Fragen auf einmal. Bitte fragen Sie gleich noch einmal.
too-slow = Das hat zu lange gedauert. Bitte fragen Sie gleich noch einmal.
failed = Bei mir ist etwas schiefgegangen. Bitte versuchen Sie es später noch einmal.

## Für Betreiber

operators-only = Das ist meinen Betreibern vorbehalten. Stellen Sie mir gern eine Sachfrage, oder sehen Sie /help.
help-operators =
    Als Betreiber haben Sie außerdem:

    /stats – wie es läuft, in Zahlen
    /gaps – was vergeblich gefragt wurde, nach Sinn geordnet
    /reindex – die Bibliothek mit den Artikeln abgleichen
    /remove – einen Artikel herausnehmen: mit Link, Dateipfad oder Worten dahinter, oder als Antwort auf eine Antwort

    Schicken Sie mir eine Datei oder nichts als einen Link, und ich zeige, was darin steht, bevor Sie es hinzufügen.
stats-library = { $articles ->
    [one] Ein Artikel
   *[other] { $articles } Artikel
}, { $passages ->
    [one] ein Absatz
   *[other] { $passages } Absätze
}
stats-today = Heute (UTC): { $questions ->
    [one] eine Frage
   *[other] { $questions } Fragen
}
stats-questions = Letzte { $days } Tage: { $questions ->
    [one] eine Frage
   *[other] { $questions } Fragen
}, { NUMBER($rate, maximumFractionDigits: 1) } am Tag
stats-nothing = Letzte { $days } Tage: keine Fragen
stats-not-found = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } ohne Antwort
stats-times = die Hälfte beantwortet in { NUMBER($half, maximumFractionDigits: 2) } s, 95 % in { NUMBER($most, maximumFractionDigits: 2) } s
stats-trouble = { $count ->
    [one] eine, an der ich gescheitert bin oder für die die Zeit fehlte
   *[other] { $count }, an denen ich gescheitert bin oder für die die Zeit fehlte
}
stats-feedback = Hilfreich genannte Zitate: { $helpful }, nicht hilfreich: { $unhelpful }
gaps-kept = { $count ->
    [one] Eine Frage blieb
   *[other] { $count } Fragen blieben
} ohne Antwort, in { $days ->
    [one] einem Tag
   *[other] { $days } Tagen
}
gaps-none = In { $days ->
    [one] einem Tag
   *[other] { $days } Tagen
} hatte jede Frage eine Antwort.
gaps-filled = hat inzwischen eine Antwort
gaps-left-out = { $count ->
    [one] und eine frühere Formulierung, zu viele zum Ordnen
   *[other] und { $count } frühere Formulierungen, zu viele zum Ordnen
}
gap-entry = { $count }×, zuletzt am { DATETIME($date, dateStyle: "medium") }
gap-asked = { $count ->
    [one] Einmal gefragt
   *[other] { $count }-mal gefragt
}, zuletzt am { DATETIME($date, dateStyle: "medium") }
gap-wordings-more = { $count ->
    [one] und in einer weiteren Formulierung
   *[other] und in { $count } weiteren Formulierungen
}
gap-open = Noch keine Antwort. Schicken Sie mir eine Datei oder einen Link, wo sie steht, und sehen Sie wieder nach.
gap-filled = Inzwischen beantwortet das die Frage:
gap-gone = Diese Frage ist nicht mehr da.
gap-changed = Die Antwort ist inzwischen eine andere. Bitte sehen Sie noch einmal nach.
gap-kept = Aufgehoben in { $file }
gap-dismissed = Verworfen.
gaps-not-kept = Ich speichere keine Fragen (privacy.question_days ist 0) und kann daher nicht sagen, was vergeblich gefragt wurde, nur, wie viel.
gaps-counted = In den letzten { $days } Tagen blieben { $count } von { $questions } Fragen ohne Antwort.
gaps-near = Diese Artikel kamen ihnen am nächsten:
gaps-near-none = { $count ->
    [one] Einer davon kam kein Artikel nahe.
   *[other] { $count } davon kam kein Artikel nahe.
}
button-keep = ✓ Richtig: für quoted evaluate aufheben
button-keep-open = Als Frage ohne Antwort aufheben
button-dismiss = Verwerfen
not-written = Das konnte nicht geschrieben werden: { $reason }. Bitte beheben Sie das und versuchen Sie es noch einmal.
reindex-preparing = Abgleich: Vorbereitung …
reindex-share = Abgleich: { NUMBER($share, style: "percent", maximumFractionDigits: 0) }
reindex-bytes = { NUMBER($now, maximumFractionDigits: 2) } von { NUMBER($total, maximumFractionDigits: 2) } MB
reindex-rate = { NUMBER($rate, maximumFractionDigits: 0) } kB pro Sekunde
reindex-left-seconds = { $seconds ->
    [one] noch etwa eine Sekunde
   *[other] noch etwa { $seconds } Sekunden
}
reindex-left-minutes = { $minutes ->
    [one] noch etwa eine Minute
   *[other] noch etwa { $minutes } Minuten
}
reindex-publishing = Abgleich: die Verzeichnisse werden geschrieben …
reindex-done = { $seconds ->
    [one] In einer Sekunde abgeglichen
   *[other] In { $seconds } Sekunden abgeglichen
}
reindex-files = Dateien: { $new } neu, { $changed } geändert, { $moved } verschoben, { $gone } weg
reindex-passages = Absätze: { $added } hinzugekommen, { $removed } entfernt
reindex-nothing = { $files ->
    [one] In einer Datei hat sich nichts geändert
   *[other] In { $files } Dateien hat sich nichts geändert
}
reindex-problems = { $count ->
    [one] Eine Datei war nicht zu gebrauchen:
   *[other] { $count } Dateien waren nicht zu gebrauchen:
}
reindex-problems-more = { $count ->
    [one] und eine weitere; quoted index nennt alle
   *[other] und { $count } weitere; quoted index nennt alle
}
reindex-stopped = Angehalten. Was schon übernommen ist, bleibt, und der nächste Lauf macht dort weiter.
reindex-cut-off = Ich wurde inzwischen neu gestartet, und dieser Lauf brach ab. Was schon übernommen ist, bleibt, und der nächste Lauf macht dort weiter.
reindex-failed = Der Lauf ist gescheitert: { $reason }
reindex-already = Es läuft schon ein Abgleich ({ NUMBER($share, style: "percent", maximumFractionDigits: 0) }).
reindex-over = Dieser Lauf ist vorbei.
reindex-stopping = Wird angehalten …
button-cancel = Abbrechen
button-go-on = Weiter
button-reindex = Jetzt abgleichen
submission-reading = Ich lese …
submission-refused = Das lässt sich nicht hinzufügen. { $reason }
submission-gone = Das habe ich nicht mehr. Bitte schicken Sie es noch einmal.
submission-changed = Es ist nicht mehr, was ich gezeigt habe. Bitte sehen Sie noch einmal hin.
submission-discarded = Verworfen.
submission-undated = kein Datum
submission-paragraphs = { $count ->
    [one] Ein Absatz:
   *[other] { $count } Absätze, der erste:
}
submission-articles = { $count ->
    [one] Ein Artikel
   *[other] { $count } Artikel
}
submission-more = und { $count } weitere
submission-known = Das steht genau so schon bei den Artikeln.
submission-replaces = Es würde { $file } ersetzen, was beiseitegelegt wird.
submission-same = Derselbe Text steht in: { $names }
submission-links = Ich nehme { $count } Links auf einmal. Bitte schicken Sie die anderen in einer weiteren Nachricht oder in einer .txt-Datei.
submission-added = { $count ->
    [one] Hinzugefügt:
   *[other] { $count } Artikel hinzugefügt:
}
submission-unchanged = Es stand schon unverändert da: { $file }
submission-comes = Gleich wird daraus zitiert.
submission-waits = Nach dem nächsten Abgleich wird daraus zitiert.
field-title = Titel
field-outlet = Medium
field-author = Autor
field-published = Datum
field-url = Adresse
field-ask = { $name }: Wie soll es heißen? Antworten Sie mit den Worten, oder mit einem Bindestrich für nichts.
field-refused = { $name } kann das nicht sein. Ein Titel ist nötig, ein Datum schreibt sich 2024-05-31, ein Link beginnt mit https://, und nichts ist länger als 300 Zeichen.
field-changed = { $name }: oben geändert.
button-add = Hinzufügen
button-replace = Ersetzen
button-edit = Bearbeiten
button-discard = Verwerfen
remove-which = Welcher soll gehen?
remove-nothing = So einen Artikel kenne ich nicht. Schreiben Sie einen Link, einen Dateipfad oder Worte daraus hinter /remove.
remove-file = Datei: { $file }
remove-alone = Nur dieser Artikel verlässt die Datei.
remove-others = { $count ->
    [one] Ein weiterer Artikel der Datei geht mit.
   *[other] { $count } weitere Artikel der Datei gehen mit.
}
remove-gone = Diesen Artikel habe ich nicht mehr.
remove-done = Herausgenommen: { $name }
remove-waits = Bis zum nächsten Abgleich wird noch daraus zitiert.
remove-goes = Einen Augenblick wird noch daraus zitiert.
remove-left = Er bleibt.
remove-undone = Zurückgeholt: { $file }
remove-failed = Das ging nicht. { $reason }
button-remove = Herausnehmen
button-leave = Lassen
button-undo = Rückgängig
