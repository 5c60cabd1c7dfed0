"""gunicorn: one process with many threads; screens that listen hold a thread each."""

worker_class = "gthread"
workers = 1
threads = 400
worker_connections = 2000
backlog = 2048
timeout = 120
graceful_timeout = 10
keepalive = 5
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"
