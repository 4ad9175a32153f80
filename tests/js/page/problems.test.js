import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endsAccess, isWrongAddress, needsLogin } from '../../../wwwroot/js/page/problems.js';

const FORBIDDEN_SETTING = { status: 403, code: 'forbidden', parameter: 'osd' };

test('the address is wrong if it asks for what there is not, or for what is not allowed: without it the page would be shown', () => {
  const wrong = [{ status: 400, code: 'unknown_camera', parameter: 'camera' }, FORBIDDEN_SETTING];
  assert.deepEqual(wrong.map(isWrongAddress), [true, true]);
  // Another address would not help.
  const right = [
    undefined, { status: 400, code: 'host_not_allowed' }, { status: 403, code: 'forbidden' }, { status: 403, code: 'revoked_link' },
    { status: 401 }, { status: 503 },
  ];
  assert.deepEqual(right.map(isWrongAddress), right.map(() => false));
});

test('a viewer who may not watch any more sees nothing, and one whose service is away or full keeps the last picture', () => {
  const ended = [{ status: 401, code: 'missing_key' }, { status: 403, code: 'expired_link' }, { status: 403, code: 'forbidden' }];
  assert.deepEqual(ended.map(endsAccess), [true, true, true]);
  assert.deepEqual([undefined, { status: 503 }, { status: 429 }, { status: 400 }].map(endsAccess), [false, false, false, false]);
});

test('only 401 needs a login', () => {
  assert.deepEqual([undefined, FORBIDDEN_SETTING, { status: 401 }].map(needsLogin), [false, false, true]);
});
