"""The journal: who changed what, when, from where; entries are only ever added."""
