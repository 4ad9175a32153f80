import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { forbiddenSetting, loginRefusal, refusal } from '../../../wwwroot/js/page/refusals.js';

const FORBIDDEN = {
  code: 'forbidden', parameter: 'osd', title: 'Not allowed with this key', detail: 'osd needs a key with the scope control',
};

afterEach(() => { delete globalThis.location; });

test('a setting in the address that a key does not allow is said without the names of scopes, with where it comes from', () => {
  assert.deepEqual(refusal(FORBIDDEN), {
    title: 'Not allowed with this key',
    text: "With this key you can't turn the on-screen display on or off. The page's address asks for it.",
  });
});

test('the viewer of a link has no key, and reads of none', () => {
  for (const pathname of ['/link/a.b-c/', '/cam/link/a.b-c']) {
    globalThis.location = { pathname };
    const { title, text } = refusal(FORBIDDEN);
    assert.equal(title, 'Not allowed with this link');
    assert.doesNotMatch(text, /key/);
    assert.match(forbiddenSetting('quality'), /^With this link you can't choose/);
  }
  globalThis.location = { pathname: '/link/' };
  assert.match(forbiddenSetting('quality'), /^With this key/);
});

test('a camera that is not allowed, and a key without scope, are in the words of the service', () => {
  const { text } = refusal({ ...FORBIDDEN, parameter: 'camera', detail: "the key ana may not watch the camera 'gate'" });
  assert.equal(text, "The key ana may not watch the camera 'gate'.");
  assert.equal(refusal({ ...FORBIDDEN, parameter: undefined, detail: 'no scope view' }).text, 'No scope view.');
});

test('after too many wrong keys the login says when the next try is possible, and no setting', () => {
  const problem = { title: 'Too many requests', detail: 'Access:FailedTriesPerMinute sets this limit' };
  assert.equal(loginRefusal(429, problem, '60'), 'Too many wrong keys came from your address. Try again in 60 s.');
  assert.equal(loginRefusal(429, problem, null), 'Too many wrong keys came from your address. Try again later.');
});

test('another refusal of a login is in the words of the service, or has its status', () => {
  assert.equal(loginRefusal(401, { detail: 'The key is wrong' }, null), 'The key is wrong.');
  assert.equal(loginRefusal(502, {}, null), 'The server refuses it (HTTP status 502).');
});
