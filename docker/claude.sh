#!/bin/sh
# Starts Claude Code such that neither it nor what it starts can starve the runtime: when memory runs out, the kernel
# kills these first; when time does, the runtime gets it first. Nor do they dump their memory into files when they crash.
{ echo 1000 > /proc/self/oom_score_adj; } 2>/dev/null
ulimit -c 0
exec nice -n 19 /opt/claude/claude "$@"
