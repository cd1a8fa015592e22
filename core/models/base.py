"""The strict base of every content model, and scalar types that read text exactly as staff wrote it.

YAML scalars arrive as strings (see ``core.reading``), so each type here says itself which spellings
it takes. Messages are Chinese because staff read them.
"""

import re
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError


def fault(message: str, at: str = "") -> PydanticCustomError:
    """Return a validation error whose whole text is ``message`` (Chinese, for staff).

    ``at`` names the field to point to when a whole model is at fault.
    """
    return PydanticCustomError("content", "{message}", {"message": message, "at": at})


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise fault("日期要写成 2026-11-24 这样的格式（年-月-日，月和日各两位）")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise fault(f"日历上没有 {value} 这一天，请改成真实存在的日期") from None


def _whole(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,9}", value):
        raise fault("这里要写阿拉伯数字的整数，例如 30")
    return int(value)


def _amount(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", value):
        raise fault("金额要写成数字（单位是元，最多两位小数），例如 80；不收费写 0")
    return float(value)


def _flag(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise fault("这里只能写 true（是）或 false（否）")
    return value == "true"


def _list(value: Any) -> Any:
    if isinstance(value, str):
        raise fault("这里要写成列表：每一项另起一行，以“- ”开头")
    return tuple(value) if isinstance(value, list) else value


_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _identifier(value: Any) -> Any:
    if not isinstance(value, str) or not _ID.fullmatch(value) or len(value) > 30:
        raise fault("编号只能用小写字母、数字和短横线，最长 30 个字符，例如 lost-certificate")
    return value


def _option_id(value: Any) -> Any:
    if not isinstance(value, str) or not _ID.fullmatch(value) or len(value) > 12:
        raise fault("选项编号只能用小写字母、数字和短横线，最长 12 个字符，例如 will")
    return value


Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strict=True)]
Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=str)]
Whole = Annotated[int, BeforeValidator(_whole, json_schema_input_type=int)]
Yuan = Annotated[float, BeforeValidator(_amount, json_schema_input_type=float)]
Flag = Annotated[bool, BeforeValidator(_flag, json_schema_input_type=bool)]
EntryId = Annotated[str, BeforeValidator(_identifier, json_schema_input_type=str)]
OptionId = Annotated[str, BeforeValidator(_option_id, json_schema_input_type=str)]
_Item = TypeVar("_Item")
Several = Annotated[tuple[_Item, ...], BeforeValidator(_list)]


class Model(BaseModel):
    """A frozen content model that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Dated(Model):
    """Something that may hold for a period only; both ends inclusive."""

    from_: Day | None = Field(None, alias="from")
    until: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Dated":
        if self.from_ and self.until and self.until < self.from_:
            raise fault(
                f"until（{self.until}）早于 from（{self.from_}），请核对这两个日期", "until"
            )
        return self

    def holds(self, day: date) -> bool:
        """Say whether ``day`` lies within the period."""
        return (self.from_ is None or self.from_ <= day) and (
            self.until is None or day <= self.until
        )
