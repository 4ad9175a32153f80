import { element, write } from './elements.js';

const UNAUTHORIZED = 401;

/** Asks for a key where the service wants one, and logs in with it: the browser then sends a cookie along. */
class Login {
  #loggedIn = () => {};

  constructor() {
    element('login-form').addEventListener('submit', event => {
      event.preventDefault();
      this.#send();
    });
  }

  /**
   * @param {number|undefined} status of the service's last answer, if it was a refusal: asks if the service wants a key
   * @param {function(): void} loggedIn tries again what was refused
   */
  follow(status, loggedIn) {
    this.#loggedIn = loggedIn;
    const dialog = element('login');
    if (status !== UNAUTHORIZED) {
      dialog.close();
      return;
    }
    if (!dialog.open)
      dialog.showModal();
  }

  async #send() {
    const field = element('login-key');
    try {
      const body = new URLSearchParams({ key: field.value.trim() });
      const response = await fetch('login', { method: 'POST', body, signal: AbortSignal.timeout(10_000) });
      if (response.ok) {
        field.value = '';
        write(element('login-problem'), '');
        element('login').close();
        this.#loggedIn();
      } else {
        const { detail, title } = await response.json().catch(() => ({}));
        write(element('login-problem'), `${detail ?? title ?? `The server refuses it (HTTP status ${response.status})`}.`);
        field.select();
      }
    } catch {
      write(element('login-problem'), 'The server does not answer.');
    }
  }
}

/** The page's only one. */
export const login = new Login();
