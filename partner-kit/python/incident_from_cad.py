"""Makes a query of one call of your CAD's export, with the incident that the call tells of: no words are needed then.

Usage: python3 incident_from_cad.py CALL.json > query.json
Write your own codes into the two tables; `/v1/purposes` lists what each purpose takes.
"""

import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

# By your call type: purpose, kind, offense, and what the vehicle is in the case.
CALLS = {
    "AUTO THEFT": ("stolen_vehicle", "offense", "nibrs:240", "stolen"),
    "ROBBERY": ("carjacking_robbery", "offense", "nibrs:120", "of_suspect"),
    "HIT AND RUN INJURY": ("hit_and_run", "offense", "crs:42-4-1601", "of_suspect"),
    "MISSING PERSON": ("missing_endangered", "missing_person", None, "of_missing_person"),
}
SOURCES = {"VICTIM": "victim", "WITNESS": "witness", "E911": "dispatch"}


def query_from_call(call, now):
    """`call`: type, number, occurred (RFC 3339, with the zone), city, source, plate, officer (id, name, ori), and
    affirmed, the officer's own tick. The window begins a day before the incident, which every purpose allows."""
    if call["type"] not in CALLS or call["source"] not in SOURCES:
        raise ValueError(f"the tables have no `{call['source'] if call['type'] in CALLS else call['type']}`")
    if call["affirmed"] is not True:
        raise ValueError("the officer has not affirmed what the query is not for")
    code, kind, offense, vehicle = CALLS[call["type"]]
    incident = {"kind": kind, "occurred": {"from": call["occurred"]}, "place": {"city": call["city"].title()}}
    incident.update(vehicle=vehicle, reportedBy=SOURCES[call["source"]], affirmed=True)
    purpose = {"code": code, "caseNumber": call["number"], "incident": incident}
    if offense is not None:
        purpose["offense"] = dict(zip(("system", "code"), offense.split(":")))
    start = datetime.fromisoformat(call["occurred"].replace("Z", "+00:00")) - timedelta(days=1)
    window = {"from": start.isoformat(), "to": now.isoformat(timespec="seconds")}
    return {"purpose": purpose, "onBehalfOf": call["officer"], "plate": {"number": call["plate"]}, **window}


if __name__ == "__main__":
    try:
        read = json.loads(Path(sys.argv[1] if len(sys.argv) > 1 else "").read_text("utf-8"))
        print(json.dumps(query_from_call(read, datetime.now(timezone.utc))))
    except (KeyError, OSError, ValueError) as error:
        sys.exit(str(error))
