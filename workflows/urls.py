from django.urls import path

from workflows.views import (
    cases,
    deciding,
    handing,
    handing_over,
    inbox,
    jobs,
    messages,
    review,
    submitting,
    unmasking,
    unsticking,
)

app_name = "workflows"
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/list.xlsx", inbox.download, name="inbox_download"),
    path("turns/<uuid:turn_id>/", review.turn, name="turn"),
    path("turns/<uuid:turn_id>/decide/", deciding.decide_turn, name="decide"),
    path("turns/<uuid:turn_id>/take-back/", deciding.take_back_turn, name="take_back"),
    path("turns/<uuid:turn_id>/transfer/", handing.transfer_turn, name="transfer"),
    path("turns/<uuid:turn_id>/ask/", handing.ask_reviewer, name="ask_reviewer"),
    path("turns/<uuid:turn_id>/copy/", handing.send_copy, name="send_copy"),
    path("turns/<uuid:turn_id>/remove/", handing.remove_reviewer, name="remove_reviewer"),
    path("turns/<uuid:turn_id>/claim/", handing.claim_turn, name="claim"),
    path("turns/<uuid:turn_id>/people/", handing.people, name="people_to_ask"),
    path("cases/<uuid:case_id>/urge/", cases.urge_case, name="urge"),
    path("cases/stuck/", unsticking.cases_standing_still, name="stuck_cases"),
    path("cases/<uuid:case_id>/stuck/", unsticking.stuck_case, name="stuck"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path("cases/<uuid:case_id>/withdraw/", cases.withdraw_case, name="withdraw"),
    path("cases/<uuid:case_id>/correct/", cases.correct_case, name="correct"),
    path("cases/<uuid:case_id>/unmask/", unmasking.unmask_field, name="unmask"),
    path("documents/<uuid:draft_id>/submit/", submitting.submit_draft, name="submit"),
    path("people/<uuid:person_id>/hand-over/", handing_over.hand_everything_over, name="hand_over"),
    path("messages/", messages.messages, name="messages"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<uuid:job_id>/retry/", jobs.retry, name="retry"),
]
