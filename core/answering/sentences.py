"""The bot's own sentences: which there must be, and what may stand in their braces."""

from collections.abc import Mapping
from string import Formatter

# key → names that may be filled in.
KEYS: dict[str, tuple[str, ...]] = {
    "welcome": (),
    "empty": (),
    "foreign": (),
    "too_long": (),
    "no_match": (),
    "out_of_scope": (),
    "none_of_these": (),
    "did_you_mean": (),
    "further": (),
    "or_else": (),
    "several": (),
    "none": (),
    "error": (),
    "stale_choice": (),
    "thanks_vote": (),
    "vote_yes": (),
    "vote_no": (),
    "vote_wrong": (),
    "sorry_vote": (),
    "redirect": ("body",),
    "redirect_phone": ("phone",),
    "responsible": ("body",),
    "basis": (),
    "review_basis_only": ("date",),
    "review_confirmed": ("date",),
    "under_review": (),
    "confirm": (),
    "local": ("items",),
    "hotline": (),
    "for_option": ("option",),
    "necessity_optional": (),
    "necessity_waived": (),
    "copies": ("count",),
    "free": (),
    "fee_unknown": (),
    "promised_unknown": (),
    "promised": ("period",),
    "statutory": ("period",),
    "facet_empty": ("facet",),
    "waived_when": ("when",),
    "overview": (),
    "case_facts": (),
    "case_ruling": (),
    "case_lesson": (),
    "digest": (),
    "official_text": ("version", "source"),
    "no_official_text": (),
    "law_unknown": ("name",),
    "law_no_articles": ("law",),
    "law_no_such": ("law", "last", "number"),
    "law_not_yet": ("law", "day"),
    "law_repealed": ("law", "day", "now"),
    "law_ended": ("law", "day"),
    "law_moved": ("number", "target"),
    "law_since": ("day",),
    "law_previous": (),
    "law_next": (),
    "law_which": ("law",),
    "facet_basis": (),
    "facet_conditions": (),
    "facet_materials": (),
    "facet_process": (),
    "facet_time": (),
    "facet_fee": (),
    "facet_where": (),
    "facet_result": (),
    "facet_remedy": (),
    "pitfalls": (),
    "browse": (),
    "browse_group": ("group",),
    "browse_back": (),
    "privacy": (),
    "forgotten": (),
    "not_forgotten": (),
    "law_how": (),
    "feedback_how": (),
    "feedback_thanks": (),
    "not_text": (),
    "flood": (),
    "campaign_none": (),
    "campaign_coming": ("title", "day"),
    "campaign_today": ("title", "day"),
    "campaign_note": ("title",),
    "quiz_start": (),
    "quiz_heading": ("title", "number", "count"),
    "quiz_right": ("right",),
    "quiz_wrong": ("right",),
    "quiz_next": (),
}


def sentence_faults(sentences: Mapping[str, str]) -> list[tuple[str | None, str]]:
    """Return (key or None, Chinese message) for each missing, unknown or misfilled sentence."""
    faults: list[tuple[str | None, str]] = [
        (None, f"缺少句子 {key}，请补上" + _filling(names))
        for key, names in KEYS.items()
        if key not in sentences
    ]
    for key, text in sentences.items():
        if key not in KEYS:
            faults.append((key, "程序不用这个句子，请删掉或改正名称"))
            continue
        try:
            used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError:
            faults.append((key, "花括号没有成对；文字里要写花括号时写两个：{{ }}"))
            continue
        for name in sorted(used - set(KEYS[key])):
            faults.append((key, f"花括号里的 {{{name}}} 不能用" + _filling(KEYS[key])))
    return faults


def _filling(names: tuple[str, ...]) -> str:
    if not names:
        return "；这句话里没有要填的内容"
    return "；可以填的有：" + "、".join(f"{{{name}}}" for name in names)
