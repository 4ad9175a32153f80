import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';

const here = fileURLToPath(new URL('.', import.meta.url));
const document = readFileSync(join(here, '../../../docs/client.md'), 'utf8');
const picture = Buffer.from(readFileSync(join(here, '../client/support/picture.txt'), 'utf8'), 'base64');
// Debian installs the libraries for its own Python, which need not be the first one in PATH.
const python = ['python3', '/usr/bin/python3'];
let directory, service;

beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'videostream-example-')); });

afterEach(() => {
  service?.terminate();
  rmSync(directory, { recursive: true });
});

/** A real JPEG, with the comment that the service gives it. */
function jpeg(seq) {
  const comment = Buffer.from(`seq=${seq}&captured_us=${Date.now() * 1_000}&camera=main`);
  const header = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
  return Buffer.concat([picture.subarray(0, 2), header, comment, picture.subarray(2)]);
}

/** Sends one frame, and the next one after each acknowledgement; or some frames at once. Closes after the fifth acknowledgement. */
async function serve(atOnce) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const acks = [];
  server.on('connection', socket => {
    for (let seq = 1; seq <= atOnce; seq++)
      socket.send(jpeg(seq));
    socket.on('message', text => {
      const message = JSON.parse(text);
      assert.equal(message.type, 'ack');
      acks.push(message.seq);
      if (acks.length < 5)
        socket.send(jpeg(message.seq + 1));
      else
        socket.close(1000);
    });
  });
  await new Promise(resolve => server.once('listening', resolve));
  return {
    acks,
    address: `127.0.0.1:${server.address().port}`,
    terminate() {
      for (const socket of server.clients)
        socket.terminate();
      server.close();
    },
  };
}

/** Runs an example of the document as it stands there, but for the address. */
async function run(name, [command, ...options], file, atOnce) {
  service = await serve(atOnce);
  const [, code] = new RegExp(`<!-- example: ${name} -->\n\`\`\`\\w+\n([^]*?)\n\`\`\``).exec(document);
  writeFileSync(join(directory, file), code.replaceAll('localhost:8000', service.address));
  const child = spawn(command, [...options, file], { cwd: directory, timeout: 60_000 });
  let output = '', errors = '';
  child.stdout.on('data', text => { output += text; });
  child.stderr.on('data', text => { errors += text; });
  const status = await new Promise(resolve => child.once('close', resolve));
  assert.equal(status, 0, errors);
  return output;
}

const findPython = modules => python.find(command => spawnSync(command, ['-c', `import ${modules}`]).status === 0);

function assertTenFrames() {
  const files = readdirSync(directory).filter(name => name.endsWith('.jpg')).sort();
  assert.deepEqual(files, Array.from({ length: 10 }, (_, number) => `frame-00${number}.jpg`));
  for (const [number, name] of files.entries())
    assert.match(readFileSync(join(directory, name), 'latin1'), new RegExp(`^\xff\xd8\xff\xfe..seq=${number + 1}&`));
}

test('Node: ten frames as files', async () => {
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(here, '../node_modules'), join(directory, 'node_modules'));
  await run('node', [process.execPath], 'example.js', 12);
  assertTenFrames();
});

test('Python: ten frames as files', async context => {
  const command = findPython('websockets');
  if (!command)
    return context.skip('python3-websockets is not installed');
  await run('python', [command], 'example.py', 12);
  assertTenFrames();
});

test('Python: acknowledges each frame when its work is done', async context => {
  const command = findPython('websockets');
  if (!command)
    return context.skip('python3-websockets is not installed');
  await run('python-ack', [command], 'example.py', 1);
  assert.deepEqual(service.acks, [1, 2, 3, 4, 5]);
});

test('Python with OpenCV: each frame as an array', async context => {
  const command = findPython('websockets, cv2, numpy');
  if (!command)
    return context.skip('python3-websockets or python3-opencv is not installed');
  const lines = (await run('opencv', [command], 'example.py', 1)).trim().split('\n');
  assert.equal(lines.length, 5);
  for (const line of lines)
    assert.match(line, /^\(8, 16, 3\) \d+ ms old$/);
  assert.deepEqual(service.acks, [1, 2, 3, 4, 5]);
});

test('C#: ten frames as files', async context => {
  // The first SDK that runs a file has the number 10.
  const { stdout } = spawnSync('dotnet', ['--version'], { encoding: 'utf8' });
  if (!(parseInt(stdout, 10) >= 10))
    return context.skip('.NET 10 is not installed');
  await run('csharp', ['dotnet', 'run'], 'example.cs', 12);
  assertTenFrames();
});
