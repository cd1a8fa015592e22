"""Masking: personal data out of a text before anything of it is stored.

Numbers are bounded by look-arounds on digits, since ``\\b`` does not hold beside Chinese
characters. The rules run one after another; a token holds nothing that a later rule, or a second
run, could take for personal data. Every quantifier is bounded or possessive, so time is linear.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from core.text.names import find_names

_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_GAP = r"[ \-]{0,2}"
_HAN = r"\u3400-\u9fff"
# Not followed by more digits, by decimals, or by a unit that makes it an amount or a year. What
# follows must not be part of another number: its mask would let this one match the second time.
_UNIT = " ?[元万亿角分平㎡米m亩年月日层楼户个人间次天多余]"
_END = rf"(?!\d|{_UNIT}|\.\d{{1,2}}(?:{_UNIT}|(?![\d \-])))"
_DATE = r"(?:19|20)\d\d[01]\d[0-3]\d(?!\d)"
# Places that stand before the number of an old certificate, as 杭西 in 杭西国用.
_PLACE = "[京津沪浙苏皖杭州萧山余富阳临安桐庐淳建德西湖上下城江干拱墅滨钱塘市区县]{0,4}"
_SAYS = "[: 是为叫]{0,3}"
# A digit, in figures or as spoken.
_N = "[0-9\u3007零一二三四五六七八九十]"
_SPOKEN = "[〇零一二三四五六七八九幺两]"
# No number begins amid another one, nor right after 0. as a fraction does.
_START = rf"(?:(?=[(+])|(?<!\d)(?<!(?<!{_N})0\.))"


def _spaced(pattern: str) -> str:
    """Allow a space or dash or two between the parts of ``pattern`` (parts are set apart by ␣)."""
    return pattern.replace("␣", _GAP)


# (what is masked, the pattern); where a pattern has a group ``it``, only that is replaced.
_RULES: tuple[tuple[str, str], ...] = (
    ("邮箱", r"(?<![a-z0-9._%+\-])[a-z0-9._%+\-]++@[a-z0-9\-]++(?:\.[a-z0-9\-]++)*?\.[a-z]{2,}+"),
    # 浙（2023）杭州市不动产权第0012345号
    (
        "证号",
        rf"(?:[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新] ?)?"
        rf"[(\[〔【] ?(?:19|20)\d\d ?[)\]〕】] ?[{_HAN}]{{0,12}}?不动产(?:权证?|证明)第? ?"
        rf"\d{{4,}}+(?:-\d+)?+ ?号?",
    ),
    # 杭房权证西字第12345678号
    (
        "证号",
        rf"{_PLACE}房[权产]证?[{_HAN}]{{0,6}}?(?:字|第|字 ?第) ?[a-z]?\d{{4,}}+(?:-\d+)?+ ?号?",
    ),
    # 杭西国用(2010)第001234号
    (
        "证号",
        rf"{_PLACE}(?:[国集]用|集有|国有|集建|林证)字? ?"
        rf"(?:[(\[〔【](?:19|20)\d\d[)\]〕】] ?字?第?|第) ?\d{{2,}}+(?:-\d+)*+ ?号?",
    ),
    # Planning permits: 乡字第330106202600123号.
    ("证号", r"[建地乡选用]字 ?第 ?\d{6,}+ ?号?"),
    # The number of a real-estate unit: 330106001001GB00001F00010001.
    ("证号", r"(?<!\d)\d{12}[a-z]{2}\d{5}[a-z]\d{8}(?!\d)"),
    (
        "身份证号",
        _spaced(
            r"(?<!\d)[1-9]␣\d␣\d␣\d␣\d␣\d␣(?:1␣9|2␣0)␣\d␣\d␣(?:0␣[1-9]|1␣[0-2])"
            r"␣(?:0␣[1-9]|[12]␣\d|3␣[01])␣\d␣\d␣\d␣[\dx](?!\d)"
        ),
    ),
    ("身份证号", r"(?<!\d)\d{17}x"),
    ("身份证号", rf"(?<!\d)[1-8]\d{{7}}{_DAY}\d{{3}}(?!\d)"),
    ("身份证号", r"身份证(?:号码?|:)[: 是为]{0,3}(?P<it>\d{14,20}x?)(?!\d)"),
    (
        "证号",
        rf"(?:[产权地用]证书?|房本|证书|证件|护照|通行证|不动产(?:权|单元|证明))"
        rf"(?:编?号码?|:|第)[: 是为]{{0,3}}(?P<it>(?!{_DATE})[a-z]{{0,3}}\d{{5,}}+ ?号?){_END}",
    ),
    (
        "账号",
        rf"(?:qq群?|企鹅)(?:号码?)?{_SAYS}"
        rf"(?P<it>(?!12345(?!\d)|1[3-9]\d{{9}}(?!\d)|{_DATE})[1-9]\d{{4,10}}){_END}",
    ),
    # A WeChat name has letters and most often figures too; without them it needs 号 or a colon.
    (
        "账号",
        rf"(?:[微薇威]信|(?<![a-z])(?:v信|wx|vx|weixin|wechat))(?:账号|帐号|号码?|id)?{_SAYS}"
        rf"(?P<it>[a-z](?=[a-z]*+[\d_\-])[a-z\d_\-]{{5,}}+"
        rf"|(?:(?<=[号d:是为叫])|(?<=[号d:是为叫] ))[a-z]{{6,}}+"
        rf"|(?!1[3-9]\d{{9}}(?!\d)|{_DATE})\d{{6,11}}{_END})(?![a-z\d_])",
    ),
    (
        "银行卡号",
        r"(?<!\d)[3-9]\d{3}[ \-]{1,2}\d{4}[ \-]{1,2}\d{4}(?:[ \-]{1,2}\d{4}){1,2}"
        r"(?:[ \-]{0,2}\d{1,3})?(?!\d)",
    ),
    ("银行卡号", rf"{_START}\d{{16,19}}(?!\d)"),
    # Longer than anything in daily use: two numbers run together, or a file number.
    ("证号", rf"{_START}\d{{20,}}+"),
    (
        "手机号",
        r"(?:(?=[(+])|(?<!\d))(?:\(? ?(?:\+|00)? ?86 ?\)?[ \-]{0,2}|0)?"
        r"(?:1[3-9]\d[ \-.]{0,2}(?:\d{4}[ \-.]{0,2}\d{4}|\d{3}[ \-]{1,2}\d{5}|\d{5}[ \-]{1,2}\d{3})"
        r"|1[3-9]\d\d[ \-]{1,2}\d{3}[ \-]{1,2}\d{4}|1[3-9]\d{4}[ \-]{1,2}\d{5}"
        r"|1[3-9]\d{3}[ \-]{1,2}\d{6}|1(?:[ \-]{1,2}\d){10})(?!\d)",
    ),
    ("手机号", rf"[一幺][三四五六七八九]{_SPOKEN}{{9}}"),
    # 0571-88888888, (0571)88888888, 057188888888, +86-571-88888888
    (
        "电话",
        _START + r"(?:\(? ?0(?:10|2\d|[3-9]\d\d) ?\)?|\(?\+86\)?[ \-]{0,2}"
        r"(?:10|2\d|[3-9]\d\d))[ \-]{0,2}[1-9]\d{2,3}[ \-]{0,2}\d{4}"
        r"(?: ?(?:转|-) ?\d{1,6})?(?!\d)",
    ),
    (
        "电话",
        rf"{_START}[48]00(?:\d{{7}}|[ \-]{{1,2}}\d{{3}}[ \-]{{0,2}}\d{{4}}"
        rf"|[ \-]{{1,2}}\d{{4}}[ \-]{{1,2}}\d{{3}}){_END}",
    ),
    (
        "电话",
        rf"(?:电话|座机|固话)(?:号码?)?[: 是为]{{0,3}}"
        rf"(?P<it>(?!{_DATE})[2-9]\d{{2,3}}[ \-]{{0,2}}\d{{4}}){_END}",
    ),
    # 3幢2单元501室: the building stays, the door goes.
    ("门牌", rf"(?<!{_N}){_N}++ ?单元 ?{_N}{{2,5}} ?室?(?!{_N}){_END}"),
    ("门牌", r"(?<=\d-)(?:\d{1,3}-)?\d{2,4} ?室"),
    ("门牌", r"(?:(?<![a-z\d])[a-z])?(?<!\d)\d{3,5} ?室"),
    ("门牌", r"(?<=[幢栋座楼号])\d{2} ?室"),
    ("门牌", r"(?<![〇零一二三四五六七八九十])[〇零一二三四五六七八九]{3,}+室"),
    ("门牌", rf"(?:[幢栋座]|号楼) ?(?P<it>\d{{3,4}}){_END}"),
)
_PATTERNS = tuple(
    (f"〔{what}〕", re.compile(pattern, re.ASCII | re.IGNORECASE)) for what, pattern in _RULES
)

# Characters that show nothing; between digits they only hide a number (key caps, pasted text).
_HIDDEN = re.compile(
    r"(?<=[0-9\uff10-\uff19])[\u00ad\u200b-\u200f\u2060\ufe0f\u20e3\ufeff]+(?=[0-9\uff10-\uff19])"
)
_TRADITIONAL = str.maketrans(
    "張陳劉黃吳趙楊孫馬羅鄭謝韓馮鄧葉蘇呂蔣賈閻潘鍾鐘範譚陸許肅齊龍賀顧邵萬錢戴嚴湯龐顏莊聶魯紀"
    "畢駱婁費閔叢鄔應虞賴聯繫係絡請號碼電話郵單戶機產權證問說買賣辦動國書業樓棟這給嗎與",
    "张陈刘黄吴赵杨孙马罗郑谢韩冯邓叶苏吕蒋贾阎潘钟钟范谭陆许肃齐龙贺顾邵万钱戴严汤庞颜庄聂鲁纪"
    "毕骆娄费闵丛邬应虞赖联系系络请号码电话邮单户机产权证问说买卖办动国书业楼栋这给吗与",
)


@cache
def _folds() -> dict[int, str]:
    """Characters that mean the same to the rules, one for one so that places stay the same."""
    folds = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    folds |= {old: chr(new) for old, new in _TRADITIONAL.items()}
    folds |= dict.fromkeys(map(ord, "\t\u00a0\u2002\u2003\u2009\u200b\u202f\u3000"), " ")
    folds |= dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\u30fc"), "-")
    # Digits of other scripts; all lie below U+20000.
    for code in range(0x80, 0x20000):
        if chr(code).isdecimal():
            folds[code] = str(unicodedata.decimal(chr(code)))
    return folds


def mask(text: str) -> str:
    """Return ``text`` with personal data replaced by tokens such as 〔手机号〕.

    Pure, linear in the length of ``text``, and the same when run on its own result. Masks
    identity, phone, bank card and certificate numbers, e-mail, WeChat and QQ accounts, doors
    (building kept), and names that are told as such (我叫…, 姓名：…). Hotlines, dates, areas,
    prices and article numbers stay. Any string is taken, lone surrogates included.
    """
    text = _HIDDEN.sub("", text)
    folded = _folded(text)
    for token, pattern in _PATTERNS:
        name = "it" if "it" in pattern.groupindex else 0
        spans = [match.span(name) for match in pattern.finditer(folded)]
        if spans:
            text = _replaced(text, spans, token)
            folded = _folded(text)
    return _replaced(text, find_names(folded), "〔姓名〕")


def _folded(text: str) -> str:
    return text if text.isascii() else text.translate(_folds())


def _replaced(text: str, spans: Iterable[tuple[int, int]], token: str) -> str:
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], token]
        last = end
    return "".join([*parts, text[last:]]) if parts else text
