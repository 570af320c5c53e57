import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertServes, attack, openTarget, SECRET } from './red-team.ts';

/** Prints the id of the process that runs the handler. */
const RUNTIME = `$(for p in /proc/[0-9]*; do grep -aqs ^node $p/cmdline && basename $p; done)`;

/** A function of the shell: sends a request to host:port, and prints what comes back. */
const ASK = `ask() {
  exec 3<>/dev/tcp/\${1%:*}/\${1#*:} || return
  printf "$2 HTTP/1.1\\r\\nhost: x\\r\\nlambda-extension-name: x\\r\\nconnection: close\\r\\ncontent-length: 2\\r\\n\\r\\n{}" >&3
  timeout 2 cat <&3; echo; exec 3>&-
}`;

/** Prints who listens on this machine: the gate, the Runtime API, and the test's own servers. */
const LISTENERS = `$(awk '$4 == "0A" {print $2}' /proc/net/tcp | while IFS=: read a p; do
  printf '%d.%d.%d.%d:%d ' 0x\${a:6:2} 0x\${a:4:2} 0x\${a:2:2} 0x\${a:0:2} 0x$p
done)`;

test('a prompt cannot look into the processes that hold secrets', async (t) => {
  const image = await openTarget(t);

  await t.test('their memory, environment and descriptors are closed to it', async () => {
    const { output } = await attack(
      image,
      `for p in /proc/[0-9]*; do
        grep -aqsE '^(node|tini|/opt/claude)' $p/cmdline || continue
        for f in environ mem maps auxv; do (head -c 1 < $p/$f) >/dev/null 2>&1 && echo "$p/$f"; done
        for d in fd map_files task/*/fd; do ls $p/$d >/dev/null 2>&1 && echo "$p/$d"; done
        grep -as . $p/cmdline | tr '\\0' ' ' | cut -c 1-4
      done`,
    );
    // tini, node and the CLI's processes were there; of none could more be read than how it was called.
    assert.match(output, /tini/);
    assert.match(output, /node/);
    assert.doesNotMatch(output, /proc/);
  });

  await t.test('no credential is in any environment, file or argument within reach', async () => {
    const pattern = `${SECRET.slice(0, -1)}[${SECRET.at(-1)}]|sk-upstrea[m]`;
    const { output, end } = await attack(
      image,
      `{ env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline; grep -raE '${pattern}' /tmp /var /etc /home /root /run /mnt
      } 2>/dev/null | tr '\\0' '\\n' | grep -aE '${pattern}'; echo searched`,
    );
    assert.equal(end?.kind, 'result', JSON.stringify(end));
    assert.equal(output, 'searched');
  });

  await t.test('the inspector does not open', async () => {
    const command = `kill -USR1 ${RUNTIME}; sleep 0.5; (exec 3<>/dev/tcp/127.0.0.1/9229) 2>/dev/null && echo open; echo tried`;
    assert.equal((await attack(image, command)).output, 'tried');
  });

  await t.test('the Runtime API hands out no invocation, and takes no answer', async () => {
    const { output } = await attack(
      image,
      `${ASK}
      for listener in ${LISTENERS}; do
        for call in 'GET /2018-06-01/runtime/invocation/next' 'POST /2018-06-01/runtime/init/error' \\
          'POST /2018-06-01/runtime/invocation/guessed/response' 'POST /2018-06-01/runtime/invocation/guessed/error' \\
          'POST /2020-01-01/extension/register' 'PUT /2022-07-01/telemetry'; do
          ask $listener "$call"
        done
      done 2>/dev/null | grep -aoE '^HTTP/1.1 [0-9]+|"errorType":"[^"]+"|sk-upstream'`,
    );
    assert.ok(output.split('InvalidStateTransition').length > 2, output);
    assert.match(output, /InvalidRequestID/);
    assert.match(output, /RegistrationClosed/);
    assert.doesNotMatch(output, /HTTP\/1.1 2|sk-upstream/);
  });

  await t.test('what waits to take and answer the next invocation does not live to see it', async () => {
    // With a process of either profile that waits there is more to end, and so more time for the thief.
    await assertServes(image);
    const { output } = await attack(
      image,
      `cat > thief.js <<'END'
const http = require('node:http');
const at = (path) => ({ host: '127.0.0.1', port: process.argv[2], path: '/2018-06-01/runtime/invocation/' + path });
const forge = (id) => http.request({ ...at(id + '/response'), method: 'POST' }).on('error', () => {}).end('forged');
const ask = () => http.get(at('next'), (answer) => {
  if (answer.statusCode === 200) forge(answer.headers['lambda-runtime-aws-request-id']);
  answer.resume().on('end', ask);
}).on('error', ask);
for (let i = 0; i < 4; i++) ask();
END
      ${ASK}
      for listener in ${LISTENERS}; do
        ask $listener 'GET /2018-06-01/runtime/invocation/next' | grep -q InvalidStateTransition || continue
        for i in 1 2 3; do (cd / && env -i setsid /usr/local/bin/node - \${listener#*:} < ~-/thief.js >/dev/null 2>&1 &); done
        sleep 1; echo left
      done`,
    );
    assert.equal(output, 'left');
    for (let prompt = 0; prompt < 3; prompt += 1) await assertServes(image);
  });
});
