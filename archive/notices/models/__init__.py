from archive.notices.models.issuers import Issuer, NumberSeries, TakenNumber
from archive.notices.models.notices import Notice, NoticeReader

__all__ = ["Issuer", "Notice", "NoticeReader", "NumberSeries", "TakenNumber"]
