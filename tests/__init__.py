"""The tests. `conftest.py` introduces the cast."""
