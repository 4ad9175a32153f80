/**
 * All figures as text, for a bug report.
 *
 * @param {Object<string, object|null>} latest the last figures, by their part
 * @param {History} history the last 60 seconds
 * @returns {string} lines of `name: value`
 */
export function report(latest, history) {
  const lines = [
    `page: ${location.origin}${withoutToken(location.pathname)}`,
    `time: ${new Date().toISOString()}`,
    `browser: ${navigator.userAgent}`,
    `screen: ${innerWidth}x${innerHeight} at ${devicePixelRatio}`,
  ];
  for (const [part, values] of Object.entries(latest)) {
    for (const [name, value] of Object.entries(typeof values === 'string' ? { now: values } : values ?? {}))
      lines.push(`${part}.${name}: ${JSON.stringify(value)}`);
  }
  for (const name of ['rate', 'age', 'bitrate', 'quality', 'width', 'skipped'])
    lines.push(`last 60 s, ${name}: ${history.series(name)[1].map(value => value === null ? '-' : Math.round(value)).join(' ')}`);
  return lines.join('\n');
}

/** The token of a link lets everybody watch. */
function withoutToken(path) { return path.replace(/\/link\/[^/]+/, '/link/…'); }
