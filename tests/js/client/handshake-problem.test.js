import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { readHandshakeProblem, wouldUpgrade } from '../../../wwwroot/js/client/handshake-problem.js';

let server, answer, address;

before(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  address = new URL(`ws://127.0.0.1:${server.address().port}/ws/video_feed?camera=nosuch`);
});

after(() => {
  server.closeAllConnections();
  server.close();
});

const read = (signal = new AbortController().signal) => readHandshakeProblem(address, signal);

test('the same address without upgrade gives the problem document', async () => {
  let asked;
  answer = (request, response) => {
    asked = [request.method, request.url, request.headers.upgrade];
    response.writeHead(400, { 'content-type': 'application/problem+json; charset=utf-8' });
    response.end(JSON.stringify({ status: 400, title: 'Bad Request', detail: 'no camera nosuch' }));
  };
  const result = await read();
  assert.deepEqual(asked, ['GET', '/ws/video_feed?camera=nosuch', undefined]);
  assert.equal(result.status, 400);
  assert.equal(result.problem.detail, 'no camera nosuch');
  assert.equal(wouldUpgrade(result), false);
});

test('the time to the next try is the one that the service asks for', async () => {
  answer = (_, response) => response.writeHead(503, { 'retry-after': '7' }).end();
  assert.deepEqual(await read(), { status: 503, problem: null, retryAfterMs: 7_000 });
});

test('426 says that the service would open the socket', async () => {
  answer = (_, response) => response.writeHead(426, { 'content-type': 'application/problem+json' }).end('{"status":426}');
  assert.equal(wouldUpgrade(await read()), true);
});

test('a page of a proxy, JSON that is none, and no answer are no problem documents', async () => {
  answer = (_, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>');
  assert.deepEqual(await read(), { status: 502, problem: null, retryAfterMs: 0 });
  answer = (_, response) => response.writeHead(403, { 'content-type': 'application/problem+json' }).end('{"status":');
  assert.deepEqual(await read(), { status: 0, problem: null, retryAfterMs: 0 });
  answer = request => request.socket.destroy();
  assert.deepEqual(await read(), { status: 0, problem: null, retryAfterMs: 0 });
});

test('a service that never answers is given up with the signal', async () => {
  const abort = new AbortController();
  answer = () => abort.abort();
  assert.deepEqual(await read(abort.signal), { status: 0, problem: null, retryAfterMs: 0 });
});

test('an endless answer that is no problem document is not read to its end', async context => {
  let cancelled = false;
  const body = new ReadableStream({ cancel: () => { cancelled = true; } });
  context.mock.method(globalThis, 'fetch', async () => new Response(body, { headers: { 'content-type': 'multipart/x-mixed-replace' } }));
  assert.equal((await read()).status, 200);
  assert.equal(cancelled, true);
});
