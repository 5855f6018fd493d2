"""The twelve kinds of volunteer service (source document, ¶7): codes that are stored, words that are shown and read."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop, pgettext

from forms_app.fields.texts import folded

SEPARATORS = re.compile(r"[、,，;；/|\n]+")


@dataclass(frozen=True)
class KindOfService:
    """One kind: its code, the source document's words and English ones."""

    code: str
    source_name: str
    english_name: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return gettext(self.english_name)


KINDS_OF_SERVICE = (
    KindOfService("large_events", "大型公共活动", gettext_noop("large public events")),
    KindOfService("science", "科学普及", gettext_noop("science outreach")),
    KindOfService("legal_aid", "法律援助", gettext_noop("legal aid")),
    KindOfService("counselling", "心理咨询", gettext_noop("counselling")),
    KindOfService("clean_up", "环境整治", gettext_noop("environmental clean-up")),
    KindOfService("community", "社区服务", gettext_noop("community service")),
    KindOfService("elderly_disabled", "帮老助残", gettext_noop("help for the elderly and disabled")),
    KindOfService("poor_schooling", "帮困助学", gettext_noop("help for the poor and schooling")),
    KindOfService("medical", "医疗救护", gettext_noop("medical help")),
    KindOfService("health", "健康促进", gettext_noop("health promotion")),
    KindOfService("environment", "环境保护", gettext_noop("environmental protection")),
    KindOfService("employment", "就业指导", gettext_noop("employment guidance")),
)


def read_kinds(typed: str) -> tuple[list[str], list[str]]:
    """Codes named in a text such as “社区服务、帮老助残”, in the catalogue's order, and the words that name none."""
    codes = {}
    for kind in KINDS_OF_SERVICE:
        for word in (kind.code, kind.source_name, kind.english_name, kind.name):
            codes[word.casefold()] = kind.code
    words = [word for part in SEPARATORS.split(folded(typed)) if (word := part.strip())]
    found = {codes[word.casefold()] for word in words if word.casefold() in codes}
    unknown = [word for word in words if word.casefold() not in codes]
    return [kind.code for kind in KINDS_OF_SERVICE if kind.code in found], unknown


def name_kinds(codes: list[str]) -> str:
    """The names of codes in the reader's language, in one line."""
    names = {kind.code: kind.name for kind in KINDS_OF_SERVICE}
    return pgettext("between names", ", ").join(names.get(code, code) for code in codes)
