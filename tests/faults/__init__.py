"""Everything broken on purpose: the app in processes of its own, killed with -9 wherever it could die, and a ledger after."""
