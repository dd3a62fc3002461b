"""python -m bench [NAME]: all benchmarks, or the one that is named there or in ONLY. Exit 2 for a name there is none of."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping

from bench import (
    ack_load,
    calls_form,
    calls_thread,
    cold_start,
    company_report,
    digest_history,
    durable_ack,
    evidence_million,
    false_alarms,
    fanout,
    import_million,
    kill_soak,
    memory_idle,
    paced,
    power,
    tick_idle,
    trial_false_verdicts,
)
from bench.line import Line, note
from bot import logs

BENCHES: Mapping[str, Callable[[], Line]] = {
    "durable_ack": durable_ack.measure,
    "calls_form": calls_form.measure,
    "calls_thread": calls_thread.measure,
    "cold_start": cold_start.measure,
    "digest_history": digest_history.measure,
    "company_report": company_report.measure,
    "evidence_million": evidence_million.measure,
    "import_million": import_million.measure,
    "false_alarms": false_alarms.measure,
    "fanout": fanout.measure,
    "paced": paced.measure,
    "power": power.measure,
    "tick_idle": tick_idle.measure,
    "memory_idle": memory_idle.measure,
    "trial_false_verdicts": trial_false_verdicts.measure,
    "ack_load": ack_load.measure,
    "kill_soak": kill_soak.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Prints one JSON object per benchmark.")
    parser.add_argument("name", nargs="?", default=os.environ.get("ONLY", ""), help=f"one of {', '.join(BENCHES)}")
    name = parser.parse_args().name
    if name and name not in BENCHES:
        note(f"There is no benchmark “{name}”; there is {', '.join(BENCHES)}.")
        return 2
    logs.configure("WARNING", "text")  # to stderr: only the lines go to stdout
    for each in [name] if name else BENCHES:
        print(BENCHES[each]().to_json(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
