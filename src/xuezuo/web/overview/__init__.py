"""Figures, the lists behind them, blank spots, and the page of an organization."""
