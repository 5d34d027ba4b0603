"""The root of every refusal a rule can give. Each rule's own refusals live beside the rule."""


class Refusal(Exception):
    """A rule said no. Carries facts as attributes, never prose: words belong to the interface."""
