"""Invented saved pages of several layouts and languages, with what a reader should find in them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """The text of a saved page; `title`, `published`, `outlet` and `author` as it tells them; words of body and not."""

    text: str
    title: str
    published: str
    body: tuple[str, ...]
    furniture: tuple[str, ...]
    outlet: str = ""
    author: str = ""
    language: str = "en"


NEWS = Page(
    text="""Skip to content
Home
News
Sport
Weather
Search

Flood barrier closed for record 20th time
Published
14 March 2019

Share

Image source, Harbour Images
Image caption, The barrier protects 1.4 million people

The barrier was closed on Thursday for the 20th time this winter, the river authority said.

The gates, each as tall as a five-storey building, were shut at 04:30 after a storm surge in the North Sea.

"We have never had a season quite like it," said Anne Peters, who runs the control room at Woolwich.

READ MORE: Sea walls need billions

Engineers will inspect the hydraulic arms on Saturday, and the river will reopen to ships by noon.

It cost £535 million to build and was opened by the Queen in May 1984.

Related Topics
Flooding
London

More on this story

Storm batters the east coast
12 March

Top Stories
Minister resigns over leaked letter
Markets slide for third day
Terms of Use
Privacy Policy
Cookies
© 2019 The Harbour Post. All rights reserved.
""",
    title="Flood barrier closed for record 20th time",
    published="2019-03-14",
    body=("for the 20th time this winter", "shut at 04:30", "Anne Peters", "reopen to ships by noon", "£535 million"),
    furniture=(
        "1.4 million",
        "Sea walls",
        "Storm batters",
        "Minister resigns",
        "Markets slide",
        "Harbour Post",
        "Cookies",
    ),
)

AGENCY = Page(
    text="""Coast News
Menu
Top stories
Ferry sinks off Mindoro, all aboard rescued
By MARIA SANTOS
July 9, 2021

MANILA, Philippines (AP) — A ferry with 134 people on board sank off the island of Mindoro on Friday, and all of them \
were rescued, the coast guard said.

Coast guard spokesman Armand Balilo said the boat took on water after its hull hit a rock near Calapan.

The captain, who has been detained for questioning, said the engine had failed twice that morning.

Most Popular
1. Actor arrested in Lisbon
2. Heat wave breaks records across Spain
Advertisement
All contents © copyright 2021 Coast News. All rights reserved.
""",
    title="Ferry sinks off Mindoro, all aboard rescued",
    published="2021-07-09",
    outlet="AP",
    author="MARIA SANTOS",
    body=("134 people on board", "hit a rock near Calapan", "engine had failed twice"),
    furniture=("Actor arrested", "Heat wave", "Advertisement", "All contents"),
)

GERMAN = Page(
    text="""Menü
Startseite
Politik
Wirtschaft
Sport
Anmelden
Abo

Wirtschaft
Bahn verschiebt Eröffnung des neuen Tunnels
Von Karin Meier
12. Februar 2021, 14:05 Uhr
Lesezeit: 3 Min.
Teilen

Die Bahn will den neuen Tunnel unter der Innenstadt erst im Herbst 2026 öffnen. Das sagte eine Sprecherin am Freitag.

Grund sind Probleme mit der Signaltechnik. Die Kosten steigen um 180 Millionen Euro auf 2,3 Milliarden Euro.

„Wir brauchen mehr Zeit, um alle Züge sicher zu testen“, sagte Projektleiter Jens Brandt.

Lesen Sie auch: Warum Züge immer später kommen

Der Bund trägt 60 Prozent der Kosten, das Land den Rest. Ursprünglich sollte der Tunnel 2023 fertig sein.

Mehr zum Thema
Streik bei der Bahn: Was Reisende wissen müssen
Neue Züge für den Süden
Kommentare
Impressum
Datenschutz
AGB
""",
    title="Bahn verschiebt Eröffnung des neuen Tunnels",
    published="2021-02-12",
    author="Karin Meier",
    language="de",
    body=("Herbst 2026", "2,3 Milliarden Euro", "Jens Brandt", "60 Prozent"),
    furniture=("Warum Züge", "Streik", "Neue Züge", "Impressum", "Lesezeit"),
)

CHINESE = Page(
    text="""首页
新闻
体育
登录
上海新图书馆正式开放
2022年9月28日 10:00
来源：新华社

上海图书馆东馆于28日正式向公众开放，总建筑面积约11.5万平方米，是国内单体建筑面积最大的图书馆之一。

该馆设有座位近六千个，每年预计举办两百多场讲座和上千场各类活动。

馆长陈超表示，东馆将成为市民的“城市客厅”，为读者提供全新的阅读体验。

相关阅读
北京地铁新线开通
专家谈秋季养生
关于我们
联系我们
版权所有
""",
    title="上海新图书馆正式开放",
    published="2022-09-28",
    outlet="新华社",
    language="zh",
    body=("11.5万平方米", "座位近六千个", "馆长陈超"),
    furniture=("北京地铁", "秋季养生", "关于我们"),
)

BLOG = Page(
    text="""My Travel Notes
About
Archive

A night train to Narvik
Posted on August 3, 2017 by Eva Lind

The night train leaves Stockholm at ten past six and reaches Narvik eighteen hours later. I had a berth by the window.

North of Kiruna the line climbs to 520 metres and runs along a lake that is frozen until June. Two hikers got off.

In Narvik I ate fish soup at the harbour and took the bus back the same evening.

Filed under: Norway, trains
3 Comments
Tom says:
August 4, 2017 at 9:12 am
I did this trip in 2009 and loved it. The heating in our carriage was broken, though, and we froze all night.
Reply
Maria says:
August 5, 2017 at 11:40 pm
What a lovely story. How much did you pay for the berth? I am planning to go next spring with my sister.
Reply
Leave a comment
Name
Email
""",
    title="A night train to Narvik",
    published="2017-08-03",
    author="Eva Lind",
    body=("eighteen hours later", "520 metres", "fish soup"),
    furniture=("heating in our carriage", "lovely story", "Filed under", "Reply"),
)

TITLE_TWICE = Page(
    text="""SCIENCE
4 MIN READ
Probe finds water vapour above a distant moon
Scientists say the plume rises 200 kilometres from a crack in the ice and may come from an ocean that lies below.
Probe finds water vapour above a distant moon
The probe will pass the moon again in spring, the agency said. / Observatory Archive
May 4, 2021

A probe has found water vapour above a moon of Saturn, researchers said on Tuesday in the journal of their society.

The plume was seen on three of twelve passes, which suggests that the crack opens and closes with the tide.

Slow descent

"It is the clearest sign so far that there is liquid water," said Ines Roth, who led the study.

READ MORE: How oceans hide under ice

The probe was launched in 2004 and has fuel for another two years.

SOURCE:AFP
Explore
Rocket maker delays first crewed flight
By Jo Falk
Telescope sees oldest galaxy yet
Tell us what you think of the new page. Share your feedback!
Contact us
""",
    title="Probe finds water vapour above a distant moon",
    published="2021-05-04",
    outlet="AFP",
    body=("rises 200 kilometres", "moon of Saturn", "three of twelve", "Ines Roth", "launched in 2004"),
    furniture=("Observatory Archive", "Slow descent", "oceans hide", "Rocket maker", "Telescope sees", "feedback"),
)

PAGES = {
    "news": NEWS, "agency": AGENCY, "german": GERMAN, "chinese": CHINESE, "blog": BLOG, "title twice": TITLE_TWICE,
}  # fmt: skip
