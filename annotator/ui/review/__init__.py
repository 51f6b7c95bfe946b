"""The review screen: colleagues' annotations in lanes, their differences in a list, and what everybody has in words."""
