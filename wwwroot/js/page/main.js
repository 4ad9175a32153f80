import { readChoices } from './choices.js';

const choices = readChoices();
document.body.dataset.ui = choices.ui ?? '';
if (choices.view === 'grid')
  import('./grid-view.js').then(({ GridView }) => new GridView().start());
else
  import('./single-view.js').then(({ SingleView }) => new SingleView(choices).start());
