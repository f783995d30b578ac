"""The score that an article would be given here, with reasons: learned from those that were."""
