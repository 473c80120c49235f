// The one script of the sandbox frame's document, and the only code that runs there: it starts and ends workers and relays between them
// and the page. Classic and plain, because its hash stands in two policies and it is written into the frame as it is.
// A worker runs the user's program, so nothing it sends is trusted: a message is { h: string, b: ArrayBuffer[] } within the limits, or its
// worker is ended. Objects are dropped here, in the frame's own thread, so that a huge one never blocks the page.

(() => {
  /** @type {Map<number, { worker: Worker, page: MessagePort, inner: MessagePort }>} */
  const running = new Map();
  let control;
  let limits;
  let script;
  let wasm;

  addEventListener('message', async (event) => {
    if (event.source !== parent || control) return;
    control = event.ports[0];
    limits = event.data.limits;
    script = URL.createObjectURL(new Blob([event.data.script], { type: 'text/javascript' }));
    try {
      wasm = await WebAssembly.compile(event.data.wasm);
    } catch (error) {
      control.postMessage({ t: 'failed', message: String(error) });
      return;
    }
    control.onmessage = ({ data, ports }) => {
      if (data.t === 'start') start(data.id, data.role, ports[0]);
      else if (data.t === 'end') end(data.id);
      else if (data.t === 'ping') control.postMessage({ t: 'pong' });
    };
    control.postMessage({ t: 'up' });
  });

  function start(id, role, page) {
    const worker = new Worker(script, { name: role });
    const { port1: inner, port2: given } = new MessageChannel();
    const allowance = makeAllowance();
    let heard = false;
    const refuse = (reason) => {
      if (end(id)) control.postMessage({ t: 'ended', id, reason });
    };
    inner.onmessage = (event) => {
      heard = true;
      const { data } = event;
      const reason = fault(data, event.ports) ?? allowance(data.h.length);
      if (reason) refuse(reason);
      else page.postMessage({ h: data.h, b: data.b }, data.b);
    };
    inner.onmessageerror = () => refuse('malformed-message');
    // The worker is given a port of its own: what comes past it was sent by the user's program.
    worker.onmessage = () => refuse('malformed-message');
    worker.onmessageerror = worker.onmessage;
    worker.onerror = (event) => {
      event.preventDefault();
      if (!heard) refuse('crashed');
    };
    page.onmessage = ({ data }) => inner.postMessage(data, data.b);
    running.set(id, { worker, page, inner });
    worker.postMessage({ role, wasm: role === 'run' ? wasm : null }, [given]);
  }

  function end(id) {
    const entry = running.get(id);
    if (!entry) return false;
    running.delete(id);
    entry.worker.terminate();
    entry.inner.onmessage = null;
    entry.inner.close();
    entry.page.close();
    return true;
  }

  function fault(data, ports) {
    const wellFormed =
      typeof data === 'object' &&
      data !== null &&
      typeof data.h === 'string' &&
      Array.isArray(data.b) &&
      data.b.length <= limits.buffers &&
      data.b.every((buffer) => buffer instanceof ArrayBuffer) &&
      Object.keys(data).length === 2 &&
      ports.length === 0;
    if (!wellFormed) return 'malformed-message';
    if (data.h.length > limits.header) return 'message-too-large';
    if (data.b.reduce((sum, buffer) => sum + buffer.byteLength, 0) > limits.bytes) return 'image-too-large';
    return null;
  }

  // A bucket, not a count per second: messages that waited while this thread was busy arrive together and are no flood.
  function makeAllowance() {
    let left = limits.perSecond * 2;
    let last = performance.now();
    return (headerLength) => {
      const now = performance.now();
      left = Math.min(limits.perSecond * 2, left + ((now - last) / 1000) * limits.perSecond);
      last = now;
      left -= 1 + headerLength / limits.headerPerMessage;
      return left < 0 ? 'too-many-messages' : null;
    };
  }
})();
