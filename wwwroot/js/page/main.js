import { loadLater } from './later.js';
import { Router } from './router.js';

new Router().start();
loadLater();
