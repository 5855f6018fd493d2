"""The rules that hold after every event, written without the machine's own reasoning."""

from collections import Counter

from tests.workflows.machine.office import Cabinet, KeptOpinion
from workflows.machine import Outcome, advance
from workflows.machine import effects as ef
from workflows.machine import events as ev
from workflows.machine.errors import Impossible
from workflows.machine.state import CaseState, CaseView, Decision, Mode, RoundView, TurnState, TurnView

IN_FORCE = ("waiting", "open", "decided", "passed")
FINISHED = (CaseState.APPROVED, CaseState.REFUSED, CaseState.WITHDRAWN)


def check_everything(cabinet: Cabinet, outcome: Outcome, event: ev.Event) -> None:
    """What was written is what was meant, and the case as it is now keeps every rule."""
    case = cabinet.load()
    assert rows(case) == rows(outcome.case), "changes leave nothing out"
    check_stage(cabinet, case)
    check_turns_by_mode(case)
    check_somebody_can_act(cabinet, case)
    check_opinions(cabinet, case)
    check_inbox(cabinet, case)
    for effect in outcome.effects:
        if isinstance(effect, ef.TurnDecided):
            check_who_decided(outcome.before, effect.turn)
        elif isinstance(effect, ef.RoundClosed):
            check_closed(case, effect)
    if isinstance(event, ev.TakeBack):
        check_taken_back(case, event)


def rows(case: CaseView) -> tuple:
    """The rows of a case, whatever the order of turns."""
    rounds = {v.number: (v.step, v.mode, v.quorum, v.outcome, v.resume_at, frozenset(v.turns)) for v in case.rounds}
    return case.state, case.step, case.resume_at, case.rounds_opened, rounds


def check_stage(cabinet: Cabinet, case: CaseView) -> None:
    """The flow is where the case is, and an open round is where the flow is."""
    stage = {CaseState.IN_REVIEW: "review", CaseState.PARKED: "review", CaseState.IN_CORRECTION: "correction"}
    assert cabinet.stage == stage.get(case.state, "end")
    still_open = [visited for visited in case.rounds if visited.outcome == ""]
    if case.state == CaseState.IN_REVIEW:
        assert [visited.step for visited in still_open] == [case.step]
    elif case.state == CaseState.PARKED:
        assert [visited.step for visited in still_open] in ([case.step], [])
    else:
        assert still_open == []
        assert case.step is None
    assert case.resume_at is None or case.state == CaseState.IN_CORRECTION


def check_turns_by_mode(case: CaseView) -> None:
    """Open turns agree with the mode; nothing waits for what is gone; a closed round asks nobody."""
    for visited in case.rounds:
        asking = [turn for turn in visited.turns if turn.state in (TurnState.OPEN, TurnState.WAITING)]
        if visited.outcome:
            assert asking == []
            continue
        check_chains(visited)
        unanswered = {seat: turns for seat, turns in seats_of(visited).items() if answer(turns) is None}
        open_seats = Counter(turn.position for turn in visited.turns if turn.state == TurnState.OPEN)
        due = list(unanswered)[:1] if visited.mode == Mode.IN_ORDER else list(unanswered)
        assert open_seats == Counter(due), "each seat whose time has come has exactly one open turn"
        assert {turn.position for turn in asking} <= unanswered.keys()
        check_undecided(visited)


def check_chains(visited: RoundView) -> None:
    """In a seat, whoever waits waits for a turn that is there, and nobody waits in a circle."""
    there = {turn.id: turn for turn in visited.turns if turn.state in IN_FORCE}
    for turn in there.values():
        seen = {turn.id}
        while turn.after is not None:
            assert turn.after in there, "waits for a turn that is gone"
            turn = there[turn.after]
            assert turn.id not in seen
            seen.add(turn.id)


def seats_of(visited: RoundView) -> dict[int, list[TurnView]]:
    """The seats that were opened, with the turns in force."""
    return {
        seat: [turn for turn in visited.turns if turn.position == seat and turn.state in IN_FORCE]
        for seat in sorted({turn.position for turn in visited.turns})
    }


def answer(turns: list[TurnView]) -> str | None:
    """A seat's answer."""
    against = [turn.decision for turn in turns if turn.decision in (Decision.RETURN, Decision.REFUSE)]
    if against:
        return against[0]
    return "approve" if all(turn.state in ("decided", "passed") for turn in turns) else None


def check_undecided(visited: RoundView) -> None:
    """An open round really is undecided: nothing that could have closed it was overlooked."""
    answers = Counter(answer(turns) for turns in seats_of(visited).values())
    against = answers["return"] + answers["refuse"]
    match visited.mode:
        case Mode.QUORUM:
            assert answers["approve"] < visited.quorum
            assert not against or answers.total() - against >= visited.quorum
        case Mode.ANY:
            assert answers["approve"] + against == 0
        case _:
            assert against == 0
            assert answers[None] > 0


def check_somebody_can_act(cabinet: Cabinet, case: CaseView) -> None:
    """A case has someone to act, stands still with a name the administrator was told, or is not under review."""
    open_turns = [turn for turn in case.turns() if turn.state == TurnState.OPEN]
    could = any(can_decide(case, turn) for turn in open_turns)
    if case.state == CaseState.IN_REVIEW:
        assert could
    elif case.state == CaseState.PARKED:
        assert not could
        told = {(parked.step, parked.turn) for parked in cabinet.parked}
        assert {(case.step, turn.id) for turn in open_turns} <= told
        assert open_turns or (case.step, None) in told


def can_decide(case: CaseView, turn: TurnView) -> bool:
    """Whether any holder of the post, or the one who claimed it, can really decide: tried, not reasoned."""
    for somebody in case.holders.get(turn.post, ()):
        try:
            advance(case, ev.Decide(turn.id, somebody, Decision.APPROVE), now=turn.moment, new_id=lambda: turn.id)
        except Impossible:
            continue
        return True
    return False


def check_who_decided(before: CaseView, turn: TurnView) -> None:
    """Nobody for themselves, nobody who does not hold the post, nobody twice where two people are required."""
    visited, earlier = before.find(turn.id)
    hands = {turn.decided_by, turn.acting_for, turn.recorded_by} - {None}
    assert earlier.state == TurnState.OPEN
    assert not hands & before.submitters
    assert (turn.acting_for or turn.decided_by) in before.holders[turn.post]
    others = [t for t in visited.turns if t.state == TurnState.DECIDED]
    route = {plan.position: plan for plan in before.route}
    if visited.mode == Mode.QUORUM or route[visited.step].different_person:
        assert not any(hands & t.people for t in others), "one person, one answer"
    last = {v.step: v for v in before.rounds if v.step != visited.step and v.outcome != "taken_back"}
    for other in last.values():
        later = route.get(max(other.step, visited.step))
        if later and later.different_person and other.outcome not in ("return", "send_back"):
            assert not any(hands & t.people for t in other.turns if t.decided_by), "two different people"


def check_closed(case: CaseView, closed: ef.RoundClosed) -> None:
    """A round closes for a reason that can be counted; one that was undone keeps nobody's answer."""
    visited = next(v for v in case.rounds if v.number == closed.number)
    answers = Counter(answer(turns) for turns in seats_of(visited).values() if turns)
    against = answers["return"] + answers["refuse"]
    if closed.outcome == "taken_back":
        assert {turn.state for turn in visited.turns} <= {"withdrawn", "moved", "removed"}
    elif closed.outcome == "approve":
        assert answers["approve"] >= (visited.quorum if visited.mode == Mode.QUORUM else 1)
        assert visited.mode in (Mode.QUORUM, Mode.ANY) or answers["approve"] == len(seats_of(visited))
    elif closed.outcome in ("return", "send_back", "refuse") and visited.mode == Mode.QUORUM:
        seats = len(seats_of(visited))
        assert seats - against < visited.quorum
        assert (closed.outcome == "refuse") == (seats - answers["refuse"] < visited.quorum)
    elif closed.outcome in ("return", "send_back", "refuse"):
        assert against == 1


def check_taken_back(case: CaseView, event: ev.TakeBack) -> None:
    """The turn is open again in the round the case is at, or with the post above if nobody may act there any more."""
    visited, turn = case.find(event.turn)
    assert visited.outcome == ""
    assert case.step == visited.step
    assert turn.state in (TurnState.OPEN, TurnState.MOVED)


def check_opinions(cabinet: Cabinet, case: CaseView) -> None:
    """Each decided turn has exactly one standing opinion, saying the same; no other turn has one."""
    standing = [(o.turn, o.author, o.decision) for o in cabinet.opinions if o.taken_back is None]
    decided = [(t.id, t.decided_by, t.decision) for t in case.turns() if t.state == TurnState.DECIDED]
    assert Counter(standing) == Counter(decided)
    assert all(t.decision == "" for t in case.turns() if t.state != TurnState.DECIDED)


def check_history(before: list[KeptOpinion], after: list[KeptOpinion]) -> None:
    """An opinion is never lost or changed; at most it is marked as taken back, once."""
    for old, new in zip(before, after, strict=False):
        assert (old.turn, old.author, old.decision, old.text) == (new.turn, new.author, new.decision, new.text)
        assert old.taken_back in (None, new.taken_back)
    assert len(after) >= len(before)


def check_inbox(cabinet: Cabinet, case: CaseView) -> None:
    """What people were told of, by effects alone, is what is open."""
    assert cabinet.inbox == {turn.id for turn in case.turns() if turn.state == TurnState.OPEN}


def check_approved(case: CaseView) -> None:
    """Every step of the way was agreed to, and not by anybody who submitted. Not for a case an administrator moved."""
    last = {visited.step: visited for visited in case.rounds if visited.outcome != "taken_back"}
    for plan in case.route:
        visited = last[plan.position]
        assert visited.outcome == "approve"
        agreed = [turns for turns in seats_of(visited).values() if answer(turns) == "approve"]
        wanted = {Mode.ANY: 1, Mode.QUORUM: visited.quorum}.get(Mode(visited.mode), len(seats_of(visited)))
        assert len(agreed) >= wanted
        assert not any(turn.people & case.submitters for turn in visited.turns)
