import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readComment } from '../../../wwwroot/js/client/jpeg-comment.js';
import { jpegWith } from './support/jpegs.js';

test('the comment is found behind other segments', () => {
  const comment = readComment(jpegWith('seq=7&captured_us=1763850000000000&camera=gate&live=0'));
  assert.deepEqual(Object.fromEntries(comment), { seq: '7', captured_us: '1763850000000000', camera: 'gate', live: '0' });
});

test('a JPEG without comment before its image data has none', () => {
  assert.equal(readComment(new Uint8Array([0xff, 0xd8, 0xff, 0xda, 0, 2, 0xff, 0xfe, 0, 5, 1, 1, 1]).buffer), null);
});

test('what is no JPEG, empty, or cut off, has no comment and does no harm', () => {
  for (const bytes of [[], [0xff], [0xff, 0xd8], [1, 2, 3, 4, 5, 6], [0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff], [0xff, 0xd8, 0xff, 0xe0, 0, 0]])
    assert.equal(readComment(new Uint8Array(bytes).buffer), null);
});

test('a comment that is cut off gives what is there', () => {
  assert.equal(readComment(jpegWith('seq=7&camera=gate').slice(0, 12 + 5)).get('seq'), '7');
});
