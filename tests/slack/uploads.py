"""What can go wrong while a file is uploaded: the calls it takes, and every way in which one of them can end."""

import pytest

from sandbox import Fault

FILES = ("files.getUploadURLExternal", "files.completeUploadExternal")
FAULTS = (
    Fault.accept_then_drop(),
    Fault.drop(),
    Fault.rate_limited(20),
    Fault.status(503),
    Fault.html(502),
    Fault.error("fatal_error"),
)
whichever_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name + "-after" * fault.accepts)
