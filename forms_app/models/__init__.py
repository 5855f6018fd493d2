from forms_app.models.attachments import Attachment, VersionAttachment
from forms_app.models.documents import Document, Version
from forms_app.models.drafts import Draft
from forms_app.work_plan.models import WorkPlan, WorkPlanItem

__all__ = ["Attachment", "Document", "Draft", "Version", "VersionAttachment", "WorkPlan", "WorkPlanItem"]
