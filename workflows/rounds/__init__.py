"""The turn machine: what may happen to the rounds and turns of one case, as a pure function without a database.

`open_review`, `resume`, `decide`, `take_back`, `withdraw` and `reconsider` take the state of a case and an event and
return what has to be written. Plain Python only; the flow, the pages' preview and the tests share it.
"""
