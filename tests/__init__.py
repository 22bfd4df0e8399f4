"""The suite. `house` sets its environment, `conftest` its fixtures; the folders mirror src/xuezuo."""
