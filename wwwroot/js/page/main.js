import { Router } from './router.js';

new Router().start();
