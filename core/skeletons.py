"""New files for staff: skeletons that explain themselves and pass the form check, with their exam."""

from datetime import date, timedelta
from typing import Literal

Kind = Literal["guide", "faq", "campaign"]

_REVIEW = """
owner: 写科室名
reviewed: {today}            # 今天核对的
reviewed_by: 依据条文核对      # 对照条文核对的写这个；办事窗口确认过的写：窗口已确认
review_by: {later}           # 最晚哪天要再核对一次
"""

_GUIDE = """\
# 办事指南。井号后面是说明，写好可以删掉。每个字段的意思见 docs/tasks/add-guide.md
code: REG-99                 # 目录编号：三个大写字母-两位数字
title: 用市民的话写标题
official_name: 事项的正式名称
matter_type: 行政确认          # 行政许可、行政确认、行政裁决、行政征收、公共服务、其他、引导、咨询、规则
theme: 不动产登记
life_events: []              # 例如 [买房, 卖房]
status: draft                # draft 草稿（市民看不到）、published 上线、retired 下架

aliases:                     # 市民会怎么问，10 到 25 句，每句只能指向这一份指南
  - 写一句市民的原话（{id}）
keywords: []

summary: >-
  用三四句大白话说清楚：这是什么事，谁去办，最要紧的是什么。

situations: []               # 答案随情况不同时才写，例子见 guides/lost-certificate.yaml
applicants: []
conditions: []
materials:
  - name: 材料名称
    necessity: 必要            # 必要、情形、免交
process:
  - step: 第一步做什么
    who: 谁来做
time_limit:
  statutory: []
fee: []
where: []
result: []
remedy: []
pitfalls: []

basis:                       # 最要紧的依据写在最前面；打开条文核对过再写
  - {{law: 民法典, article: 209, says: 用自己的话说这一条讲什么}}

related: []
local: []                    # 只有窗口知道的：承诺时限、地址、网上入口……
"""

_FAQ = """\
# 普法问答。井号后面是说明，写好可以删掉。
question: 用市民的话写问题
answer: 能。（第一个词先说能、不能、要看情况，再用几句大白话说清楚）
reason: 为什么，条文怎么说
theme: 物权与登记
aliases:                     # 别的问法，6 到 14 句
  - 写一句市民的原话（{id}）
basis:
  - {{law: 民法典, article: 209, says: 用自己的话说这一条讲什么}}
next: []                     # 接着能办的事：办事指南的编号
status: draft
"""

_CAMPAIGN = """\
# 普法活动。
title: 活动名称
occasion: 什么日子
from: {today}
to: {later}
organisers: []
venues: []
items: []                    # - {{day: {today}, entry: 条目编号}}
quiz: []
texts: {{}}
goals: []
"""

_QUERIES = """\
# 考题：别人会怎么问。不能和俗称一样；写 6 句以上，问到某一方面的写成 {{say: …, facet: fee}}
entry: {id}
asks:
  - 换一个人会怎么问这件事（{id}）
"""

FOLDERS: dict[Kind, str] = {"guide": "guides", "faq": "faq/topics", "campaign": "campaigns"}


def skeleton(kind: Kind, entry_id: str, today: date) -> dict[str, str]:
    """Return the new files by name: the entry and, for what can be asked, its exam."""
    days = {"today": today.isoformat(), "later": (today + timedelta(days=180)).isoformat()}
    body = {"guide": _GUIDE, "faq": _FAQ, "campaign": _CAMPAIGN}[kind]
    if kind != "campaign":
        body += _REVIEW
    files = {f"{FOLDERS[kind]}/{entry_id}.yaml": body.format(id=entry_id, **days)}
    if kind != "campaign":
        files[f"tests/queries/{entry_id}.yaml"] = _QUERIES.format(id=entry_id)
    return files
