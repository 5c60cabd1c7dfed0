"""gunicorn: one process with many threads; screens that listen hold a thread each."""

import ctypes

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
