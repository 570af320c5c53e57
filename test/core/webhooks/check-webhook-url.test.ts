import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkWebhookUrl } from '#core/webhooks/check-webhook-url.ts';

const CLOSED = { allowsLoopback: false };
const LOCAL = { allowsLoopback: true };

const ALLOWED = [
  'https://example.com',
  'https://example.com/webhooks?key=1#x',
  'https://example.com:8443/',
  'https://1.1.1.1/',
  'https://[2606:4700:4700::1111]/',
  'https://intranet/',
];

const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'must be a URL such as https://example.com/webhooks': ['', 'example.com', '/webhooks', 'https://', 'https://[::1'],
  'must begin with https://': [
    ...['http://example.com/', 'http://127.0.0.1/', 'http://localhost/', 'ftp://example.com/', 'file:///etc/passwd'],
    ...['javascript:alert(1)', 'data:text/plain,x', 'unix:/var/run/docker.sock'],
  ],
  'must not hold a user name or a password': ['https://me@example.com/', 'https://me:secret@example.com/'],
  'must not name port 0': ['https://example.com:0/'],
  'must lead to a public address': [
    ...['https://127.0.0.1/', 'https://127.1/', 'https://2130706433/', 'https://0x7f000001/', 'https://017700000001/'],
    ...['https://0x7f.0.0.1/', 'https://0177.0.0.1/', 'https://127.0.0.1./', 'https://%31%32%37.0.0.1/'],
    ...['https://１２７.０.０.１/', 'https://①②⑦.0.0.1/', 'https://0/', 'https://10.0.0.1/'],
    ...['https://169.254.169.254/latest/meta-data/', 'https://2852039166/', 'https://[fd00:ec2::254]/'],
    ...['https://[::1]/', 'https://[::]/', 'https://[::ffff:127.0.0.1]/', 'https://[::ffff:7f00:1]/'],
    ...['https://[64:ff9b::7f00:1]/', 'https://[fe80::1]/', 'https://[fc00::1]/'],
    ...['https://localhost/', 'https://LOCALHOST/', 'https://localhost./', 'https://a.localhost/'],
  ],
};

for (const url of ALLOWED) {
  test(`${url} may be posted to`, () => {
    checkWebhookUrl(url, CLOSED);
    checkWebhookUrl(url, LOCAL);
  });
}

describe('fails', () => {
  for (const [message, urls] of Object.entries(REFUSED)) {
    for (const url of urls) {
      test(`${JSON.stringify(url)}: it ${message}`, () => {
        assert.throws(() => checkWebhookUrl(url, CLOSED, '/webhook_url'), {
          code: 'invalid_request',
          fields: [{ pointer: '/webhook_url', message }],
        });
      });
    }
  }
});

test('where loopback is allowed, a host that says that it is this machine may be posted to without TLS', () => {
  const hosts = ['127.0.0.1', '127.1', 'localhost', 'a.localhost', '[::1]'];
  for (const host of hosts) for (const scheme of ['http', 'https']) checkWebhookUrl(`${scheme}://${host}:3000/`, LOCAL);
});

test('fails where loopback is allowed what is neither that nor public', () => {
  for (const url of ['http://example.com/', 'http://10.0.0.1/', 'https://10.0.0.1/', 'https://[::ffff:127.0.0.1]/']) {
    assert.throws(() => checkWebhookUrl(url, LOCAL), { code: 'invalid_request' }, url);
  }
});
