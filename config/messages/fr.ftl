# Les mots propres au bot, en français. Le sens de chaque partie est dans en.ftl.

language-name = Français

## Commandes

start =
    Bonjour. Posez-moi une question factuelle, et je vous cite les mots qui y répondent, avec leur source.

    Je ne réponds qu’à partir { $articles ->
        [one] de { $articles } article
       *[other] de { $articles } articles
    } de ma bibliothèque, mot pour mot. Si rien n’y répond, je le dis.

    Essayez une question, ou /sources pour voir ce que je connais.
help =
    Posez une question factuelle, avec vos propres mots, par exemple : Où les dirigeants vont-ils se réunir ?

    Les mots en gras y répondent ; autour d’eux se trouve le paragraphe tel qu’il a été publié. Les boutons montrent les paragraphes d’avant et d’après et la source suivante, ouvrent l’article et copient une référence. Si vous corrigez votre question dans les dix minutes, je corrige ma réponse.

    Une question peut prolonger la précédente : « Et en 2020 ? », « Pourquoi ? », « Qui d’autre ? ». Ma première ligne dit alors de quoi je pense qu’il s’agit. Répondez à l’une de mes réponses pour la prolonger.

    Dans un groupe, écrivez /ask et votre question, mentionnez-moi ou répondez à l’un de mes messages. Sinon, je me tais. Dans n’importe quelle conversation, tapez mon nom et une question, puis choisissez une citation à envoyer.

    /latest – les articles les plus récents
    /sources – ce que je connais
    /topics – les questions que vous suivez
    /verify – vérifier une citation mot à mot
    /language – la langue que je parle
    /privacy – ce que je conserve
    /forget – m’oublier
privacy =
    { $days ->
        [0] Votre question est lue une fois pour trouver une réponse. Je ne la conserve pas, votre nom non plus.
        [one] Votre question est lue pour trouver une réponse. Si je n’en trouve pas, je la conserve { $days } jour avec le numéro de votre compte afin que mon exploitant voie ce à quoi je ne sais pas répondre. Je ne conserve pas votre nom.
       *[other] Votre question est lue pour trouver une réponse. Si je n’en trouve pas, je la conserve { $days } jours avec le numéro de votre compte afin que mon exploitant voie ce à quoi je ne sais pas répondre. Je ne conserve pas votre nom.
    }

    Pendant deux jours, je garde les numéros des messages traités, sans texte ni expéditeur, pour ne pas répondre deux fois après un redémarrage. Une réponse qui n’a pas encore pu être envoyée attend avec les numéros de votre conversation et de votre compte, un jour au plus. Pendant dix minutes, je garde, en numéros seulement, lequel de mes messages répond auquel des vôtres, afin qu’une correction de votre question atteigne sa réponse. Si vous choisissez une langue ou venez par une invitation, je le garde avec le numéro de votre compte. Quand un groupe reçoit de Telegram un nouveau numéro, je garde les deux. L’utilité d’une citation est comptée par citation, sans vous. Mon journal note la durée des réponses et ce qui échoue, pas ce qui a été demandé.

    /forget efface tout ce qui porte votre numéro.

    Telegram conserve cette conversation comme toute autre : telegram.org/privacy
privacy-answers =
    Pendant { $days ->
        [one] un jour
       *[other] { $days } jours
    }, je conserve les citations que mes réponses ont montrées, avec les numéros de votre compte et de votre discussion et sans votre question, afin de pouvoir vous prévenir quand leur source les modifie ou les retire. /forget l’efface aussi.
privacy-follow-up =
    Pendant { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }, je me souviens de vos dernières questions, en mémoire seulement et jamais sur disque, afin que la suivante puisse les prolonger. /forget efface cela aussi.
privacy-counts = Je compte par jour combien de questions reçoivent une réponse, en combien de temps, et quel article s’approche le plus d’une question sans réponse : aucun mot de vous, ni qui a demandé.
privacy-kept = Mon exploitant peut garder les mots d’une question sans réponse, sans qui l’a posée, pour vérifier plus tard si je sais y répondre.
privacy-shared = Plusieurs programmes se partagent mon travail : jusqu’à ce que l’un d’eux ait traité votre message, celui-ci attend, tel que Telegram l’a envoyé, dans la base de données de mon exploitant, un jour au plus. Pendant dix minutes, il y est noté quand j’ai écrit dans quelle discussion.
privacy-topics =
    Si vous suivez une question, je conserve ses mots avec les numéros de votre compte et de votre discussion, et les paragraphes qui en étaient proches, jusqu’à ce que vous cessiez de la suivre. /topics montre ce que vous suivez et /forget l’efface.
forget-done = C’est fait. Plus rien chez moi ne porte votre numéro.
forget-invitation = C’est fait. Plus rien chez moi ne porte votre numéro ; il vous faudra donc de nouveau votre invitation.
language-choose = Quelle langue dois-je parler ? Je cite les articles dans la leur.
language-automatic = Comme dans Telegram
language-chosen = Je parle français maintenant.
in-private = Cela reste entre vous et moi. Faisons-le en privé.
command-ask = Poser une question factuelle
command-latest = Les articles les plus récents
command-sources = Ce que je connais
command-topics = Les questions que vous suivez
command-verify = Vérifier une citation mot à mot
command-language = La langue que je parle
command-help = Comment demander
command-privacy = Ce que je conserve
command-forget = M’oublier
command-stats = Ce qui se passe, en chiffres
command-gaps = Ce qui a été demandé en vain
command-reindex = Mettre la bibliothèque en accord avec les articles
command-remove = Retirer un article
command-unknown = Je ne connais pas cette commande. Posez simplement une question, ou voyez /help.

## Qui peut demander

access-closed = Désolé, je ne réponds qu’aux lecteurs invités. Si vous avez une invitation, ouvrez son lien.
access-wrong = Désolé, cette invitation n’est plus valable. Demandez-en une nouvelle.
access-open = Bienvenue. Vous pouvez maintenant me poser vos questions.

## Ce qui est indexé

indexed = { $articles ->
    [one] Je connais { $articles } article.
   *[other] Je connais { $articles } articles.
}
indexed-range = { $articles ->
    [one] Je connais { $articles } article, du { DATETIME($earliest, dateStyle: "long") }.
   *[other] Je connais { $articles } articles, du { DATETIME($earliest, dateStyle: "long") } au { DATETIME($latest, dateStyle: "long") }.
}
indexed-nothing = Aucun article n’est encore indexé, je ne peux donc répondre à rien. Revenez plus tard, s’il vous plaît.
outlet = { $name } : { $articles }
outlet-dates = du { DATETIME($earliest, dateStyle: "long") } au { DATETIME($latest, dateStyle: "long") }
newest = Articles les plus récents
outlets-more = { $count ->
    [one] et { $count } autre média
   *[other] et { $count } autres médias
}

## Réponses

not-found = Je n’ai pas trouvé de réponse à cela.
coverage-until = Aucun de mes articles n’est daté d’après le { DATETIME($date, dateStyle: "long") }.
coverage-name = { $articles ->
    [one] { $articles } article contient le mot « { $name } ».
   *[other] { $articles } articles contiennent le mot « { $name } ».
}
closest = Le passage le plus proche, qui n’est pas une réponse :
closest-lacks = Il n’y est pas question de : { $words }
date = { DATETIME($date, dateStyle: "long") }
place = paragraphe { $number } sur { $total }
page = page { $number }
gloss = “{ $words }” = { $period }
gloss-about = “{ $words }” = vers { $period }
also-in = Aussi dans : { $names }
also-in-more = Aussi dans : { $names } { $count ->
    [one] et { $count } autre média
   *[other] et { $count } autres médias
}
newer = Un article plus récent en parle : { DATETIME($date, dateStyle: "long") }
differ = Les sources divergent :
correction-changed = La source a modifié ce passage ; je l’ai remarqué le { DATETIME($date, dateStyle: "long") }. Elle disait :
correction-now = Elle dit maintenant :
correction-taken-out = La source a supprimé ce passage ; je l’ai remarqué le { DATETIME($date, dateStyle: "long") }. Elle disait :
correction-withdrawn = Cet article a été retiré ; je l’ai remarqué le { DATETIME($date, dateStyle: "long") }. Il disait :
about = À propos de : { $topic }
respelled = Lu comme : { $words }
untitled = Sans titre

## Suivre une question

follow-done = Je vous écrirai quand du nouveau y répondra, une fois par jour au plus. Je garde les mots de la question jusqu’à ce que vous arrêtiez : /topics
follow-most = Vous suivez déjà { $most } questions. Arrêtez-en une d’abord : /topics
follow-lost = Je ne me souviens plus de cette question. Posez-la de nouveau, s’il vous plaît.
follow-stopped = C’est arrêté. J’ai oublié la question.
topics = { $count ->
    [one] Vous suivez une question. J’écris une fois par jour au plus quand du nouveau y répond. Appuyez pour l’arrêter :
   *[other] Vous suivez { $count } questions. J’écris sur chacune une fois par jour au plus quand du nouveau y répond. Appuyez pour en arrêter une :
}
topics-none = Vous ne suivez aucune question. Posez-en une et appuyez sur le bouton sous ma réponse pour savoir quand du nouveau y répond.
topic-new = Du nouveau sur : { $topic }

## Mode intégré : boutons au-dessus des résultats

inline-short = Tapez une question factuelle
inline-nothing = Pas de réponse – demandez-moi en privé
inline-later = Très occupé – demandez-moi en privé
inline-closed = Réservé aux lecteurs invités

## Vérifier une citation

verify-exact = Exact. Ces mots figurent dans un article :
verify-typography = Exact quant aux mots. Seules la ponctuation ou la typographie diffèrent :
verify-altered = Modifié. L’article a d’autres mots :
verify-not-found = Introuvable. Aucun de mes articles ne contient ces mots.
verify-changed = « { $claimed } » : l’article dit « { $stands } »
verify-put-in = « { $claimed } » n’y figure pas
verify-left-out = « { $stands } » a été omis
verify-more = { $count ->
    [one] et { $count } autre différence
   *[other] et { $count } autres différences
}
verify-also = { $count ->
    [one] Les mêmes mots figurent à { $count } autre endroit.
   *[other] Les mêmes mots figurent à { $count } autres endroits.
}
verify-stands = La citation tient. Les mots cités y sont, lettre pour lettre :
verify-moved = C’était le paragraphe { $before }, c’est maintenant le paragraphe { $now }.
verify-receipt-altered = Modifié. L’article est là, les mots cités n’y sont plus.
verify-now = Ce que dit maintenant le paragraphe { $number } :
verify-gone = Disparu. Ni les mots cités ni leur article ne sont encore là.
verify-mistyped = Cela ressemble à un reçu, mais un caractère est faux. Veuillez le copier encore une fois.
verify-length = Envoyez entre { $fewest } et { $most } mots d’une citation, s’il vous plaît.
verify-empty = Écrivez une citation ou un reçu après /verify, ou répondez par /verify à un message qui en contient.

## Boutons

button-context = Contexte
button-less = Moins
button-next = Source suivante ({ $shown }/{ $total })
button-newer = Plus récent
button-fresh = Poser la question seule
button-follow = Me prévenir quand du nouveau y répond
button-stop = Ne plus me prévenir
button-open = Ouvrir
button-copy = Copier la référence
button-helpful = 👍 Utile
button-unhelpful = 👎 Pas utile
button-newest = « Plus récents
button-older = Plus anciens »
button-outlets = Toutes les sources
button-back = « Retour
button-more = Suite »
button-private = M’écrire
button-thanks = Merci.
button-asker = Seul l’auteur de la question peut utiliser ce bouton. Demandez vous-même avec /ask.
button-gone = Cette source a changé ou disparu depuis. Veuillez redemander.
button-unreadable = Je ne peux plus lire ce bouton. Veuillez redemander.

## Quand je ne peux pas répondre

ask-empty = Écrivez votre question après /ask, par exemple : /ask Où les dirigeants vont-ils se réunir ?
question-empty = Je n’y ai pas trouvé de mots. Écrivez une question, s’il vous plaît.
too-long = C’est une longue question. Posez-la en { $limit } caractères au plus, s’il vous plaît.
forwarded = Merci pour ce transfert. Posez votre question avec vos propres mots, s’il vous plaît.
not-text = Je ne sais lire que du texte. Écrivez votre question, s’il vous plaît.
too-many = Cela fait beaucoup de questions. Continuez dans { $seconds ->
    [one] { $seconds } seconde
   *[other] { $seconds } secondes
}, s’il vous plaît.
busy = Beaucoup de questions à la fois. Redemandez dans un instant, s’il vous plaît.
too-slow = Cela m’a pris trop de temps. Redemandez dans un instant, s’il vous plaît.
failed = Quelque chose s’est mal passé de mon côté. Réessayez plus tard, s’il vous plaît.

## Pour l’exploitant

operators-only = C’est réservé à mes exploitants. Posez-moi plutôt une question factuelle, ou voyez /help.
help-operators =
    En tant qu’exploitant, vous avez aussi :

    /stats – ce qui se passe, en chiffres
    /gaps – ce qui a été demandé en vain, regroupé par sens
    /reindex – mettre la bibliothèque en accord avec les articles
    /remove – retirer un article : suivi d’un lien, d’un chemin de fichier ou de mots, ou en réponse à une réponse

    Envoyez-moi un fichier, ou un lien et rien d’autre : je montre ce qu’il contient avant que vous ne l’ajoutiez.
stats-library = { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
}, { $passages ->
    [one] { $passages } paragraphe
   *[other] { $passages } paragraphes
}
stats-today = Aujourd’hui (UTC) : { $questions ->
    [one] { $questions } question
   *[other] { $questions } questions
}
stats-questions = { $days } derniers jours : { $questions ->
    [one] { $questions } question
   *[other] { $questions } questions
}, { NUMBER($rate, maximumFractionDigits: 1) } par jour
stats-nothing = { $days } derniers jours : aucune question
stats-not-found = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } sans réponse
stats-times = la moitié des réponses en { NUMBER($half, maximumFractionDigits: 2) } s, 95 % en { NUMBER($most, maximumFractionDigits: 2) } s
stats-trouble = { $count ->
    [one] { $count } où j’ai échoué ou manqué de temps
   *[other] { $count } où j’ai échoué ou manqué de temps
}
stats-feedback = Citations jugées utiles : { $helpful }, inutiles : { $unhelpful }
gaps-kept = { $count ->
    [one] { $count } question est restée sans réponse
   *[other] { $count } questions sont restées sans réponse
} en { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}
gaps-none = En { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}, chaque question a reçu une réponse.
gaps-filled = a maintenant une réponse
gaps-left-out = { $count ->
    [one] et { $count } formulation plus ancienne, trop pour être regroupée
   *[other] et { $count } formulations plus anciennes, trop pour être regroupées
}
gap-entry = { $count }×, la dernière fois le { DATETIME($date, dateStyle: "medium") }
gap-asked = { $count ->
    [one] Posée { $count } fois
   *[other] Posée { $count } fois
}, la dernière le { DATETIME($date, dateStyle: "medium") }
gap-wordings-more = { $count ->
    [one] et dans { $count } autre formulation
   *[other] et dans { $count } autres formulations
}
gap-open = Toujours pas de réponse. Envoyez-moi un fichier ou un lien qui la contient, puis revenez voir ici.
gap-filled = Ceci y répond maintenant :
gap-gone = Cette question n’est plus là.
gap-changed = La réponse a changé entre-temps. Regardez de nouveau, s’il vous plaît.
gap-kept = Conservée dans { $file }
gap-dismissed = Écartée.
gaps-not-kept = Je ne conserve aucune question (privacy.question_days vaut 0) ; je ne peux donc pas dire ce qui a été demandé en vain, seulement combien.
gaps-counted = Ces { $days } derniers jours, { $count } questions sur { $questions } sont restées sans réponse.
gaps-near = Ces articles s’en approchaient le plus :
gaps-near-none = { $count ->
    [one] Aucun article ne s’approchait de { $count } d’entre elles.
   *[other] Aucun article ne s’approchait de { $count } d’entre elles.
}
button-keep = ✓ Juste : garder pour quoted evaluate
button-keep-open = Garder comme question sans réponse
button-dismiss = Écarter
not-written = Impossible d’écrire cela : { $reason }. Réparez-le et réessayez, s’il vous plaît.
reindex-preparing = Mise à jour : préparation…
reindex-share = Mise à jour : { NUMBER($share, style: "percent", maximumFractionDigits: 0) }
reindex-bytes = { NUMBER($now, maximumFractionDigits: 2) } sur { NUMBER($total, maximumFractionDigits: 2) } Mo
reindex-rate = { NUMBER($rate, maximumFractionDigits: 0) } ko par seconde
reindex-left-seconds = { $seconds ->
    [one] encore { $seconds } seconde environ
   *[other] encore { $seconds } secondes environ
}
reindex-left-minutes = { $minutes ->
    [one] encore { $minutes } minute environ
   *[other] encore { $minutes } minutes environ
}
reindex-publishing = Mise à jour : écriture des index…
reindex-done = { $seconds ->
    [one] Mise à jour faite en { $seconds } seconde
   *[other] Mise à jour faite en { $seconds } secondes
}
reindex-files = Fichiers : { $new } nouveaux, { $changed } modifiés, { $moved } déplacés, { $gone } partis
reindex-passages = Paragraphes : { $added } ajoutés, { $removed } retirés
reindex-nothing = { $files ->
    [one] Rien n’a changé dans { $files } fichier
   *[other] Rien n’a changé dans { $files } fichiers
}
reindex-problems = { $count ->
    [one] { $count } fichier n’a pas pu servir :
   *[other] { $count } fichiers n’ont pas pu servir :
}
reindex-problems-more = { $count ->
    [one] et { $count } autre ; quoted index les nomme tous
   *[other] et { $count } autres ; quoted index les nomme tous
}
reindex-stopped = Arrêtée. Ce qui a été appliqué est conservé, et la prochaine mise à jour reprend de là.
reindex-cut-off = J’ai redémarré entre-temps, et cette mise à jour a été interrompue. Ce qui a été appliqué est conservé, et la prochaine reprend de là.
reindex-failed = La mise à jour a échoué : { $reason }
reindex-already = Une mise à jour est déjà en cours ({ NUMBER($share, style: "percent", maximumFractionDigits: 0) }).
reindex-over = Cette mise à jour est terminée.
reindex-stopping = Arrêt en cours…
button-cancel = Annuler
button-go-on = Continuer
button-reindex = Mettre à jour
submission-reading = Je lis…
submission-refused = Impossible d’ajouter cela. { $reason }
submission-gone = Je ne l’ai plus. Envoyez-le de nouveau, s’il vous plaît.
submission-changed = Ce n’est plus ce que j’avais montré. Regardez de nouveau, s’il vous plaît.
submission-discarded = Écarté.
submission-undated = sans date
submission-paragraphs = { $count ->
    [one] { $count } paragraphe, pour commencer :
   *[other] { $count } paragraphes, le premier :
}
submission-articles = { $count ->
    [one] Un seul article
   *[other] { $count } articles trouvés
}
submission-more = et { $count } de plus
submission-known = Cela se trouve déjà, tel quel, parmi les articles.
submission-replaces = Cela remplacerait { $file }, qui est mis de côté.
submission-same = Le même texte se trouve dans : { $names }
submission-links = Je prends { $count } liens à la fois. Envoyez les autres dans un autre message, ou dans un fichier .txt.
submission-added = { $count ->
    [one] Ajouté :
   *[other] { $count } articles ajoutés :
}
submission-unchanged = Cela s’y trouvait déjà, inchangé : { $file }
submission-comes = Ce sera cité dans un instant.
submission-waits = Ce sera cité après la prochaine mise à jour.
field-title = Titre
field-outlet = Média
field-author = Auteur
field-published = Date de parution
field-url = Lien
field-ask = { $name } : que faut-il mettre ? Répondez par les mots, ou par un tiret pour rien.
field-refused = { $name } : cela ne convient pas. Il faut un titre, une date s’écrit 2024-05-31, un lien commence par https://, et rien ne dépasse 300 caractères.
field-changed = { $name } : modifié ci-dessus.
button-add = Ajouter
button-replace = Remplacer
button-edit = Modifier
button-discard = Écarter
remove-which = Lequel doit partir ?
remove-nothing = Je ne connais pas cet article. Écrivez un lien, un chemin de fichier ou des mots de l’article après /remove.
remove-file = Fichier : { $file }
remove-alone = Seul cet article quitte le fichier.
remove-others = { $count ->
    [one] { $count } autre article du fichier part avec lui.
   *[other] { $count } autres articles du fichier partent avec lui.
}
remove-gone = Je n’ai plus cet article.
remove-done = Retiré : { $name }
remove-waits = Il est encore cité jusqu’à la prochaine mise à jour.
remove-goes = Il est encore cité un instant.
remove-left = Il reste.
remove-undone = Rétabli : { $file }
remove-failed = Cela n’a pas marché. { $reason }
button-remove = Retirer
button-leave = Laisser
button-undo = Annuler le retrait
