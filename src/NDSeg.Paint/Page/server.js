// Talks to the painter's server: questions by fetch, steps one after the other and sent again until they have arrived, news by
// a web socket that comes back by itself.

// After this long without an answer the painter is taken to have ended: on one machine no connection is lost for long.
const ENDED_AFTER = 8000;

export class Server extends EventTarget {
  constructor() {
    super();
    this.window = crypto.randomUUID();
    this.step = 0;
    this.queue = [];
    this.sending = false;
    this.ended = false;
    this.lastView = null;
    this.version = 0;
    this.changes = new Set();
    this.down = new Set();
  }

  async json(path) {
    const response = await fetch(path);
    if (!response.ok) {
      throw new Error(await response.text());
    }

    return response.json();
  }

  async bytes(path) {
    const response = await fetch(path);
    if (!response.ok) {
      throw new Error(await response.text());
    }

    return response.arrayBuffer();
  }

  async post(path, body) {
    const response = await fetch(path, { method: 'POST', body: body === undefined ? undefined : JSON.stringify(body) });
    if (!response.ok) {
      throw Object.assign(new Error(await response.text()), { id: response.headers.get('NDSeg-Error') });
    }

    return response.status === 200 ? response.json() : null;
  }

  // A change of the classes: saving waits for it.
  async change(path, body) {
    const work = this.post(path, body);
    this.changes.add(work);
    try {
      return await work;
    } finally {
      this.changes.delete(work);
    }
  }

  // A stroke, an undo or a redo. Steps keep their order, and none is lost with the connection or done twice.
  send(path, body, done) {
    this.queue.push({ path: `${path}${path.includes('?') ? '&' : '?'}window=${this.window}&step=${this.step++}`, body, done });
    this.#drain();
  }

  get waiting() {
    return this.queue.length;
  }

  // Waits until all that was done on this page has arrived.
  async idle() {
    while (this.queue.length > 0) {
      await new Promise(resolve => this.addEventListener('sent', resolve, { once: true }));
    }

    await Promise.allSettled(this.changes);
  }

  async #drain() {
    if (this.sending) {
      return;
    }

    this.sending = true;
    while (this.queue.length > 0) {
      const { path, body, done } = this.queue[0];
      try {
        const response = await fetch(path, { method: 'POST', body });
        this.#back('step');
        if (response.ok) {
          this.version = (await response.json()).version;
        } else {
          this.dispatchEvent(new CustomEvent('refused', { detail: await response.text() }));
        }
      } catch {
        if (this.ended) {
          break;
        }

        this.#lost('step');
        await new Promise(resolve => setTimeout(resolve, 700));

        continue;
      }

      this.queue.shift();
      done?.();
      this.dispatchEvent(new Event('sent'));
    }

    this.sending = false;
  }

  listen() {
    this.socket = new WebSocket(`ws://${location.host}/live`);
    this.socket.binaryType = 'arraybuffer';
    this.socket.onopen = () => {
      this.#back('news', true);
      if (this.lastView) {
        this.socket.send(this.lastView);
      }
    };
    this.socket.onmessage = event => {
      if (typeof event.data === 'string') {
        const message = JSON.parse(event.data);
        this.dispatchEvent(new CustomEvent(message.type, { detail: message }));
      } else {
        this.dispatchEvent(new CustomEvent('tile', { detail: event.data }));
      }
    };
    this.socket.onclose = () => {
      if (!this.ended) {
        this.#lost('news');
        setTimeout(() => this.ended || this.listen(), 700);
      }
    };
  }

  // What is visible, told as soon as it changes.
  show(view) {
    const text = JSON.stringify(view);
    if (text !== this.lastView) {
      this.lastView = text;
      if (this.socket?.readyState === WebSocket.OPEN) {
        this.socket.send(text);
      }
    }
  }

  end() {
    this.ended = true;
    this.socket?.close();
  }

  #lost(what) {
    this.down.add(what);
    this.downSince ??= performance.now();
    this.dispatchEvent(new CustomEvent('lost', { detail: { ended: performance.now() - this.downSince > ENDED_AFTER } }));
  }

  #back(what, always = false) {
    if ((this.down.delete(what) || always) && this.down.size === 0) {
      this.downSince = undefined;
      this.dispatchEvent(new Event('back'));
    }
  }
}
