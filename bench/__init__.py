"""The benchmarks: `make bench`, or `python -m bench [NAME]`. One file each, with the name of the line it prints.

Each measures the real app on the sandbox, on the loopback address only, against a bare baseline in the same run. None of them
asserts a time: a benchmark says how it is, and fails only when what it measures did not happen.

`house.py` puts the app on a sandbox, `bare.py` is the plain Bolt app to compare with, `processes.py` runs either on its own,
`line.py` is what is printed.
"""
