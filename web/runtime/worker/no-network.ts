const network = [
  'fetch',
  'fetchLater',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'EventSource',
  'WebTransport',
  'RTCPeerConnection',
  'importScripts',
  'Worker',
  'SharedWorker',
  'BroadcastChannel',
  'FontFace',
  'postMessage',
];
const storage = ['indexedDB', 'caches', 'cookieStore', 'localStorage', 'sessionStorage'];
const ofNavigator = ['sendBeacon', 'storage', 'serviceWorker', 'storageBuckets', 'locks'];

/**
 * Replaces what reaches the network or the browser's storage by what says that there is none. The policy of the frame is the real fence:
 * this gives the user's program a sentence instead of a refusal it cannot understand.
 */
export function removeNetwork(): void {
  for (const name of network) replace(globalThis, name, refuser('the sandbox has no network'));
  for (const name of storage) replace(globalThis, name, refusingObject('the sandbox has no storage: the page keeps the project'));
  for (const name of ofNavigator) {
    replace(navigator, name, name === 'sendBeacon' ? refuser('the sandbox has no network') : refusingObject('the sandbox has no storage'));
  }
}

function refuser(message: string): () => never {
  return function refuse(): never {
    throw new Error(message);
  };
}

function refusingObject(message: string): object {
  const refuse = refuser(message);
  return new Proxy(Object.freeze({}), { get: refuse, set: refuse, has: refuse, getPrototypeOf: () => null });
}

/** On the object and wherever its prototypes define the name, so that deleting one brings no other back. */
function replace(target: object, name: string, value: unknown): void {
  for (let holder: object | null = target; holder !== null && holder !== Object.prototype; holder = Object.getPrototypeOf(holder)) {
    const known = Object.getOwnPropertyDescriptor(holder, name);
    if (!known) continue;
    if (known.configurable) Object.defineProperty(holder, name, { value, writable: false, configurable: false, enumerable: false });
  }
}
