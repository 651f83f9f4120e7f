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

    Bir soru öncekini sürdürebilir: “Peki 2020'de?”, “Neden?”, “Başka kim?”. O zaman ilk satırım soruyu neye bağladığımı söyler. Bir yanıtım hakkında sormak için o iletiye yanıt verin.

    Bir grupta /ask ve sorunuzu yazın, benden söz edin ya da bir iletime yanıt verin. Onun dışında susarım. Herhangi bir sohbette adımı ve bir soru yazıp göndermek istediğiniz alıntıyı seçebilirsiniz.

    /latest – en yeni yazılar
    /sources – bildiklerim
    /topics – takip ettiğiniz sorular
    /verify – bir alıntıyı sözcük sözcük doğrulamak
    /language – konuştuğum dil
    /privacy – sakladıklarım
    /forget – beni unut
privacy =
    { $days ->
        [0] Sorunuz, yanıt bulmak için bir kez okunur. Ne onu ne de adınızı saklarım.
       *[other] Sorunuz yanıt bulmak için okunur. Yanıt bulamazsam, işletmenim neyi yanıtlayamadığımı görsün diye hesabınızın numarasıyla { $days } gün saklanır. Adınızı saklamam.
    }

    Yeniden başlatmadan sonra iki kez yanıt vermemek için, işlediğim iletilerin numaralarını metinsiz ve göndericisiz olarak iki gün saklarım. Henüz gönderilemeyen bir yanıt, sohbetinizin ve hesabınızın numarasıyla en çok bir gün bekler. Sorunuzdaki bir düzeltme yanıtına ulaşsın diye, hangi iletimin hangi iletinizi yanıtladığını yalnızca numaralarla on dakika saklarım. Bir dil seçer ya da davetle gelirseniz bunu hesabınızın numarasıyla saklarım. Bir grup Telegram'dan yeni bir numara alırsa ikisini de saklarım. Bir alıntının yararlı olup olmadığı, sizden bağımsız olarak alıntı başına sayılır. Günlüğüm yanıtların ne kadar sürdüğünü ve neyin ters gittiğini yazar, ne sorulduğunu yazmaz.

    /forget numaranızı taşıyan her şeyi siler.

    Telegram bu konuşmayı da diğerleri gibi saklar: telegram.org/privacy
privacy-answers =
    Yanıtlarımın hangi alıntıları gösterdiğini { $days ->
        [one] bir gün
       *[other] { $days } gün
    } boyunca, hesabınızın ve sohbetinizin numaralarıyla ve sorunuz olmadan saklarım; böylece kaynakları onları değiştirirse ya da geri çekerse size haber verebilirim. /forget bunu da siler.
privacy-follow-up = Son sorularınızı, sonraki sorunuz onları sürdürebilsin diye, { $minutes } dakika boyunca yalnızca bellekte tutarım, diske hiç yazmam. /forget onu da siler.
privacy-counts = Gün gün kaç sorunun yanıtlandığını, bunun ne kadar sürdüğünü ve yanıtsız bir soruya en çok hangi yazının yaklaştığını sayarım: sözlerinizden hiçbiri ve kimin sorduğu bunda yoktur.
privacy-kept = İşletmenim, sonradan yanıtlayıp yanıtlayamadığımı sınamak için yanıtsız bir sorunun sözlerini, kimin sorduğu olmadan saklayabilir.
privacy-shared = İşimi birkaç program paylaşır: iletiniz, biri onu işleyene dek, Telegram'ın gönderdiği haliyle işletmenimin veritabanında bekler, en çok bir gün. Hangi sohbete ne zaman yazdığım da orada on dakika tutulur.
privacy-topics =
    Bir soruyu takip ederseniz, takibi bırakana kadar o sorunun sözcüklerini hesabınızın ve sohbetinizin numaralarıyla ve ona yakın olan paragraflarla birlikte saklarım. /topics neleri takip ettiğinizi gösterir, /forget bunları siler.
forget-done = Tamam. Bende numaranızı taşıyan bir şey kalmadı.
forget-invitation = Tamam. Bende numaranızı taşıyan bir şey kalmadı; bu yüzden davetinize yeniden gerek duyacaksınız.
language-choose = Hangi dilde konuşayım? Yazıları kendi dillerinde alıntılarım.
language-automatic = Telegram'daki gibi
language-chosen = Artık Türkçe konuşuyorum.
in-private = Bu ikimizin arasında. Özelden konuşalım.
command-ask = Olgulara dayalı bir soru sor
command-latest = En yeni yazılar
command-sources = Bildiklerim
command-topics = Takip ettiğiniz sorular
command-verify = Bir alıntıyı sözcük sözcük doğrulamak
command-language = Konuştuğum dil
command-help = Nasıl sorulur
command-privacy = Sakladıklarım
command-forget = Beni unut
command-stats = Sayılarla durum
command-gaps = Yanıtsız kalan sorular
command-reindex = Kitaplığı yazılarla eşitle
command-remove = Bir yazıyı çıkar
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
outlet-dates = { DATETIME($earliest, dateStyle: "long") } – { DATETIME($latest, dateStyle: "long") }
newest = En yeni yazılar
outlets-more = ve { $count } yayın daha

## Yanıtlar

not-found = Buna bir yanıt bulamadım.
coverage-until = Yazılarımın hiçbiri { DATETIME($date, dateStyle: "long") } tarihinden sonra değil.
coverage-name = { $articles ->
    [one] “{ $name }” sözcüğü { $articles } yazıda geçiyor.
   *[other] “{ $name }” sözcüğü { $articles } yazıda geçiyor.
}
closest = En yakın bölüm; yanıt değildir:
closest-lacks = Şunlar geçmiyor: { $words }
date = { DATETIME($date, dateStyle: "long") }
place = { $total } paragraftan { $number }.
page = s. { $number }
gloss = “{ $words }” = { $period }
gloss-about = “{ $words }” = yaklaşık { $period }
also-in = Şurada da: { $names }
also-in-more = Şurada da: { $names } { $count ->
    [one] ve bir yayın daha
   *[other] ve { $count } yayın daha
}
newer = Bu olayı anlatan daha yeni bir yazı var: { DATETIME($date, dateStyle: "long") }
differ = Kaynaklar birbirini tutmuyor:
correction-changed = Kaynak bu bölümü değiştirdi; fark ettiğim tarih: { DATETIME($date, dateStyle: "long") }. Önceden:
correction-now = Şimdi:
correction-taken-out = Kaynak bu bölümü çıkardı; fark ettiğim tarih: { DATETIME($date, dateStyle: "long") }. Önceden:
correction-withdrawn = Bu yazı geri çekildi; fark ettiğim tarih: { DATETIME($date, dateStyle: "long") }. Yazıda:
about = Konu: { $topic }
respelled = Şöyle okundu: { $words }
untitled = Başlıksız

## Bir soruyu takip etmek

follow-done = Yeni bir yanıt çıkınca size yazarım, günde en çok bir kez. Bırakana kadar sorunun sözcüklerini saklarım: /topics
follow-most = Zaten { $most } soru takip ediyorsunuz. Önce birini bırakın: /topics
follow-lost = O soruyu artık hatırlamıyorum. Lütfen bir daha sorun.
follow-stopped = Bırakıldı. Soruyu unuttum.
topics = { $count ->
    [one] Bir soru takip ediyorsunuz. Yeni bir yanıt çıkınca günde en çok bir kez yazarım. Bırakmak için basın:
   *[other] { $count } soru takip ediyorsunuz. Yeni bir yanıt çıkınca her biri için günde en çok bir kez yazarım. Birini bırakmak için basın:
}
topics-none = Hiçbir soruyu takip etmiyorsunuz. Bir soru sorun ve yeni bir yanıt çıkınca haber almak için yanıtımın altındaki düğmeye basın.
topic-new = Yeni gelişme: { $topic }

## Satır içi: sonuçların üstündeki düğmeler

inline-short = Olgulara dayalı bir soru yazın
inline-nothing = Yanıt yok – bana özelden sorun
inline-later = Şu an yoğunum – bana özelden sorun
inline-closed = Yalnızca davetli okurlar için

## Bir alıntıyı doğrulama

verify-exact = Birebir. Bu sözler bir yazıda geçiyor:
verify-typography = Sözler birebir. Yalnızca noktalama ya da dizgi farklı:
verify-altered = Değiştirilmiş. Yazıda başka sözler var:
verify-not-found = Bulunamadı. Yazılarımın hiçbirinde bu sözler yok.
verify-changed = “{ $claimed }” yerine yazıda “{ $stands }” var
verify-put-in = “{ $claimed }” yazıda yok
verify-left-out = “{ $stands }” atlanmış
verify-more = { $count ->
    [one] ve { $count } fark daha
   *[other] ve { $count } fark daha
}
verify-also = { $count ->
    [one] Aynı sözler { $count } yerde daha geçiyor.
   *[other] Aynı sözler { $count } yerde daha geçiyor.
}
verify-stands = Yerinde duruyor. Alıntılanan sözler harfi harfine orada:
verify-moved = { $before }. paragraftı, şimdi { $now }. paragraf.
verify-receipt-altered = Değiştirilmiş. Yazı yerinde, alıntılanan sözler değil.
verify-now = { $number }. paragrafta şimdi yazan:
verify-gone = Artık yok. Ne alıntılanan sözler ne de yazıları duruyor.
verify-mistyped = Bu bir makbuza benziyor, ama bir karakteri yanlış. Lütfen yeniden kopyalayın.
verify-length = Lütfen bir alıntının { $fewest } ile { $most } arasında sözcüğünü gönderin.
verify-empty = /verify komutundan sonra bir alıntı ya da makbuz yazın veya içinde olan bir mesajı /verify ile yanıtlayın.

## Düğmeler

button-context = Bağlam
button-less = Daha az
button-next = Sıradaki kaynak ({ $shown }/{ $total })
button-newer = Daha yeni yazı
button-fresh = Tek başına sor
button-follow = Yeni bir yanıt çıkınca haber ver
button-stop = Artık haber verme
button-open = Aç
button-copy = Kaynakçayı kopyala
button-helpful = 👍 Yararlı
button-unhelpful = 👎 Yararsız
button-newest = « En yeni
button-older = Daha eski »
button-outlets = Tüm yayınlar
button-back = « Geri
button-more = Devamı »
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

## İşletmen için

operators-only = Bu yalnızca işletmenlerim için. Onun yerine bana olgulara dayalı bir soru sorun ya da /help yazın.
help-operators =
    İşletmen olarak şunları da kullanabilirsiniz:

    /stats – sayılarla durum
    /gaps – yanıtsız kalan sorular, anlamlarına göre
    /reindex – kitaplığı yazılarla eşitlemek
    /remove – bir yazıyı çıkarmak: ardından bağlantı, dosya yolu ya da sözcükler, veya bir yanıta yanıt olarak

    Bana bir dosya ya da yalnızca bir bağlantı gönderin; eklemeden önce içinde ne olduğunu göstereyim.
stats-library = { $articles } yazı, { $passages } paragraf
stats-today = Bugün (UTC): { $questions } soru
stats-questions = Son { $days } gün: { $questions } soru, günde { NUMBER($rate, maximumFractionDigits: 1) }
stats-nothing = Son { $days } gün: soru yok
stats-not-found = { NUMBER($share, style: "percent", maximumFractionDigits: 0) } yanıtsız
stats-times = yarısı { NUMBER($half, maximumFractionDigits: 2) } sn içinde, %95'i { NUMBER($most, maximumFractionDigits: 2) } sn içinde yanıtlandı
stats-trouble = { $count } soruda başarısız oldum ya da zamanım yetmedi
stats-feedback = Yararlı denen alıntılar: { $helpful }, yararsız denenler: { $unhelpful }
gaps-kept = Son { $days } günde { $count } soru yanıtsız kaldı
gaps-none = Son { $days } günde her soru yanıtlandı.
gaps-filled = artık yanıtı var
gaps-left-out = ve gruplanamayacak kadar çok olan { $count } eski ifade daha
gap-entry = { $count }×, en son { DATETIME($date, dateStyle: "medium") }
gap-asked = { $count } kez soruldu, en son { DATETIME($date, dateStyle: "medium") }
gap-wordings-more = ve { $count } başka ifadeyle daha
gap-open = Hâlâ yanıt yok. Bana yanıtı içeren bir dosya ya da bağlantı gönderin ve buraya yeniden bakın.
gap-filled = Artık bunu şu yanıtlıyor:
gap-gone = Bu soru artık yok.
gap-changed = Yanıt bu arada değişti. Lütfen yeniden bakın.
gap-kept = Şuraya kaydedildi: { $file }
gap-dismissed = Kaldırıldı.
gaps-not-kept = Soruları saklamıyorum (privacy.question_days 0), bu yüzden neyin boşuna sorulduğunu değil, yalnızca ne kadar sorulduğunu söyleyebilirim.
gaps-counted = Son { $days } günde { $questions } sorudan { $count } tanesi yanıtsız kaldı.
gaps-near = Onlara en çok yaklaşan yazılar:
gaps-near-none = { $count } tanesine hiçbir yazı yaklaşmadı.
button-keep = ✓ Doğru: quoted evaluate için sakla
button-keep-open = Yanıtsız bir soru olarak sakla
button-dismiss = Kaldır
not-written = Yazılamadı: { $reason }. Lütfen bunu giderip yeniden deneyin.
reindex-preparing = Eşitleme: hazırlanıyor…
reindex-share = Eşitleme: { NUMBER($share, style: "percent", maximumFractionDigits: 0) }
reindex-bytes = { NUMBER($total, maximumFractionDigits: 2) } MB'ın { NUMBER($now, maximumFractionDigits: 2) } MB'ı
reindex-rate = saniyede { NUMBER($rate, maximumFractionDigits: 0) } kB
reindex-left-seconds = yaklaşık { $seconds } saniye kaldı
reindex-left-minutes = yaklaşık { $minutes } dakika kaldı
reindex-publishing = Eşitleme: dizinler yazılıyor…
reindex-done = { $seconds } saniyede eşitlendi
reindex-files = Dosyalar: { $new } yeni, { $changed } değişmiş, { $moved } taşınmış, { $gone } gitmiş
reindex-passages = Paragraflar: { $added } eklendi, { $removed } çıkarıldı
reindex-nothing = { $files } dosyada hiçbir şey değişmedi
reindex-problems = { $count } dosya kullanılamadı:
reindex-problems-more = ve { $count } tane daha; quoted index hepsini adlandırır
reindex-stopped = Durduruldu. Uygulananlar duruyor, sonraki eşitleme oradan sürer.
reindex-cut-off = Bu arada yeniden başlatıldım ve bu eşitleme yarıda kaldı. Uygulananlar duruyor, sonraki eşitleme oradan sürer.
reindex-failed = Eşitleme başarısız oldu: { $reason }
reindex-already = Zaten bir eşitleme sürüyor ({ NUMBER($share, style: "percent", maximumFractionDigits: 0) }).
reindex-over = O eşitleme bitti.
reindex-stopping = Durduruluyor…
button-cancel = İptal
button-go-on = Sürdür
button-reindex = Şimdi eşitle
submission-reading = Okuyorum…
submission-refused = Bu eklenemiyor. { $reason }
submission-gone = O artık bende yok. Lütfen yeniden gönderin.
submission-changed = Gösterdiğimden farklı olmuş. Lütfen yeniden bakın.
submission-discarded = Vazgeçildi.
submission-undated = tarihsiz
submission-paragraphs = { $count } paragraf, ilki:
submission-articles = { $count } yazı
submission-more = ve { $count } tane daha
submission-known = Bu, yazılar arasında aynen var.
submission-replaces = { $file } yerine geçer; eskisi kenara konur.
submission-same = Aynı metin şurada da var: { $names }
submission-links = Bir seferde { $count } bağlantı alıyorum. Ötekileri başka bir iletiyle ya da .txt dosyasıyla gönderin.
submission-added = { $count } yazı eklendi:
submission-unchanged = Zaten oradaydı, değişmedi: { $file }
submission-comes = Birazdan alıntılanacak.
submission-waits = Sonraki eşitlemeden sonra alıntılanacak.
field-title = Başlık
field-outlet = Yayın
field-author = Yazar
field-published = Tarih
field-url = Bağlantı
field-ask = { $name }: ne olsun? Sözlerle yanıt verin, boş kalacaksa kısa çizgiyle.
field-refused = { $name } bu olamaz. Başlık gereklidir, tarih 2024-05-31 biçiminde yazılır, bağlantı https:// ile başlar, hiçbiri 300 karakteri aşmaz.
field-changed = { $name }: yukarıda değiştirildi.
button-add = Ekle
button-replace = Değiştir
button-edit = Düzenle
button-discard = Vazgeç
remove-which = Hangisi çıksın?
remove-nothing = Böyle bir yazı bilmiyorum. /remove ardına bağlantı, dosya yolu ya da yazıdan sözcükler yazın.
remove-file = Dosya: { $file }
remove-alone = Dosyadan yalnızca bu yazı çıkar.
remove-others = Dosyadaki { $count } yazı daha onunla çıkar.
remove-gone = O yazı artık bende yok.
remove-done = Çıkarıldı: { $name }
remove-waits = Sonraki eşitlemeye kadar alıntılanır.
remove-goes = Bir an daha alıntılanır.
remove-left = Kalıyor.
remove-undone = Geri getirildi: { $file }
remove-failed = Bu olmadı. { $reason }
button-remove = Çıkar
button-leave = Kalsın
button-undo = Geri al
