"""Campaigns: the item of the day, the quiz, and a word under answers, only during their days."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from core.answering import Answerer
from core.check import check
from core.content import Content
from core.models import Campaign, CampaignItem, Citation, Conversation, QuizQuestion
from tests.conftest import ROOT, TODAY

DAY = date(2027, 5, 28)
CAMPAIGN = Campaign(
    title="民法典宣传月",
    occasion="民法典颁布日",
    **{"from": date(2027, 5, 1)},
    to=date(2027, 5, 31),
    items=(CampaignItem(day=DAY, entry="lost-certificate"),),
    quiz=tuple(
        QuizQuestion(
            question=f"第{number}问",
            options=("对", "错"),
            right=1,
            why="条文这样写。",
            basis=(Citation(law="民法典", article=209, says="登记生效"),),
        )
        for number in range(1, 4)
    ),
)


def desk(answerer: Answerer, content: Content) -> Answerer:
    return Answerer(replace(content, campaigns={"2027-may": CAMPAIGN}), None, answerer.matcher)


def test_the_item_of_the_day_comes_only_on_its_day(
    answerer_alone: Answerer, content: Content
) -> None:
    answerer = desk(answerer_alone, content)
    reply = answerer.ask("今日普法", Conversation(), DAY)
    assert "民法典宣传月" in reply.text
    assert reply.entry == "lost-certificate"
    before = answerer.ask("今日普法", Conversation(), TODAY)
    assert "2027年5月1日" in before.text
    assert before.entry is None


def test_answers_mention_the_campaign_only_during_its_days(
    answerer_alone: Answerer, content: Content
) -> None:
    answerer = desk(answerer_alone, content)
    during = answerer.ask("房产证丢了怎么补", Conversation(), DAY)
    assert "民法典宣传月" in during.text
    after = answerer.ask("房产证丢了怎么补", Conversation(), date(2027, 6, 1))
    assert "民法典宣传月" not in after.text
    danger = answerer.ask("我不想活了", Conversation(), DAY)
    assert "民法典宣传月" not in danger.text


def test_the_quiz_tells_right_from_wrong_and_goes_round(
    answerer_alone: Answerer, content: Content
) -> None:
    answerer = desk(answerer_alone, content)
    conversation = Conversation()
    reply = answerer.ask("普法答题", conversation, DAY)
    assert reply.poll is not None
    assert reply.poll.options == ("对", "错")
    right, wrong, following = (choice.data for choice in reply.choices)
    assert "答对了" in answerer.choose(right, conversation, DAY).text
    judged = answerer.choose(wrong, conversation, DAY)
    assert "正确答案：对" in judged.text
    assert any(choice.data.startswith("civil-code/209") for choice in judged.choices)
    seen = set()
    for _ in CAMPAIGN.quiz:
        reply = answerer.choose(following, conversation, DAY)
        assert reply.poll is not None
        seen.add(reply.poll.question)
        following = reply.choices[-1].data
    assert seen == {"第1问", "第2问", "第3问"}


def test_an_old_button_of_a_campaign_that_is_gone_is_told(answerer_alone: Answerer) -> None:
    reply = answerer_alone.choose("quiz=gone/3/1", Conversation(), DAY)
    assert reply.status == "small_talk"


def test_faults_of_a_campaign_name_the_line(tmp_path: Path) -> None:
    for name in ("guides", "faq", "laws", "campaigns"):
        (tmp_path / name).symlink_to(ROOT / name) if name != "campaigns" else (
            tmp_path / name
        ).mkdir()
    (tmp_path / "campaigns/broken.yaml").write_text(
        "title: 坏\noccasion: 试\nfrom: 2027-05-01\nto: 2027-05-02\n"
        "items:\n  - {day: 2027-05-03, entry: lost-certificate}\n  - {day: 2027-05-01, entry: gone}\n",
        encoding="utf-8",
    )
    faults = [str(fault) for fault in check(tmp_path, TODAY)[1] if "broken" in fault.path]
    assert any(":6:" in fault and "不在活动日期里" in fault for fault in faults)
    assert any(":7:" in fault and "没有编号为 gone" in fault for fault in faults)
    assert any("这些天还没有安排内容：2027-05-02" in fault for fault in faults)


def test_every_day_of_the_real_campaign_has_its_item(
    answerer_alone: Answerer, content: Content
) -> None:
    for campaign in content.campaigns.values():
        assert len(campaign.quiz) >= 30
        for item in campaign.items:
            reply = answerer_alone.publicity("today", item.day)
            assert campaign.title in reply.text
