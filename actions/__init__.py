"""Rasa's custom actions: thin translators between the tracker and `bot.answers.dialogue`."""
