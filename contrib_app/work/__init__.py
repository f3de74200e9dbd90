"""Work done after the answer: a table of jobs in our own database, and the process that does them.

A job is written in the transaction that makes it needed, so that neither is ever without the other.
"""
