"""Shows an answer once its receipt holds: JSON on standard output, and on standard error what comes next."""

import sys

from verify_receipt import verify_receipt

TOLD = {200: "released", 202: "held for a person of the owner"}
EXIT_CODES = {200: 0, 202: 3, 403: 4}


def say(line):
    print(line, file=sys.stderr)


def show(answer, log_key, later, is_last):
    """`later`: makes of a held query's id the command that picks it up; `is_last`: no page is asked for after it.
    Returns the exit code."""
    body, status, wait = answer.json(), answer.status_code, answer.headers.get("Retry-After")
    if "receipt" in body or status < 300:
        say(f"receipt checked: entry {verify_receipt(answer.text, log_key)}")
    try:
        print(answer.text, flush=True)
    except OSError as error:
        raise ValueError(f"the answer could not be written: {error.strerror}; make room, then ask again") from error
    more = "; more pages follow (--pages, with the same --key)" if is_last and body.get("next") else ""
    say(TOLD.get(status, f"{status}: {body.get('detail')}") + more + (f"; ask again in {wait} s" if wait else ""))
    for reason in body.get("reasons", []):
        say(f"  {reason['code']} ({reason['clause']}) {reason.get('detail', '')}")
        for found in reason.get("found", []):
            frame = found.get("frame", "none")
            read_as = "" if frame == "none" else f" (read as {frame})"
            say(f"    words: \"{found['words']}\"{read_as}")
        if "whatToDo" in reason:
            say(f"    {reason['whatToDo']}")
    if status == 202:
        say(f"later: {later(body['queryId'])}")
    return EXIT_CODES.get(status, 1)
