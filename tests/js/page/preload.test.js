import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../../wwwroot');

/** The module and all that it imports before it runs, relative to the page. */
function closure(module, found = new Set()) {
  const path = relative(root, module);
  if (!found.has(path)) {
    found.add(path);
    for (const [, imported] of readFileSync(module, 'utf8').matchAll(/^(?:import|export) [^;]*?from '(.*?)';/gm))
      closure(join(dirname(module), imported), found);
  }
  return found;
}

test('the page asks at once for each module that the first picture needs, and for no other', () => {
  const html = readFileSync(join(root, 'index.html'), 'utf8');
  const preloaded = [...html.matchAll(/<link rel="modulepreload" href="(.*?)">/g)].map(([, href]) => href);
  const needed = closure(join(root, 'js/page/single-view.js'), closure(join(root, 'js/page/main.js')));
  needed.delete('js/page/main.js');
  assert.deepEqual(preloaded.toSorted(), [...needed].toSorted());
});
