const LATER_MS = 5_000;

/**
 * Loads the page's other parts after the first picture. A browser may not ask a second time for a module that it could not load, as when
 * the service restarts in the moment in which a part is wanted.
 */
export function loadLater() {
  setTimeout(() => {
    for (const loading of [import('./single-view.js'), import('./grid-view.js'), import('./statistics-panel.js')])
      loading.catch(() => { /* It is asked for again when it is wanted. */ });
  }, LATER_MS);
}
