"""Publicity campaigns: which one runs on a day, its item of the day, and its quiz in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.models import Campaign, CampaignItem, QuizQuestion

A_DAY = 5  # Questions after which the next day's quiz begins, so that each day opens with others.


@dataclass(frozen=True)
class Running:
    """A campaign by its id (the file's name)."""

    id: str
    campaign: Campaign

    def item(self, day: date) -> CampaignItem | None:
        """Return what the campaign shows on a day."""
        return next((item for item in self.campaign.items if item.day == day), None)

    def first(self, day: date) -> int:
        """Return the number (from 1) of the question with which a day's quiz opens."""
        passed = max((day - self.campaign.from_).days, 0)
        return passed * A_DAY % max(len(self.campaign.quiz), 1) + 1

    def question(self, number: int) -> QuizQuestion | None:
        """Return a question by its number (from 1)."""
        quiz = self.campaign.quiz
        return quiz[number - 1] if 1 <= number <= len(quiz) else None

    def after(self, number: int) -> int:
        """Return the number of the question after ``number``; after the last comes the first."""
        return number % len(self.campaign.quiz) + 1


def running(campaigns: Mapping[str, Campaign], day: date) -> Running | None:
    """Return the campaign that runs on a day; of several, the one that began last."""
    current = [
        Running(name, campaign)
        for name, campaign in campaigns.items()
        if campaign.from_ <= day <= campaign.to
    ]
    return max(current, key=lambda each: each.campaign.from_, default=None)


def named(campaigns: Mapping[str, Campaign], name: str) -> Running | None:
    """Return a campaign by its id."""
    campaign = campaigns.get(name)
    return Running(name, campaign) if campaign else None
