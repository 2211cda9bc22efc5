"""The names of the rules by which part of an answer earns part of the points."""

ALL_OR_NOTHING = "all or nothing"
EACH_CHOICE = "each choice"
WRONG_ONES_COST = "each choice, wrong ones cost"
EACH_PLACE = "each place"
EACH_PAIR = "each pair"
