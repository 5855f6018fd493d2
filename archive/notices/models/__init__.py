from archive.notices.models.issuers import Issuer, NumberSeries, TakenNumber
from archive.notices.models.notices import Notice, NoticeReader
from archive.notices.models.seals import Seal

__all__ = ["Issuer", "Notice", "NoticeReader", "NumberSeries", "Seal", "TakenNumber"]
