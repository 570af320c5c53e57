#!/bin/sh
# The runtime interface client takes the handler's name from _HANDLER only, which Lambda leaves empty for images:
# https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues/170
export _HANDLER="$1"
exec /usr/local/bin/node /opt/aws-lambda-ric/index.mjs
