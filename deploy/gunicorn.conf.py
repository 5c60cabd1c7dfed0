"""gunicorn: one process with many threads; screens that listen hold a thread each."""

import ctypes
from typing import Any

# A PIN's hash takes 19 MiB for some milliseconds. glibc would come to keep such blocks, in an arena per few threads:
# 350 MiB after a rush of sign-ins. With a fixed threshold (M_MMAP_THRESHOLD) each goes back to the system at once.
_tune = getattr(ctypes.CDLL(None), "mallopt", None)
if _tune is not None:
    _tune(-3, 1 << 20)

worker_class = "deploy.patient_worker.PatientWorker"  # gthread, with limits of time for who sends slowly
workers = 1
threads = 600  # 400 at most wait to sign in (voting/people/secrets.py); casts and screens find the rest
worker_connections = 2000
backlog = 2048
timeout = 120
graceful_timeout = 10
keepalive = 5
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"


def post_worker_init(worker: Any) -> None:  # noqa: ANN401  gunicorn has no types
    """Do what is due beside the requests, unless a unit of its own does (JOBS=apart)."""
    from voting.jobs_worker import begin_beside  # noqa: PLC0415  the program is loaded in this process, never in the arbiter

    worker.does_what_is_due = begin_beside(worker.wsgi)


def worker_exit(_server: Any, worker: Any) -> None:  # noqa: ANN401  gunicorn has no types
    """Let what is being done come to its end."""
    does = getattr(worker, "does_what_is_due", None)
    if does is not None:
        does.stop()
        does.wait()
