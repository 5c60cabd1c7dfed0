"""What the program asks of each responsible unit: fields, pages and minutes a month (国办函〔2026〕12号).

Comes in: every form that an account of a unit hands in. Goes out: a sum by unit, month and form, shown to the unit
itself, to its congress's office and to the overseers above. Nobody acts here: the program measures itself.
"""
