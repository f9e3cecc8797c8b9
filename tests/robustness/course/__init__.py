"""Random actions by random people against a simple model, which knows nothing of the app's code.

`paper` and `goals` are the model, `scene` the ward at the beginning, `desk` what every action
needs, then the actions, one module for each kind of affair; `machine` is the whole.
"""
