/** A random name of this page: all its streams together take one place at the service. */
export const PAGE_ID = [...crypto.getRandomValues(new Uint8Array(12))].map(byte => byte.toString(16).padStart(2, '0')).join('');
