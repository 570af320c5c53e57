#!/bin/sh
# The runtime interface client takes the handler's name from _HANDLER only, which Lambda leaves empty for images:
# https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues/170
export _HANDLER="$1"
# What a prompt's commands leave behind loses its parent. tini inherits it (-s: also where it is not process 1) and
# reaps it once the runner has killed it: a dead process that nobody reaps counts towards the limit of 1024.
# SIGUSR1 would open the inspector, and with it the memory, to every process on this machine.
exec tini -s -- node --disable-sigusr1 /opt/aws-lambda-ric/index.mjs
