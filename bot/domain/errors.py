"""What is wrong with the set-up, for the person who runs the program."""


class AdvisorError(Exception):
    """Something that the person who runs the program can put
    right; the message says what, in a line.
    """
