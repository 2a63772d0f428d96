/**
 * Gives way to waiting messages. A microtask would not let them in, and nested timers are slowed to 4 ms, so this is
 * a message to oneself.
 * @returns {Promise<void>}
 */
export const turn = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
