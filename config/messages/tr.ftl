# Botun kendi sözleri, Türkçe. Bölümlerin anlamı en.ftl içinde yazılıdır.

language-name = Türkçe

## Komutlar

start =
    Merhaba. Bana olgulara dayalı bir soru sorun; yanıtı veren sözleri kaynağıyla birlikte alıntılayayım.

    Yalnızca kitaplığımdaki { $articles } yazıdan, sözcüğü sözcüğüne yanıt veririm. Orada yanıt yoksa bunu söylerim.

    Bir soru deneyin ya da bildiklerimi görmek için /sources yazın.
help =
    Olgulara dayalı bir soruyu kendi sözlerinizle sorun, örneğin: Liderler nerede buluşacak?

    Kalın yazılan sözler sorunuzu yanıtlar; çevresinde paragraf, yayımlandığı biçimiyle durur. Düğmeler önceki ve sonraki paragrafları ve sıradaki kaynağı gösterir, yazıyı açar, kaynakçayı kopyalar. Sorunuzu on dakika içinde düzeltirseniz yanıtımı da düzeltirim.

    Bir grupta /ask ve sorunuzu yazın, benden söz edin ya da bir iletime yanıt verin. Onun dışında susarım. Herhangi bir sohbette adımı ve bir soru yazıp göndermek istediğiniz alıntıyı seçebilirsiniz.

    /sources – bildiklerim
    /language – konuştuğum dil
    /privacy – sakladıklarım
    /forget – beni unut
privacy =
    { $days ->
        [0] Sorunuz, yanıt bulmak için bir kez okunur. Ne onu ne de adınızı saklarım.
       *[other] Sorunuz yanıt bulmak için okunur ve işletmenim neyi yanıtlayamadığımı görsün diye hesabınızın numarasıyla { $days } gün saklanır. Adınızı saklamam.
    }

    Yeniden başlatmadan sonra iki kez yanıt vermemek için, işlediğim iletilerin numaralarını metinsiz ve göndericisiz olarak iki gün saklarım. Henüz gönderilemeyen bir yanıt, sohbetinizin ve hesabınızın numarasıyla en çok bir gün bekler. Sorunuzdaki bir düzeltme yanıtına ulaşsın diye, hangi iletimin hangi iletinizi yanıtladığını yalnızca numaralarla on dakika saklarım. Bir dil seçer ya da davetle gelirseniz bunu hesabınızın numarasıyla saklarım. Bir grup Telegram'dan yeni bir numara alırsa ikisini de saklarım. Bir alıntının yararlı olup olmadığı, sizden bağımsız olarak alıntı başına sayılır. Günlüğüm yanıtların ne kadar sürdüğünü ve neyin ters gittiğini yazar, ne sorulduğunu yazmaz.

    /forget numaranızı taşıyan her şeyi siler.

    Telegram bu konuşmayı da diğerleri gibi saklar: telegram.org/privacy
forget-done = Tamam. Bende numaranızı taşıyan bir şey kalmadı.
forget-invitation = Tamam. Bende numaranızı taşıyan bir şey kalmadı; bu yüzden davetinize yeniden gerek duyacaksınız.
language-choose = Hangi dilde konuşayım? Yazıları kendi dillerinde alıntılarım.
language-automatic = Telegram'daki gibi
language-chosen = Artık Türkçe konuşuyorum.
in-private = Bu ikimizin arasında. Özelden konuşalım.
command-ask = Olgulara dayalı bir soru sor
command-sources = Bildiklerim
command-language = Konuştuğum dil
command-help = Nasıl sorulur
command-privacy = Sakladıklarım
command-forget = Beni unut
command-unknown = Bu komutu bilmiyorum. Doğrudan bir soru sorun ya da /help yazın.

## Kim sorabilir

access-closed = Üzgünüm, yalnızca davetli okurlara yanıt veriyorum. Davetiniz varsa bağlantısını açın.
access-wrong = Üzgünüm, bu davet artık geçerli değil. Lütfen yenisini isteyin.
access-open = Hoş geldiniz. Artık bana soru sorabilirsiniz.

## Dizinde ne var

indexed = { $articles } yazı biliyorum.
indexed-range = { $articles ->
    [one] { DATETIME($earliest, dateStyle: "long") } tarihli { $articles } yazı biliyorum.
   *[other] { DATETIME($earliest, dateStyle: "long") } ile { DATETIME($latest, dateStyle: "long") } arasından { $articles } yazı biliyorum.
}
indexed-nothing = Henüz hiçbir yazı dizine alınmadı, bu yüzden yanıt veremiyorum. Lütfen daha sonra yine gelin.
outlet = { $name }: { $articles }
outlets-more = ve { $count } yayın daha

## Yanıtlar

not-found = Buna bir yanıt bulamadım.
closest = En yakın bölüm; yanıt değildir:
closest-lacks = Şunlar geçmiyor: { $words }
date = { DATETIME($date, dateStyle: "long") }
place = { $total } paragraftan { $number }.
untitled = Başlıksız

## Satır içi: sonuçların üstündeki düğmeler

inline-short = Olgulara dayalı bir soru yazın
inline-nothing = Yanıt yok – bana özelden sorun
inline-later = Şu an yoğunum – bana özelden sorun
inline-closed = Yalnızca davetli okurlar için

## Düğmeler

button-context = Bağlam
button-less = Daha az
button-next = Sıradaki kaynak ({ $shown }/{ $total })
button-open = Aç
button-copy = Kaynakçayı kopyala
button-helpful = 👍 Yararlı
button-unhelpful = 👎 Yararsız
button-private = Bana yazın
button-thanks = Teşekkürler.
button-asker = Bu düğmeyi yalnızca soran kullanabilir. Siz de /ask ile sorun.
button-gone = Bu kaynak o zamandan beri değişti ya da kaldırıldı. Lütfen yeniden sorun.
button-unreadable = Bu düğmeyi artık okuyamıyorum. Lütfen yeniden sorun.

## Yanıt veremediğimde

ask-empty = Sorunuzu /ask komutundan sonra yazın, örneğin: /ask Liderler nerede buluşacak?
question-empty = Bunda sözcük bulamadım. Lütfen bir soru yazın.
too-long = Bu uzun bir soru. Lütfen en çok { $limit } karakterle sorun.
forwarded = İlettiğiniz için teşekkürler. Lütfen sorunuzu kendi sözlerinizle sorun.
not-text = Yalnızca metin okuyabiliyorum. Lütfen sorunuzu yazın.
too-many = Çok fazla soru oldu. Lütfen { $seconds } saniye sonra sürdürün.
busy = Şu anda çok soru var. Lütfen birazdan yeniden sorun.
too-slow = Bu fazla uzun sürdü. Lütfen birazdan yeniden sorun.
failed = Benim tarafımda bir şeyler ters gitti. Lütfen daha sonra yeniden deneyin.
