"""Where a citizen's text tells a person's name, so that masking can take it out.

Chinese is written without gaps, so the end of a name is a guess: a surname, one or two further
characters, and then something that no name goes on with. When in doubt the longer guess is taken:
a character too many is lost to a report, a character too few is somebody's name on the disk.
"""

import re
from collections.abc import Iterator


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# The commonest surnames, and those common around Hangzhou (楼 郎 俞 诸 竺 裘 …). Left out are
# surnames that mostly begin an ordinary word (车 单 房 和 国 查 关 解 路 时 师 水 …).
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程"
    "魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾"
    "龚邵万覃武钱戴严莫孔汤常温康施牛樊葛邢安齐庞颜庄聂章鲁岳翟殷詹申欧耿焦左柳甘祝包宁尚符舒"
    "阮柯纪梅童凌毕裴霍成苗谷曲季俞鲍骆瞿褚娄戚滕冉巫蒲楼郎诸竺裘倪翁项游席屈费沙管祁牟卜闵丛"
    "晏邬应虞傅阎辛洪伍易乔赖文靳盛涂"
)
COMPOUND = frozenset(
    _words(
        "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 皇甫 宗政 濮阳 公冶 "
        "申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 亓官 令狐 轩辕 呼延 东郭 西门 百里"
    )
)

# Ordinary words that begin like a name.
_WORDS = _words(
    "马上 高层 高空 高新 安装 安排 安全 安置 方案 方便 方法 方面 金额 白天 白蚁 万一 万科 于是 "
    "应该 应当 任何 施工 黄牛 黄色 毛坯 包工 管理 管家 管委 庄稼 曾用 曾经 顾问 范围 文件 余杭 余额 "
    "严重 程序 章程 颜色 洪水 申请 申报 申诉 毕业 岳父 岳母 左右 左边 纪委 费用 项目 成都 成年 "
    "武汉 杨梅 唐山 何时 何种 常住 常年 康复 江边 江西 江苏 石材 石头 田地 林业 林地 林权 楼上 楼下 "
    "楼道 楼顶 楼长 牛奶 沙子 盛世 游客 席位 祝您 祝你 文化 温州 龙湖 龙虎 雷电 严格 苗木 苗圃"
)

# No given name has these characters.
_NEVER = frozenset(
    "的了吗呢吧啊呀哦我你您他她它们这那哪想要问请说办房证电话身份去买卖被把给让没不住址手机码户"
    "岁找很也都就还但且因是在怎咋什谁需盖拆租诉咨询改加领签贷抵押欠借告投该看听收交写用做离结"
    "婚死病帮叫打搬装停干准号邮箱队又补老父母女妈爸遗嘱协议与及队"
)
# These may stand in a given name, and may also come right after one.
_AFTER = frozenset("有来和家为从跟现今到对向男能可会以反上下前后曾已再只才一两过继承儿地")
_AFTER_WORDS = _words(
    "家住 家在 家里 有房 有个 来问 来自 为了 现在 今年 本人 和我 过户 过世 继承 从事 能不能 可不可 一直"
)

_LABEL = re.compile(
    r"(?:我|本人|名)叫做?|姓名|名字(?=[叫是为:])"
    r"|(?:联系人|申请人|代理人|委托人|权利人|户主|业主)(?=[ :是为])"
)
_GAP = re.compile(r"[ :]{0,3}(?:叫做?|是|为)?[ :]{0,3}")
_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_HAN_RUN = re.compile(rf"[{_HAN}]+")
# Names of several peoples carry a dot: 阿卜杜拉·买买提.
_DOTTED = re.compile(rf"[{_HAN}]{{1,8}}(?:[·•][{_HAN}]{{1,8}}){{1,4}}")
_LONGEST = 4  # Characters of a name without a dot.


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each name told in ``text``, which is folded (see core.text.mask)."""
    after = 0
    for label in _LABEL.finditer(text):
        start = label.end()
        if start < after:
            continue
        gap = _GAP.match(text, start)
        start = gap.end() if gap else start
        while (end := _name_end(text, start)) is not None:
            yield start, end
            after = end
            # “申请人：张三、李四” names two.
            if not text.startswith(("、", ",", "和"), end):
                break
            start = end + 1


def _name_end(text: str, start: int) -> int | None:
    """Return where the name that begins at ``start`` ends, or None when none begins there."""
    if dotted := _DOTTED.match(text, start):
        return dotted.end()
    run = _HAN_RUN.match(text, start, start + _LONGEST + 1)
    if run is None or text.startswith(_WORDS, start):
        return None
    if run[0][:2] in COMPOUND and (end := _given_end(text, start + 2, run.end())):
        return end
    if run[0][0] not in SURNAMES:
        return None
    if len(run[0]) == 2:  # Nothing follows, so it is no word of a sentence: 李想.
        return run.end()
    if len(run[0]) == 4 and run[0][1] in SURNAMES and _NEVER.isdisjoint(run[0]):
        return run.end()  # Two surnames joined: 张陈小明.
    return _given_end(text, start + 1, run.end())


def _given_end(text: str, start: int, end: int) -> int | None:
    """Return the end of one or two characters of a given name; Chinese goes on until ``end``."""

    def over(at: int) -> bool:
        return at >= end or text[at] in _NEVER or text[at] in _AFTER

    if start >= end or text[start] in _NEVER:
        return None
    one = start + 1
    if one >= end or text[one] in _NEVER or text.startswith(_AFTER_WORDS, one):
        return one
    return one if over(one) and not over(one + 1) else one + 1
