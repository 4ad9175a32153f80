import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressWith, readChoices } from '../../../wwwroot/js/page/choices.js';
import { fileName } from '../../../wwwroot/js/page/snapshot.js';

test('choices are read from the address, and other parameters left out', () => {
  assert.deepEqual(readChoices('?camera=gate&quality=60&codec=jpeg&secret=1'), { camera: 'gate', quality: '60', codec: 'jpeg' });
});

test('choices are written below a sub-path, and null removes one', () => {
  const address = addressWith({ quality: null, fps: 5 }, 'https://a.example/cam1/?quality=60&osd=true');
  assert.equal(address, 'https://a.example/cam1/?osd=true&fps=5');
});

test('a snapshot is named after its camera and time, without characters that file systems refuse', () => {
  assert.equal(fileName('Süd: Tor/1', new Date('2026-11-26T14:02:11.345Z')), 'Süd_Tor_1-2026-11-26T14-02-11.345Z.jpg');
});
