import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const tests = fileURLToPath(new URL('..', import.meta.url));
const root = join(tests, '../..');
const client = join(root, 'wwwroot/js/client');
const tsc = join(tests, 'node_modules/typescript/bin/tsc');
const directory = mkdtempSync(join(tmpdir(), 'videostream-client-'));

after(() => rmSync(directory, { recursive: true }));

function run(command, args, cwd) {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', timeout: 120_000 });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')}\n${error.stdout}${error.stderr}`);
  }
}

test('the types of all modules are right, and the declarations are those of the source', () => {
  run(process.execPath, [tsc, '-p', tests, '--outDir', join(directory, 'types')], tests);
  const declared = readFileSync(join(directory, 'types/video-stream-client.d.ts'), 'utf8');
  const committed = readFileSync(join(client, 'video-stream-client.d.ts'), 'utf8');
  assert.equal(committed, declared, 'run npx tsc -p tests/js --outDir DIRECTORY, and copy video-stream-client.d.ts from there');
});

test('the package has all it needs, its types too, and works where it is installed', () => {
  const [{ filename, files }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', directory], client));
  const modules = readdirSync(client, { recursive: true }).filter(name => name.endsWith('.js') || name.endsWith('.d.ts'));
  const licences = readdirSync(client, { recursive: true }).filter(name => /LICENSE|NOTICE/.test(name));
  assert.deepEqual(files.map(({ path }) => path).sort(), ['package.json', ...licences, ...modules].sort());

  const installed = join(directory, 'app/node_modules/videostream-client');
  mkdirSync(installed, { recursive: true });
  run('tar', ['-xzf', join(directory, filename), '--strip-components=1', '-C', installed], directory);
  writeFileSync(join(directory, 'app/package.json'), '{ "type": "module" }');
  writeFileSync(join(directory, 'app/run.js'),
    "import { VideoStreamClient } from 'videostream-client'; console.log(new VideoStreamClient('ws://host/ws/video_feed').state.state);");
  assert.equal(run(process.execPath, ['run.js'], join(directory, 'app')), 'closed\n');

  const use = body => {
    writeFileSync(join(directory, 'app/use.ts'), `import { VideoStreamClient } from 'videostream-client';
      const client = new VideoStreamClient('ws://host/', { canvas: '#view', quality: 60, page: 'p' });
      ${body}`);
    run(process.execPath, [tsc, '--noEmit', '--strict', '--module', 'nodenext', '--lib', 'es2023,dom', 'use.ts'],
      join(directory, 'app'));
  };
  use(`client.addEventListener('frame', ({ detail }) => { const age: number | null = detail.ageMs; age?.toFixed(); });
    client.addEventListener('state', ({ detail }) => detail.problem?.title?.trim());
    client.addEventListener('anything', event => event.type);
    const blob: Blob | null = client.snapshot(); blob?.size; client.statistics.drawsIn.trim();`);
  assert.throws(() => use("client.addEventListener('frame', ({ detail }) => detail.nothing);"), /Property 'nothing' does not exist/);
});

test('the licence, and the version of the service, are those of the repository', () => {
  assert.equal(readFileSync(join(client, 'LICENSE'), 'utf8'), readFileSync(join(root, 'LICENSE'), 'utf8'));
  const { version, license, dependencies } = JSON.parse(readFileSync(join(client, 'package.json'), 'utf8'));
  const project = readFileSync(join(root, 'src/VideoStream/VideoStream.csproj'), 'utf8');
  // The last digit is a tag's.
  assert.equal(version.replace(/\.\d+$/, ''), /<MinVerMinimumMajorMinor>(.*)</.exec(project)[1]);
  assert.deepEqual([license, dependencies], ['MIT', undefined]);
});

test('the folder alone is enough: no module imports another one from elsewhere', () => {
  const imports = /^(?:(?:import|export) .*from |.* await import\()'([^']+)'/gm;
  for (const name of readdirSync(client).filter(file => file.endsWith('.js')))
    for (const [, imported] of readFileSync(join(client, name), 'utf8').matchAll(imports)) {
      assert.match(imported, /^\.\/(vendor\/[a-z]+\/)?[a-z0-9-]+\.js$/);
      assert.ok(existsSync(join(client, imported)), `${name} imports ${imported}`);
    }
});
