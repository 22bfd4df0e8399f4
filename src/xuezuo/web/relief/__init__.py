"""Less asked: what the work costs, what a level added, the week at a glance, and functions to give up (AF01-AF20)."""
