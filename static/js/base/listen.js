/** Listening: adding a listener gives back the call that takes it away again. */

/**
 * @param {EventTarget} target @param {string} type
 * @param {(event: any) => void} listener
 * @param {AddEventListenerOptions} [options]
 * @returns {() => void} stop
 */
export function listen(target, type, listener, options) {
  target.addEventListener(type, listener, options);
  return () => target.removeEventListener(type, listener, options);
}

/**
 * @param {readonly (() => void)[]} stops
 * @returns {() => void} stops them all
 */
export function together(stops) {
  return () => {
    for (const stop of stops) stop();
  };
}
