import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { ConfirmedChoices } from '../../../wwwroot/js/page/confirmed-choices.js';

const DEFAULTS = { quality: 80, fps: 30 };
const SETTINGS = { osd: false, resize: false, fps: 30, adaptive: true, requested_quality: 80, codec: 'auto' };
let kept, choices;

beforeEach(() => {
  kept = [];
  choices = new ConfirmedChoices(choice => kept.push(choice));
});

const confirm = settings => choices.confirm({ ...SETTINGS, ...settings }, DEFAULTS);

test('a choice is kept when the service has confirmed it, and not when it is only asked for', () => {
  choices.change('osd');
  assert.deepEqual(kept, []);
  confirm({ osd: true });
  assert.deepEqual(kept, [{ osd: true }]);
});

test('a choice that the service has refused is not kept, nor is what nobody chose', () => {
  choices.change('osd');
  choices.refuse('osd');
  confirm();
  confirm({ fps: 12, resize: '640x360' });
  assert.deepEqual(kept, []);
});

test('what was in effect before a choice and what is less than it are kept as they are', () => {
  choices.change('quality', 'adaptive');
  // Adaptation changed something before the service read the choice, and a link has less quality at most.
  confirm();
  confirm({ adaptive: false, requested_quality: 70 });
  assert.deepEqual(kept, [{ adaptive: null, quality: null }, { adaptive: false, quality: 70 }]);
});

test('the defaults are no choice', () => {
  choices.change('quality', 'adaptive', 'fps', 'resize');
  confirm();
  assert.deepEqual(kept, [{ resize: null, fps: null, adaptive: null, quality: null }]);
});

test('a quality alone is kept where it stays adaptive', () => {
  choices.change('quality');
  confirm({ requested_quality: 50 });
  assert.deepEqual(kept, [{ quality: 50 }]);
});

test('a codec is kept as it was chosen, auto too', () => {
  choices.change('codec');
  confirm();
  confirm({ codec: 'jpeg' });
  assert.deepEqual(kept, [{ codec: 'auto' }, { codec: 'jpeg' }]);
});
