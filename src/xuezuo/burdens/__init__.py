"""What the work asked costs whom: by month and issuer, what a level added to what came from above, what was refused.

Owns the refused demands; everything else is computed from the requirements of `campaigns`. Knows no records and no figures.
"""
