// Tiles of one kind (image, labels, strokes, doubt): fetched when they are looked at, a few at a time, so that strokes never
// wait behind them; turned into small canvases; the ones not seen for long are dropped.

export class Tiles {
  // address(key) gives the path of a tile, paint(pixels, samples, key) fills RGBA pixels.
  constructor(edge, address, paint, changed, most = 220) {
    Object.assign(this, { edge, address, paint, changed, most });
    this.entries = new Map();
    this.active = 0;
    this.wanted = [];

    // Whether tiles may be out of date as soon as they have been fetched.
    this.unsettled = false;
    this.load = path => fetch(path).then(r => (r.ok ? r.arrayBuffer() : Promise.reject(new Error(String(r.status)))));
  }

  static key(slice, level, x, y) {
    return `${slice}/${level}/${x}/${y}`;
  }

  // The canvas of a tile, or null while there is none; asks for it where needed.
  get(key) {
    const entry = this.entries.get(key);
    if (entry?.samples) {
      this.entries.delete(key);
      this.entries.set(key, entry);
      if (!entry.canvas || entry.old) {
        this.#render(key, entry);
      }

      // Shown until the new one is there.
      if (entry.outdated) {
        entry.outdated = false;
        this.ask(key);
      }

      return entry.canvas;
    }

    if (!entry) {
      this.ask(key);
    }

    return null;
  }

  ask(key) {
    const entry = this.entries.get(key) ?? {};
    entry.asked = (entry.asked ?? 0) + 1;
    this.entries.set(key, entry);
    if (!this.wanted.includes(key)) {
      this.wanted.push(key);
    }

    this.#next();
  }

  // Samples that came by themselves.
  put(key, samples) {
    const entry = this.entries.get(key) ?? {};
    entry.asked = (entry.asked ?? 0) + 1;
    Object.assign(entry, { samples, old: true, outdated: false, unsure: false });
    this.entries.set(key, entry);
    this.changed();
  }

  // Fetches tiles again when they are looked at next: all, or those that were fetched while they were being made.
  outdate(all = true) {
    for (const entry of this.entries.values()) {
      entry.outdated ||= all || entry.unsure;
    }

    this.changed();
  }

  // Draws all again: colours or contrast changed.
  repaint() {
    for (const entry of this.entries.values()) {
      entry.old = true;
    }

    this.changed();
  }

  // Fetches again what is shown, of all tiles or some; forgets the rest of them.
  refresh(isShown, some = () => true) {
    for (const key of [...this.entries.keys()].filter(some)) {
      if (isShown(key)) {
        this.ask(key);
      } else {
        this.entries.delete(key);
      }
    }
  }

  clear() {
    this.entries.clear();
    this.wanted = [];
  }

  forget(isShown) {
    for (const key of [...this.entries.keys()]) {
      if (!isShown(key)) {
        this.entries.delete(key);
      }
    }
  }

  #next() {
    while (this.active < 3 && this.wanted.length > 0) {
      // The newest wish first: it is what is looked at.
      const key = this.wanted.pop();
      const entry = this.entries.get(key);
      if (!entry) {
        continue;
      }

      const { asked } = entry;
      const unsure = this.unsettled;
      this.active++;
      this.load(this.address(key)).then(buffer => {
        if (this.entries.get(key) === entry && entry.asked === asked) {
          Object.assign(entry, { samples: buffer, old: true, unsure });
          this.changed();
        }
      }).catch(() => {
        if (this.entries.get(key) === entry && !entry.samples) {
          this.entries.delete(key);
        }
      }).finally(() => {
        this.active--;
        this.#next();
      });
    }

    if (this.entries.size > this.most) {
      for (const key of this.entries.keys()) {
        if (this.entries.size <= this.most) {
          break;
        }

        this.entries.delete(key);
      }
    }
  }

  #render(key, entry) {
    entry.canvas ??= new OffscreenCanvas(this.edge, this.edge);
    const context = entry.canvas.getContext('2d');
    const picture = context.createImageData(this.edge, this.edge);
    this.paint(picture.data, entry.samples, key);
    context.putImageData(picture, 0, 0);
    entry.old = false;
  }
}

// Class numbers, one for all pixels or one each, or colours with coverage, by the colours of the classes.
export function paintClasses(pixels, buffer, colors) {
  const samples = new Uint8Array(buffer);
  if (samples.length === pixels.length) {
    pixels.set(samples);
    return;
  }

  const target = new Uint32Array(pixels.buffer);
  if (samples.length === 1) {
    target.fill(colors[samples[0]]);
    return;
  }

  for (let i = 0; i < target.length; i++) {
    target[i] = colors[samples[i]];
  }
}

// Samples of 16 bits through a table of grey values.
export function paintImage(pixels, buffer, table, channels) {
  const samples = new Uint16Array(buffer);
  const count = pixels.length / 4;
  if (channels === 3) {
    for (let i = 0; i < count; i++) {
      pixels[4 * i] = table[samples[i]];
      pixels[4 * i + 1] = table[samples[count + i]];
      pixels[4 * i + 2] = table[samples[2 * count + i]];
      pixels[4 * i + 3] = 255;
    }

    return;
  }

  const target = new Uint32Array(pixels.buffer);
  for (let i = 0; i < count; i++) {
    const grey = table[samples[i]];
    target[i] = 0xff000000 | (grey << 16) | (grey << 8) | grey;
  }
}

// Little-endian RGBA words for class numbers 0 to 255; unknown ones are transparent.
export function colorTable(classes) {
  const table = new Uint32Array(256);
  for (const one of classes) {
    const rgb = parseInt(one.color.slice(1), 16);
    table[one.number] = 0xff000000 | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16);
  }

  return table;
}

// Violet over red to yellow; the surer, the more transparent.
export const doubtTable = (() => {
  const stops = [[45, 11, 90], [140, 41, 129], [221, 81, 58], [252, 165, 10], [252, 255, 164]];
  const table = new Uint32Array(256);
  for (let i = 1; i < 256; i++) {
    const at = ((i - 1) / 254) * 4;
    const k = Math.min(3, Math.floor(at));
    const [r, g, b] = stops[k].map((v, c) => Math.round(v + (at - k) * (stops[k + 1][c] - v)));
    const alpha = Math.round(255 * Math.min(0.9, 0.25 + 0.9 * ((i - 1) / 254)));
    table[i] = ((alpha << 24) | (b << 16) | (g << 8) | r) >>> 0;
  }

  return table;
})();
