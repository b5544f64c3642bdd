"""Slack: the advisor as a colleague in a workspace."""
