# Las palabras propias del bot, en español. El sentido de cada parte está en en.ftl.

language-name = Español

## Órdenes

start =
    Hola. Hágame una pregunta sobre hechos y le citaré las palabras que la responden, con su fuente.

    Respondo solo a partir de { $articles ->
        [one] un artículo
       *[other] { $articles } artículos
    } de mi biblioteca, palabra por palabra. Si nada allí responde, se lo digo.

    Pruebe con una pregunta, o con /sources para ver lo que conozco.
help =
    Haga una pregunta sobre hechos con sus propias palabras, por ejemplo: ¿Dónde se reunirán los líderes?

    Las palabras en negrita la responden; alrededor está el párrafo tal como se publicó. Los botones muestran los párrafos anterior y posterior y la siguiente fuente, abren el artículo y copian una referencia. Si corrige su pregunta en diez minutos, corrijo mi respuesta.

    Una pregunta puede continuar la anterior: «¿Y en 2020?», «¿Por qué?», «¿Quién más?». Mi primera línea dice entonces a qué la refiero. Responda a una de mis respuestas para preguntar sobre ella.

    En un grupo, escriba /ask y su pregunta, mencióneme o responda a uno de mis mensajes. Si no, guardo silencio. En cualquier chat, escriba mi nombre y una pregunta, y elija la cita que quiera enviar.

    /latest – los artículos más recientes
    /sources – lo que conozco
    /topics – las preguntas que sigue
    /verify – comprobar una cita palabra por palabra
    /language – el idioma que hablo
    /privacy – lo que guardo
    /forget – olvidarme
privacy =
    { $days ->
        [0] Su pregunta se lee una vez para encontrar una respuesta. No la guardo, ni tampoco su nombre.
        [one] Su pregunta se lee para encontrar una respuesta. Si no la encuentro, la guardo un día con el número de su cuenta para que mi operador vea lo que no sé responder. No guardo su nombre.
       *[other] Su pregunta se lee para encontrar una respuesta. Si no la encuentro, la guardo { $days } días con el número de su cuenta para que mi operador vea lo que no sé responder. No guardo su nombre.
    }

    Durante dos días guardo los números de los mensajes atendidos, sin texto ni remitente, para no responder dos veces tras un reinicio. Una respuesta que aún no se ha podido enviar espera con los números de su chat y de su cuenta, un día como máximo. Durante diez minutos guardo, solo con números, cuál de mis mensajes responde a cuál de los suyos, para que una corrección de su pregunta llegue a su respuesta. Si elige un idioma o llega con una invitación, lo guardo con el número de su cuenta. Cuando Telegram da a un grupo un número nuevo, guardo ambos. Si una cita fue útil se cuenta por cita, sin usted. Mi registro anota cuánto tardan las respuestas y qué falla, no lo que se preguntó.

    /forget borra todo lo que lleva su número.

    Telegram guarda esta conversación como cualquier otra: telegram.org/privacy
privacy-answers =
    Durante { $days ->
        [one] un día
       *[other] { $days } días
    } guardo qué citas mostraron mis respuestas, con los números de su cuenta y de su chat y sin su pregunta, para poder avisarle cuando su fuente las cambie o las retire. /forget borra también eso.
privacy-follow-up =
    Durante { $minutes ->
        [one] un minuto
       *[other] { $minutes } minutos
    } recuerdo sus últimas preguntas, solo en memoria y nunca en disco, para que la siguiente pueda continuarlas. /forget también borra eso.
privacy-counts = Cuento por día cuántas preguntas se responden, cuánto se tarda y qué artículo se acerca más a una sin respuesta: ninguna palabra suya, ni quién preguntó.
privacy-kept = Mi operador puede guardar las palabras de una pregunta sin respuesta, sin quién la hizo, para comprobar después si sé responderla.
privacy-shared = Varios programas se reparten mi trabajo: hasta que uno de ellos haya atendido su mensaje, este espera, tal como lo envió Telegram, en la base de datos de mi operador, un día como máximo. Durante diez minutos queda anotado allí cuándo escribí en qué chat.
privacy-topics =
    Si sigue una pregunta, guardo sus palabras con los números de su cuenta y de su chat, y qué párrafos le eran cercanos, hasta que deje de seguirla. /topics muestra lo que sigue y /forget lo borra.
forget-done = Hecho. Ya nada de lo mío lleva su número.
forget-invitation = Hecho. Ya nada de lo mío lleva su número, así que volverá a necesitar su invitación.
language-choose = ¿Qué idioma quiere que hable? Cito los artículos en el suyo.
language-automatic = Como en Telegram
language-chosen = Ahora hablo español.
in-private = Eso queda entre usted y yo. Hagámoslo en privado.
command-ask = Hacer una pregunta sobre hechos
command-latest = Los artículos más recientes
command-sources = Lo que conozco
command-topics = Preguntas que sigue
command-verify = Comprobar una cita palabra por palabra
command-language = El idioma que hablo
command-help = Cómo preguntar
command-privacy = Lo que guardo
command-forget = Olvidarme
command-stats = Cómo va todo, en cifras
command-gaps = Lo que se preguntó en vano
command-reindex = Poner la biblioteca al día con los artículos
command-remove = Retirar un artículo
command-unknown = No conozco esa orden. Haga una pregunta, o consulte /help.

## Quién puede preguntar

access-closed = Lo siento, solo respondo a lectores invitados. Si tiene una invitación, abra su enlace.
access-wrong = Lo siento, esa invitación ya no es válida. Pida una nueva, por favor.
access-open = Le doy la bienvenida. Ya puede preguntarme.

## Lo que está indexado

indexed = { $articles ->
    [one] Conozco un artículo.
   *[other] Conozco { $articles } artículos.
}
indexed-range = { $articles ->
    [one] Conozco un artículo, del { DATETIME($earliest, dateStyle: "long") }.
   *[other] Conozco { $articles } artículos, del { DATETIME($earliest, dateStyle: "long") } al { DATETIME($latest, dateStyle: "long") }.
}
indexed-nothing = Todavía no hay artículos indexados, así que no puedo responder nada. Vuelva más tarde, por favor.
outlet = { $name }: { $articles }
outlet-dates = del { DATETIME($earliest, dateStyle: "long") } al { DATETIME($latest, dateStyle: "long") }
newest = Artículos más recientes
outlets-more = { $count ->
    [one] y un medio más
   *[other] y { $count } medios más
}

## Respuestas

not-found = No encontré respuesta a esto.
coverage-until = Ninguno de mis artículos es posterior al { DATETIME($date, dateStyle: "long") }.
coverage-name = { $articles ->
    [one] Un artículo contiene la palabra «{ $name }».
   *[other] { $articles } artículos contienen la palabra «{ $name }».
}
closest = El pasaje más cercano, que no es una respuesta:
closest-lacks = No dice nada de: { $words }
date = { DATETIME($date, dateStyle: "long") }
place = párrafo { $number } de { $total }
page = pág. { $number }
gloss = “{ $words }” = { $period }
gloss-about = “{ $words }” = hacia { $period }
also-in = También en: { $names }
also-in-more = También en: { $names } { $count ->
    [one] y un medio más
   *[other] y { $count } medios más
}
newer = Un artículo más reciente cuenta esta historia: { DATETIME($date, dateStyle: "long") }
differ = Las fuentes difieren:
correction-changed = La fuente ha cambiado este pasaje; lo noté el { DATETIME($date, dateStyle: "long") }. Decía:
correction-now = Ahora dice:
correction-taken-out = La fuente ha suprimido este pasaje; lo noté el { DATETIME($date, dateStyle: "long") }. Decía:
correction-withdrawn = Este artículo ha sido retirado; lo noté el { DATETIME($date, dateStyle: "long") }. Decía:
about = Sobre: { $topic }
respelled = Leído como: { $words }
untitled = Sin título

## Seguir una pregunta

follow-done = Le escribiré cuando algo nuevo lo responda, una vez al día como máximo. Guardo las palabras de la pregunta hasta que lo deje: /topics
follow-most = Ya sigue { $most } preguntas. Deje antes una: /topics
follow-lost = Ya no recuerdo esa pregunta. Hágala otra vez, por favor.
follow-stopped = Hecho. He olvidado la pregunta.
topics = { $count ->
    [one] Sigue una pregunta. Escribo una vez al día como máximo cuando algo nuevo la responde. Una pulsación la detiene:
   *[other] Sigue { $count } preguntas. Sobre cada una escribo una vez al día como máximo cuando algo nuevo la responde. Una pulsación detiene una:
}
topics-none = No sigue ninguna pregunta. Haga una y pulse el botón bajo mi respuesta para saber cuándo la responde algo nuevo.
topic-new = Algo nuevo sobre: { $topic }

## En línea: botones sobre los resultados

inline-short = Escriba una pregunta sobre hechos
inline-nothing = Sin respuesta – pregúnteme en privado
inline-later = Un momento – pregúnteme en privado
inline-closed = Solo para lectores invitados

## Comprobar una cita

verify-exact = Exacta. Estas palabras están en un artículo:
verify-typography = Exacta en las palabras. Solo cambian la puntuación o la tipografía:
verify-altered = Alterada. El artículo tiene otras palabras:
verify-not-found = No encontrada. Ninguno de mis artículos tiene estas palabras.
verify-changed = «{ $claimed }»: allí dice «{ $stands }»
verify-put-in = «{ $claimed }» no está allí
verify-left-out = «{ $stands }» se ha omitido
verify-more = { $count ->
    [one] y una diferencia más
   *[other] y { $count } diferencias más
}
verify-also = { $count ->
    [one] Las mismas palabras están en otro lugar.
   *[other] Las mismas palabras están en otros { $count } lugares.
}
verify-stands = Sigue en pie. Las palabras citadas están ahí, letra por letra:
verify-moved = Era el párrafo { $before } y ahora es el párrafo { $now }.
verify-receipt-altered = Alterada. El artículo sigue ahí, las palabras citadas no.
verify-now = Lo que dice ahora el párrafo { $number }:
verify-gone = Ya no está. No quedan ni las palabras citadas ni su artículo.
verify-mistyped = Parece un recibo, pero un carácter está mal escrito. Cópielo otra vez, por favor.
verify-length = Envíe entre { $fewest } y { $most } palabras de una cita, por favor.
verify-empty = Escriba una cita o un recibo después de /verify, o responda con /verify a un mensaje que tenga uno.

## Botones

button-context = Contexto
button-less = Menos
button-next = Otra fuente ({ $shown }/{ $total })
button-newer = Más reciente
button-fresh = Preguntar por separado
button-follow = Avisarme cuando algo nuevo lo responda
button-stop = Dejar de avisarme
button-open = Abrir
button-copy = Copiar referencia
button-helpful = 👍 Útil
button-unhelpful = 👎 No es útil
button-newest = « Más recientes
button-older = Anteriores »
button-outlets = Todos los medios
button-back = « Volver
button-more = Más »
button-private = Escribirme
button-thanks = Gracias.
button-asker = Solo quien preguntó puede usar este botón. Pregunte usted con /ask.
button-gone = Esta fuente ha cambiado o ya no está. Vuelva a preguntar, por favor.
button-unreadable = Ya no puedo leer este botón. Vuelva a preguntar, por favor.

## Cuando no puedo responder

ask-empty = Escriba su pregunta después de /ask, por ejemplo: /ask ¿Dónde se reunirán los líderes?
question-empty = No encontré palabras ahí. Escriba una pregunta, por favor.
too-long = Es una pregunta larga. Hágala en { $limit } caracteres como máximo, por favor.
forwarded = Gracias por reenviarlo. Haga su pregunta con sus propias palabras, por favor.
not-text = Solo sé leer texto. Escriba su pregunta, por favor.
too-many = Son muchas preguntas. Siga dentro de { $seconds ->
    [one] un segundo
   *[other] { $seconds } segundos
}, por favor.
busy = Muchas preguntas a la vez. Vuelva a preguntar en un momento, por favor.
too-slow = Me llevó demasiado tiempo. Vuelva a preguntar en un momento, por favor.
failed = Algo salió mal por mi parte. Inténtelo más tarde, por favor.

## Para el operador

operators-only = Eso es para mis operadores. Hágame mejor una pregunta sobre hechos, o consulte /help.
help-operators =
    Como operador tiene además:

    /stats – cómo va todo, en cifras
    /gaps – lo que se preguntó en vano, agrupado por sentido
    /reindex – poner la biblioteca al día con los artículos
    /remove – retirar un artículo: seguido de un enlace, la ruta de un archivo o palabras, o en respuesta a una respuesta

    Envíeme un archivo, o un enlace y nada más, y le muestro lo que contiene antes de que lo añada.
stats-library = { $articles ->
    [one] Un artículo
   *[other] { $articles } artículos
}, { $passages ->
    [one] un párrafo
   *[other] { $passages } párrafos
}
stats-today = Hoy (UTC): { $questions ->
    [one] una pregunta
   *[other] { $questions } preguntas
}
stats-questions = Últimos { $days } días: { $questions ->
    [one] una pregunta
   *[other] { $questions } preguntas
}, { NUMBER($rate, maximumFractionDigits: 1) } al día
stats-nothing = Últimos { $days } días: ninguna pregunta
stats-not-found = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } sin respuesta
stats-times = la mitad respondida en { NUMBER($half, maximumFractionDigits: 2) } s, el 95 % en { NUMBER($most, maximumFractionDigits: 2) } s
stats-trouble = { $count ->
    [one] una en la que fallé o me faltó tiempo
   *[other] { $count } en las que fallé o me faltó tiempo
}
stats-feedback = Citas calificadas de útiles: { $helpful }, de no útiles: { $unhelpful }
gaps-kept = { $count ->
    [one] Una pregunta quedó
   *[other] { $count } preguntas quedaron
} sin respuesta en { $days ->
    [one] un día
   *[other] { $days } días
}
gaps-none = En { $days ->
    [one] un día
   *[other] { $days } días
} toda pregunta tuvo respuesta.
gaps-filled = ya tiene respuesta
gaps-left-out = { $count ->
    [one] y una formulación anterior, demasiadas para agruparlas
   *[other] y { $count } formulaciones anteriores, demasiadas para agruparlas
}
gap-entry = { $count }×, la última vez el { DATETIME($date, dateStyle: "medium") }
gap-asked = { $count ->
    [one] Preguntada una vez
   *[other] Preguntada { $count } veces
}, la última el { DATETIME($date, dateStyle: "medium") }
gap-wordings-more = { $count ->
    [one] y con otras palabras una vez más
   *[other] y con otras palabras { $count } veces más
}
gap-open = Sigue sin respuesta. Envíeme un archivo o un enlace que la tenga y vuelva a mirar aquí.
gap-filled = Ahora esto la responde:
gap-gone = Esa pregunta ya no está.
gap-changed = La respuesta ha cambiado entretanto. Vuelva a mirar, por favor.
gap-kept = Guardada en { $file }
gap-dismissed = Descartada.
gaps-not-kept = No guardo preguntas (privacy.question_days es 0), así que no puedo decir qué se preguntó en vano, solo cuánto.
gaps-counted = En los últimos { $days } días, { $count } de { $questions } preguntas quedaron sin respuesta.
gaps-near = Estos artículos fueron los más cercanos:
gaps-near-none = { $count ->
    [one] A una de ellas no se acercó ningún artículo.
   *[other] A { $count } de ellas no se acercó ningún artículo.
}
button-keep = ✓ Correcta: guardar para quoted evaluate
button-keep-open = Guardar como pregunta sin respuesta
button-dismiss = Descartar
not-written = No se pudo escribir: { $reason }. Arréglelo y vuelva a intentarlo, por favor.
reindex-preparing = Actualización: preparando…
reindex-share = Actualización: { NUMBER($share, style: "percent", maximumFractionDigits: 0) }
reindex-bytes = { NUMBER($now, maximumFractionDigits: 2) } de { NUMBER($total, maximumFractionDigits: 2) } MB
reindex-rate = { NUMBER($rate, maximumFractionDigits: 0) } kB por segundo
reindex-left-seconds = { $seconds ->
    [one] falta cerca de un segundo
   *[other] faltan unos { $seconds } segundos
}
reindex-left-minutes = { $minutes ->
    [one] falta cerca de un minuto
   *[other] faltan unos { $minutes } minutos
}
reindex-publishing = Actualización: escribiendo los índices…
reindex-done = { $seconds ->
    [one] Actualizada en un segundo
   *[other] Actualizada en { $seconds } segundos
}
reindex-files = Archivos: { $new } nuevos, { $changed } cambiados, { $moved } movidos, { $gone } desaparecidos
reindex-passages = Párrafos: { $added } añadidos, { $removed } retirados
reindex-nothing = { $files ->
    [one] Nada ha cambiado en un archivo
   *[other] Nada ha cambiado en { $files } archivos
}
reindex-problems = { $count ->
    [one] Un archivo no se pudo usar:
   *[other] { $count } archivos no se pudieron usar:
}
reindex-problems-more = { $count ->
    [one] y uno más; quoted index los nombra todos
   *[other] y { $count } más; quoted index los nombra todos
}
reindex-stopped = Detenida. Lo ya aplicado se conserva, y la próxima continúa desde ahí.
reindex-cut-off = Entretanto me reiniciaron y esta actualización quedó a medias. Lo ya aplicado se conserva, y la próxima continúa desde ahí.
reindex-failed = La actualización falló: { $reason }
reindex-already = Ya hay una actualización en marcha ({ NUMBER($share, style: "percent", maximumFractionDigits: 0) }).
reindex-over = Esa actualización ya terminó.
reindex-stopping = Deteniendo…
button-cancel = Cancelar
button-go-on = Continuar
button-reindex = Actualizar ahora
submission-reading = Leyendo…
submission-refused = Eso no se puede añadir. { $reason }
submission-gone = Ya no lo tengo. Envíelo otra vez, por favor.
submission-changed = Ya no es lo que le mostré. Vuelva a mirar, por favor.
submission-discarded = Descartado.
submission-undated = sin fecha
submission-paragraphs = { $count ->
    [one] Un párrafo:
   *[other] { $count } párrafos, el primero:
}
submission-articles = { $count ->
    [one] Un artículo
   *[other] { $count } artículos
}
submission-more = y { $count } más
submission-known = Ya está entre los artículos, tal cual.
submission-replaces = Reemplazaría { $file }, que se guarda aparte.
submission-same = El mismo texto está en: { $names }
submission-links = Tomo { $count } enlaces a la vez. Envíe los demás en otro mensaje, o en un archivo .txt.
submission-added = { $count ->
    [one] Añadido:
   *[other] { $count } artículos añadidos:
}
submission-unchanged = Ya estaba ahí, sin cambios: { $file }
submission-comes = Se citará en un momento.
submission-waits = Se citará después de la próxima actualización.
field-title = Título
field-outlet = Medio
field-author = Autor
field-published = Fecha
field-url = Enlace
field-ask = { $name }: ¿qué debe poner? Responda con las palabras, o con un guion para nada.
field-refused = { $name } no puede ser eso. Hace falta un título, una fecha se escribe 2024-05-31, un enlace empieza por https://, y nada pasa de 300 caracteres.
field-changed = { $name }: cambiado arriba.
button-add = Añadir
button-replace = Reemplazar
button-edit = Editar
button-discard = Descartar
remove-which = ¿Cuál debe salir?
remove-nothing = No conozco ese artículo. Escriba un enlace, la ruta de un archivo o palabras suyas después de /remove.
remove-file = Archivo: { $file }
remove-alone = Solo este artículo sale del archivo.
remove-others = { $count ->
    [one] Otro artículo del archivo sale con él.
   *[other] Otros { $count } artículos del archivo salen con él.
}
remove-gone = Ya no tengo ese artículo.
remove-done = Retirado: { $name }
remove-waits = Se cita hasta la próxima actualización.
remove-goes = Se cita aún un momento.
remove-left = Se queda.
remove-undone = Recuperado: { $file }
remove-failed = Eso no funcionó. { $reason }
button-remove = Retirar
button-leave = Dejarlo
button-undo = Deshacer
