import { element, write } from './elements.js';
import { Notice } from './notice.js';
import { loginRefusal } from './refusals.js';

const UNAUTHORIZED = 401;
const TIMEOUT_MS = 10_000;
// Neither says whether a key is wanted.
const TOO_MANY = 429;
const FAILED = 500;
// Scripts can't see the cookie of the login.
const REMEMBERED = 'videostream.login';

/**
 * Asks for a key where the service wants one, and logs in with it: the browser then sends a cookie along. Logs out again, which ends the
 * cookie.
 */
class Login {
  #listener = { loggedIn: () => {}, loggedOut: () => {} };
  #notice = new Notice();

  constructor() {
    element('login-form').addEventListener('submit', event => {
      event.preventDefault();
      this.#send();
    });
    element('logout').addEventListener('click', () => this.#logOut());
    element('logout').hidden = !isRemembered();
  }

  /**
   * @param {number|undefined} status of the service's last answer, if it was a refusal: asks if the service wants a key
   * @param {boolean} isAnswered whether the service has answered: it wants no key then, unless it says so
   * @param {{loggedIn: function(): void, loggedOut: function(): void}} listener tries again what was refused; shows nothing any more
   */
  follow(status, isAnswered, listener) {
    this.#listener = listener;
    const dialog = element('login');
    if (isAnswered && status !== UNAUTHORIZED && status !== TOO_MANY && !(status >= FAILED)) {
      dialog.close();
      // Another tab may have logged in.
      element('logout').hidden = !isRemembered();
    }
    if (status !== UNAUTHORIZED)
      return;
    this.#remember(false);
    if (!dialog.open)
      dialog.showModal();
  }

  async #send() {
    const field = element('login-key'), button = element('login-send');
    button.disabled = true;
    try {
      const body = new URLSearchParams({ key: field.value.trim() });
      const response = await fetch('login', { method: 'POST', body, signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (response.ok) {
        field.value = '';
        write(element('login-problem'), '');
        this.#remember(true);
        element('login').close();
        this.#listener.loggedIn();
      } else {
        write(element('login-problem'), await refusal(response));
        field.select();
      }
    } catch {
      write(element('login-problem'), 'The server does not answer.');
    } finally {
      button.disabled = false;
    }
  }

  /** The service ends the viewers of the login. So the page asks for a key again. */
  async #logOut() {
    try {
      const response = await fetch('logout', { method: 'POST', signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (response.ok) {
        this.#remember(false);
        this.#listener.loggedOut();
      } else
        this.#notice.show(`You are still logged in: ${await refusal(response)}`);
    } catch {
      this.#notice.show('The server does not answer. You are still logged in.');
    }
  }

  #remember(isLoggedIn) {
    element('logout').hidden = !isLoggedIn;
    try {
      if (isLoggedIn)
        localStorage.setItem(REMEMBERED, 'yes');
      else
        localStorage.removeItem(REMEMBERED);
    } catch {
      // Where a browser allows no storage, the button is gone after a reload.
    }
  }
}

function isRemembered() {
  try {
    return localStorage.getItem(REMEMBERED) !== null;
  } catch {
    return false;
  }
}

async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  return loginRefusal(response.status, problem, response.headers.get('Retry-After'));
}

/** The page's only one. */
export const login = new Login();
