from workflows.models.cases import OPEN_STATES, AcceptanceCounter, Case, CaseReader, CaseState, FlowNode
from workflows.models.events import CaseEvent, CaseEventKind
from workflows.models.jobs import Job, JobState
from workflows.models.messages import Delivery, DeliveryState, Message
from workflows.models.routes import Mode, RepeatRule, Route, RouteVersion, RouteVersionState, Step, StepWho
from workflows.models.turns import Decision, Opinion, Round, Turn, TurnKind, TurnState

__all__ = [
    "OPEN_STATES",
    "AcceptanceCounter",
    "Case",
    "CaseEvent",
    "CaseEventKind",
    "CaseReader",
    "CaseState",
    "Decision",
    "Delivery",
    "DeliveryState",
    "FlowNode",
    "Job",
    "JobState",
    "Message",
    "Mode",
    "Opinion",
    "RepeatRule",
    "Round",
    "Route",
    "RouteVersion",
    "RouteVersionState",
    "Step",
    "StepWho",
    "Turn",
    "TurnKind",
    "TurnState",
]
