"""The Web API by family. Each module ends in a table: method name, the scope it needs, the function that does it.

A function takes the workspace and the arguments, runs under the workspace's lock, and returns what is added to
`ok: true` or raises `Refusal`.
"""
