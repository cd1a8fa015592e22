"""Masking: what must go, what must stay, and what holds for any text at all."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text import mask

# Full-width forms of every printable ASCII character.
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        # Identity numbers: checksum right, wrong, X, full width, in groups, the old 15 digits.
        ("110101199003077758", "〔身份证号〕"),
        ("身份证330106199001011234", "身份证〔身份证号〕"),
        ("我的身份证号是33010619900101123X，对吗", "我的身份证号是〔身份证号〕，对吗"),
        ("33010619900101123x", "〔身份证号〕"),
        ("33010619900101123X".translate(WIDE), "〔身份证号〕"),
        ("330106 19900101 1234", "〔身份证号〕"),
        ("330106-1990-0101-1234", "〔身份证号〕"),
        ("1101 0119 9003 0777 58", "〔身份证号〕"),
        ("330106900101123", "〔身份证号〕"),
        ("33010619901301123X", "〔身份证号〕"),  # No such month, but nothing else ends so.
        ("身份证号：33010690130112", "身份证号：〔身份证号〕"),
        # Mobile numbers.
        ("13800138000", "〔手机号〕"),
        ("电话13800138000找我", "电话〔手机号〕找我"),
        ("138 0013 8000", "〔手机号〕"),
        ("138-0013-8000", "〔手机号〕"),
        ("138.0013.8000", "〔手机号〕"),
        ("1380 013 8000", "〔手机号〕"),
        ("138001 38000", "〔手机号〕"),
        ("138——0013——8000", "〔手机号〕"),
        ("138\u00a00013\u30008000", "〔手机号〕"),
        ("+8613800138000", "〔手机号〕"),
        ("+86 138 0013 8000", "〔手机号〕"),
        ("（+86）13800138000", "〔手机号〕"),
        ("008613800138000", "〔手机号〕"),
        ("8613800138000", "〔手机号〕"),
        ("013800138000", "〔手机号〕"),
        ("13800138000".translate(WIDE), "〔手机号〕"),
        ("١٣٨٠٠١٣٨٠٠٠", "〔手机号〕"),
        ("138\u200b0013\u200b8000", "〔手机号〕"),
        ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "〔手机号〕\ufe0f\u20e3"),
        ("1 3 8 0 0 1 3 8 0 0 0", "〔手机号〕"),
        ("打一三八零零一三八零零零吧", "打〔手机号〕吧"),
        ("13800138000、13900139000", "〔手机号〕、〔手机号〕"),
        ("1.13800138000", "1.〔手机号〕"),
        ("501(+86)13800138000", "501〔手机号〕"),
        # Landlines.
        ("0571-88888888", "〔电话〕"),
        ("（0571）88888888", "〔电话〕"),
        ("(0571) 8888 8888", "〔电话〕"),
        ("057188888888", "〔电话〕"),
        ("0571-88888888".translate(WIDE), "〔电话〕"),
        ("0571-88888888-8001", "〔电话〕"),
        ("0571-88888888转8001", "〔电话〕"),
        ("+86-571-88888888", "〔电话〕"),
        ("010-62345678", "〔电话〕"),
        ("0578-2123456", "〔电话〕"),
        ("501(+86)57188888888", "501〔电话〕"),
        ("座机88888888", "座机〔电话〕"),
        ("电话：8888 8888", "电话：〔电话〕"),
        ("400-820-8820", "〔电话〕"),
        ("4008208820", "〔电话〕"),
        ("800 8200 882", "〔电话〕"),
        # Bank cards.
        ("6222021234567890", "〔银行卡号〕"),
        ("卡号6222021234567890123。", "卡号〔银行卡号〕。"),
        ("6222 0212 3456 7890", "〔银行卡号〕"),
        ("6222-0212-3456-7890-123", "〔银行卡号〕"),
        ("13800138000330106199001011234", "〔证号〕"),  # Two numbers run together.
        # Certificates.
        ("浙（2023）杭州市不动产权第0012345号", "〔证号〕"),
        ("证是浙(2023)余杭区不动产权第0012345号，丢了", "证是〔证号〕，丢了"),
        ("浙【2023】杭州市不动产证明第0012345号", "〔证号〕"),
        ("杭房权证西字第12345678号", "〔证号〕"),
        ("我的杭房权证西更字第 12345678 号", "我的〔证号〕"),
        ("杭西国用(2010)第001234号", "〔证号〕"),
        ("杭西国用（2010）字第001234号", "〔证号〕"),
        ("萧集用(2008)第12-345号", "〔证号〕"),
        ("不动产权证号：12345678", "不动产权证号：〔证号〕"),
        ("房产证号12345678", "房产证号〔证号〕"),
        ("330106001001GB00001F00010001", "〔证号〕"),
        ("乡字第330106202600123号", "〔证号〕"),
        # Addresses of the net, and accounts.
        ("zhang.san@163.com", "〔邮箱〕"),
        ("邮箱13800138000@qq.com。", "邮箱〔邮箱〕。"),
        ("zhang@qq.com".translate(WIDE), "〔邮箱〕"),
        ("微信号zhang_san123", "微信号〔账号〕"),
        ("加微信abc12345", "加微信〔账号〕"),
        ("微信：wxid_abcdef", "微信：〔账号〕"),
        ("微信号 zhangsan", "微信号 〔账号〕"),
        ("vx：abc_123", "vx：〔账号〕"),
        ("QQ123456789", "QQ〔账号〕"),
        ("qq号是12345678", "qq号是〔账号〕"),
        ("微信13800138000", "微信〔手机号〕"),
        # Doors: the building stays.
        ("3幢2单元501室", "3幢〔门牌〕"),
        ("3幢2单元501", "3幢〔门牌〕"),
        ("3幢501", "3幢〔门牌〕"),
        ("5号楼1203室", "5号楼〔门牌〕"),
        ("A座1203", "A座〔门牌〕"),
        ("3-2-501室", "3-〔门牌〕"),
        ("三幢二单元五零一室", "三幢〔门牌〕"),
        # All at once.
        (
            "我叫王小明，身份证330106199001011234，住3幢2单元501室，电话138 0013 8000",
            "我叫〔姓名〕，身份证〔身份证号〕，住3幢〔门牌〕，电话〔手机号〕",
        ),
    ],
)
def test_personal_numbers_go(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我叫张三", "我叫〔姓名〕"),
        ("我叫张三想问房产证", "我叫〔姓名〕想问房产证"),
        ("我叫王小明房产证丢了", "我叫〔姓名〕房产证丢了"),
        ("我叫张三家住西湖区", "我叫〔姓名〕家住西湖区"),
        ("我叫李有才住在余杭", "我叫〔姓名〕住在余杭"),
        ("我叫张三和李四", "我叫〔姓名〕和〔姓名〕"),
        ("我叫欧阳娜娜", "我叫〔姓名〕"),
        ("我叫欧阳修，", "我叫〔姓名〕，"),
        ("我叫張偉", "我叫〔姓名〕"),
        ("我叫李想。", "我叫〔姓名〕。"),
        ("本人姓名李四", "本人姓名〔姓名〕"),
        ("姓名：王五", "姓名：〔姓名〕"),
        ("姓名: 张陈小明", "姓名: 〔姓名〕"),
        ("姓名：阿卜杜拉·买买提", "姓名：〔姓名〕"),
        ("联系人：赵六六 电话", "联系人：〔姓名〕 电话"),
        ("申请人：张三、李四", "申请人：〔姓名〕、〔姓名〕"),
        ("聯繫人：陳小明", "聯繫人：〔姓名〕"),
        ("名字叫孙悟空的", "名字叫〔姓名〕的"),
        ("我的名字是俞敏", "我的名字是〔姓名〕"),
    ],
)
def test_names_go_and_the_words_after_them_stay(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "宅基地120000平方米",
        "310000",
        "第1127条",
        "2026年11月24日",
        "20261124",
        "2026-11-24",
        "20261124103000",
        "2019 2020 2021 2022",
        "12345",
        "110、119、120、122、12345、12348、12366、12329、12333、12336",
        "微信12345小程序",
        "0571-12345",
        "96345",
        "土地管理法第六十二条",
        "民法典第一千一百二十七条",
        "国发〔2004〕28号",
        "杭政函（2019）19号",
        "1350000元",
        "1350000.00",
        "4000000000元",
        "88.5平方米",
        "0.3333333333333333",
        "3幢1200平方米",
        "3幢2026年交付",
        "2单元12层",
        "3幢",
        "两室一厅，2室1厅，一室",
        "办公室 教室 人防地下室",
        "房产证20261124办的",
        "房产证20000元",
        "国有土地使用证",
        "地块编号A-12",
        "我叫了物业来",
        "我叫他不要盖",
        "我叫物业来",
        "我叫施工队来",
        "我叫高层的邻居",
        "我叫成都的朋友来",
        "我是张三的儿子",
        "姓名权和名称权有什么差别",
        "姓名曾用名不一致",
        "姓名写错了怎么改",
        "申请人需要什么材料",
        "申请人是农村户口",
        "微信公众号怎么查",
        "QQ空间",
        "a@b 没有域名",
        "",
    ],
)
def test_what_is_no_personal_data_stays(text: str) -> None:
    assert mask(text) == text


def test_odd_characters_are_taken() -> None:
    for text in ("\ud800", "我叫\udfff张三", "\U0001f3e0\u202e\x00\ufffe", "\ud800" * 40_000):
        assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize(
    "part",
    ["1", " ", "1 ", "1-", "a", "a@", "a.", "a@a.", "x@y.z1", "一", "杭", "单元", "1单元", "我叫",
     "我叫张", "微信a", "(2023)", "不动产", "房权证", "13800138000", "3 ", "+86", "姓名：", "张三、",
     "申请人：张三、"],
)  # fmt: skip
def test_long_repetitions_end(part: str) -> None:
    # A pattern that took quadratic time would need minutes here.
    text = part * (40_000 // len(part))
    assert mask(mask(text)) == mask(text)


han = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
chinese = st.text(han, max_size=20)
mobile = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
# What the rules look for, in any order: this is where two rules could meet.
FRAGMENTS = (
    "0 1 8 19 13 138 0013 8000 13800138000 330106 19900101 123 X 6222 0571 86 +86 400 ( ） - . ， 、 "
    "： 〔 〕 〔手机号〕 〔姓名〕 @ qq.com a 我叫 张 三 李想 姓名 名叫 申请人 和 是 微信 号 QQ 第 字 "
    "房权证 国用 不动产权 (2023) 杭 浙 单元 室 幢 501 元 电话 身份证 一 八 零 的 x1 \u200b \uff11 \u0663 "
    "欧阳 · 家住 楼 _ wx"
)
fragments = st.lists(st.sampled_from([" ", *FRAGMENTS.split()]), max_size=14).map("".join)


@given(st.one_of(fragments, st.text(max_size=60)))
@example("微信是12386501.13800138000")
@example("号楼501x12345室")
@example("栋010+8682012345678")
@example("3幢501.0571-88888888")
@example("我叫张丰两一三八零零一三八零零零")
@example("微信号abcdefgh6222021234567890123")
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(chinese, mobile, chinese, st.booleans())
def test_a_mobile_number_is_gone_from_any_chinese_text(
    before: str, number: str, after: str, wide: bool
) -> None:
    told = number.translate(WIDE) if wide else number
    masked = mask(f"{before}{told}{after}")
    assert told not in masked
    assert not re.search(r"\d{5}", masked)


@given(chinese, st.sampled_from(["330106199001011234", "11010119900307775X"]), chinese)
def test_an_identity_number_is_gone_from_any_chinese_text(
    before: str, number: str, after: str
) -> None:
    assert not re.search(r"\d{5}", mask(before + number + after))


LABELS = re.compile(
    "叫|姓名|名字|人|主|微信|薇信|威信|单元|室|身份证|[一幺〇零二三四五六七八九两]{4}"
)


@given(st.text(st.one_of(han, st.sampled_from("，。？ \n:：（）〔〕，—")), max_size=60))
def test_text_without_figures_and_labels_is_unchanged(text: str) -> None:
    if not LABELS.search(text):
        assert mask(text) == text
