"""Sentences of frightened people, written before the lists of words were looked at, by whoever then widened those."""

from typing import Final

STRANGERS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "en": (
        ("I do not want to wake up tomorrow", "mind"),
        ("my uncle touches me at night", "women|children"),
        ("there is a strange metal thing with wires sticking out of our field", "mines"),
        ("they put my husband in a truck and drove away", "family"),
        ("she is bleeding and it does not stop", "health"),
        ("he broke my arm because dinner was late", "women|health"),
        ("men with knives came into our shelter tonight", "safety"),
        ("my daughter went to fetch water and we cannot find her", "children|family"),
        ("my battery keeps dying", "items", "health mind safety"),
        ("we shot a video of the wedding", ""),
    ),
    "ar": (
        ("تعبت من الحياة وما عاد بدي أكمل", "mind"),
        ("زوجي يحبسني بالبيت ويهددني", "women"),
        ("اعتدى علي رجل في الطريق إلى الحمام", "women"),
        ("لقينا قذيفة ما انفجرت جنب المدرسة", "mines"),
        ("اعتقلوا أخي على الحاجز", "family"),
        ("ابني ما عم يتنفس منيح", "health"),
        ("ناس مسلحين عم يطلقوا النار علينا", "safety"),
        ("بنتي ضاعت بالسوق من الصبح", "children|family"),
        ("بموت بالقهوة", ""),
        ("ضربنا موعد بكرا", ""),
    ),
    "ckb": (
        ("نامەوێت بژیم", "mind"),
        ("مێردەکەم هەموو شەوێک لێم دەدات", "women"),
        ("منداڵەکەم لێم ون بووە", "children|family"),
        ("براکەم لە لایەن چەکدارانەوە برا", "family"),
        ("خوێنی لێ دێت و ناوەستێت", "health"),
        ("بۆمبێک لە کێڵگەکەدا هەیە", "mines"),
        ("سوپاس بۆ هەموو شتێک", ""),
    ),
    "fr": (
        ("je n'ai plus la force de vivre", "mind"),
        ("mon mari m'a enfermée et il me menace avec un couteau", "women"),
        ("des soldats ont emmené mon père hier soir", "family"),
        ("ma sœur a été violée par deux hommes", "women"),
        ("on a trouvé un obus derrière le puits", "mines"),
        ("mon bébé a une forte fièvre et ne boit plus", "health"),
        ("mon fils n'est pas rentré de l'école", "children|family"),
        ("ils ont brûlé notre tente et ils nous tirent dessus", "safety|shelter"),
        ("je meurs de rire", ""),
        ("on a tiré au sort les équipes", ""),
    ),
}
"""The lists were then widened by kinds of harm."""

AFTERWARDS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "en": (
        ("someone is climbing through our window with a blade", "safety"),
        ("my sister swallowed rat poison", "mind|health"),
        ("the officer made me take my clothes off", "women"),
        ("my father was marched off by men in masks", "family"),
        ("this match was a killer", ""),
    ),
    "ar": (
        ("ما في شي بيستاهل عيش كرماله", "mind"),
        ("حطوا سلاح براس أخوي", "safety|family"),
        ("مرتي عم تولد وما في حدا", "health"),
        ("لقيت شي متل العلبة معدن تحت التراب", "mines"),
        ("راسي رح ينفجر من الصداع", "health", "mines"),
    ),
    "ckb": (
        ("کەس نازانێت کوڕەکەم لە کوێیە", "family|children"),
        ("پیاوێک جلەکانی خوشکەکەمی دادڕی", "women"),
        ("منداڵەکەم هەناسەی توندە", "health"),
        ("هاوسەرەکەم هەڕەشەی کوشتنم لێ دەکات", "women|safety"),
        ("دڵم بۆ ماڵەوە تەنگ بووە", ""),
    ),
    "fr": (
        ("il veut se jeter du toit", "mind"),
        ("mon beau-père entre dans ma chambre la nuit", "women|children|safety"),
        ("des hommes ont emporté mes deux cousins", "family"),
        ("il a un éclat dans la jambe et perd beaucoup de sang", "health"),
        ("le match était mortel", ""),
    ),
}
"""Written after that, by the same; nothing was changed for it."""
