// The picture: which part of the image is seen, and drawing it from tiles. Two canvases, so that the pen moves without
// drawing the image again.

import { Tiles, paintClasses, paintImage, colorTable, doubtTable } from './tiles.js';

export class View {
  constructor(stage, about, server) {
    this.stage = stage;
    this.about = about;
    this.server = server;
    this.canvas = stage.querySelector('#view');
    this.over = stage.querySelector('#over');
    this.slice = 0;
    this.sliceInfo = null;
    this.opacity = 0.45;
    this.show = { labels: true, strokes: true, doubt: false };
    this.colors = colorTable([]);
    this.table = new Uint8Array(65536);
    this.zoom = 1;
    this.x = about.width / 2;
    this.y = about.height / 2;
    this.overlays = [];
    this.still = new OffscreenCanvas(1, 1);
    const changed = () => this.draw();
    const changedImage = () => this.drawAll();
    const path = kind => key => {
      const [slice, level, x, y] = key.split('/');
      return `/${kind}?slice=${slice}&level=${level}&x=${x}&y=${y}`;
    };
    this.image = new Tiles(about.edge, path('image'), (p, s) => paintImage(p, s, this.table, this.sliceInfo?.channels), changedImage, 160);
    this.labels = new Tiles(about.edge, path('labels'), (p, s) => paintClasses(p, s, this.colors), changed);
    this.strokes = new Tiles(about.edge, path('strokes'), (p, s) => paintClasses(p, s, this.colors), changed);
    this.doubt = new Tiles(about.edge, path('doubt'), (p, s) => paintClasses(p, s, doubtTable), changed);
    new ResizeObserver(() => this.resize()).observe(stage);
    this.resize();
  }

  get ratio() {
    return window.devicePixelRatio || 1;
  }

  // Device pixels per image pixel.
  get scale() {
    return this.zoom * this.ratio;
  }

  get level() {
    return Math.max(0, Math.min(this.about.topLevel, Math.floor(Math.log2(1 / this.scale) + 1e-6)));
  }

  resize() {
    const { clientWidth, clientHeight } = this.stage;
    for (const canvas of [this.canvas, this.over]) {
      canvas.width = Math.max(1, Math.round(clientWidth * this.ratio));
      canvas.height = Math.max(1, Math.round(clientHeight * this.ratio));
    }

    if (!this.fitted && clientWidth > 0) {
      this.fitted = true;
      this.fit();
    }

    this.moved();
  }

  fit() {
    const { clientWidth, clientHeight } = this.stage;
    this.zoom = Math.min(clientWidth / this.about.width, clientHeight / this.about.height) * 0.97;
    this.x = this.about.width / 2;
    this.y = this.about.height / 2;
    this.moved();
  }

  zoomAt(factor, point) {
    const least = Math.min(1, 0.5 * Math.min(this.stage.clientWidth / this.about.width, this.stage.clientHeight / this.about.height));
    const zoom = Math.max(least, Math.min(40, this.zoom * factor));
    const at = point ?? { x: this.x, y: this.y };
    this.x = at.x + (this.x - at.x) * (this.zoom / zoom);
    this.y = at.y + (this.y - at.y) * (this.zoom / zoom);
    this.zoom = zoom;
    this.moved();
  }

  panBy(dx, dy) {
    this.x -= dx / this.zoom;
    this.y -= dy / this.zoom;
    this.moved();
  }

  // Brings a place of the image into the middle.
  goTo(x, y, zoom = this.zoom) {
    this.zoom = zoom;
    this.x = x;
    this.y = y;
    this.moved();
  }

  moved() {
    this.x = Math.max(0, Math.min(this.about.width, this.x));
    this.y = Math.max(0, Math.min(this.about.height, this.y));
    this.tell();
    this.drawAll();
    this.drawOver();
    this.onmove?.();
  }

  // Client coordinates to image coordinates.
  toImage(event) {
    const box = this.stage.getBoundingClientRect();
    return {
      x: (event.clientX - box.left - box.width / 2) / this.zoom + this.x,
      y: (event.clientY - box.top - box.height / 2) / this.zoom + this.y,
    };
  }

  // Image coordinates to device pixels.
  toDevice(x, y) {
    return [(x - this.x) * this.scale + this.canvas.width / 2, (y - this.y) * this.scale + this.canvas.height / 2];
  }

  visible() {
    const halfWidth = this.canvas.width / 2 / this.scale;
    const halfHeight = this.canvas.height / 2 / this.scale;
    const clamp = (value, most) => Math.max(0, Math.min(most, value));
    return {
      left: clamp(Math.floor(this.x - halfWidth), this.about.width),
      top: clamp(Math.floor(this.y - halfHeight), this.about.height),
      right: clamp(Math.ceil(this.x + halfWidth), this.about.width),
      bottom: clamp(Math.ceil(this.y + halfHeight), this.about.height),
    };
  }

  tell() {
    // News of labels come for what is shown: those of another slice or level may be old by now.
    const shown = `${this.slice}/${this.level}`;
    if (shown !== this.shown) {
      this.shown = shown;
      this.labels.outdate();
      this.doubt.outdate();
    }

    this.server.show({ slice: this.slice, level: this.level, ...this.visible(), labels: this.show.labels, doubt: this.show.doubt });
  }

  // From now on the slice is painted on; its picture comes as soon as it is there.
  async setSlice(slice) {
    this.slice = slice;
    this.sliceInfo = null;
    this.image.clear();
    this.moved();
    const info = await this.server.json(`/slice?slice=${slice}`);
    if (this.slice === slice) {
      this.sliceInfo = info;
      this.drawAll();
    }
  }

  setColors(classes) {
    this.colors = colorTable(classes);
    this.labels.repaint();
    this.strokes.repaint();
    this.labels.refresh(key => this.isShown(key), key => Number(key.split('/')[1]) > 0);
  }

  // The samples shown black and white, as shares of the slice's range.
  setContrast(low, high) {
    const span = Math.max(1e-6, high - low);
    for (let i = 0; i < 65536; i++) {
      this.table[i] = Math.max(0, Math.min(255, Math.round((255 * (i / 65535 - low)) / span)));
    }

    this.image.repaint();
  }

  *shownTiles(level = this.level) {
    const span = this.about.edge << level;
    const { left, top, right, bottom } = this.visible();
    for (let y = Math.floor(top / span); y * span < bottom; y++) {
      for (let x = Math.floor(left / span); x * span < right; x++) {
        yield [x, y];
      }
    }
  }

  isShown(key) {
    const [slice, level, x, y] = key.split('/').map(Number);
    const span = this.about.edge * 2 ** level;
    const { left, top, right, bottom } = this.visible();
    return slice === this.slice && level === this.level && x * span < right && (x + 1) * span > left && y * span < bottom && (y + 1) * span > top;
  }

  // The image itself has changed, or another part of it is seen.
  drawAll() {
    this.stale = true;
    this.draw();
  }

  draw() {
    if (!this.pending) {
      this.pending = true;
      requestAnimationFrame(() => {
        this.pending = false;
        this.#draw();
      });
    }
  }

  #draw() {
    if (this.stale) {
      this.stale = false;
      this.#drawImage();
    }

    const context = this.canvas.getContext('2d');
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.still, 0, 0);
    this.#clip(context, 'low');
    if (this.show.labels && !this.show.doubt && this.opacity > 0) {
      this.#layer(context, this.labels, this.opacity);
    }

    if (this.show.doubt) {
      this.#layer(context, this.doubt, 0.85);
    }

    if (this.show.strokes) {
      this.#layer(context, this.strokes, 1);
    }

    context.restore();
    this.ondraw?.();
  }

  // The image apart: it costs more than all that lies upon it and changes less often.
  #drawImage() {
    const { width, height } = this.canvas;
    if (this.still.width !== width || this.still.height !== height) {
      Object.assign(this.still, { width, height });
    }

    const context = this.still.getContext('2d');
    context.clearRect(0, 0, width, height);
    this.#clip(context, 'high');
    if (this.sliceInfo) {
      this.#layer(context, this.image, 1);
    }

    context.restore();
  }

  // Nothing is drawn beside the image.
  #clip(context, quality) {
    context.imageSmoothingEnabled = this.scale < 2;
    context.imageSmoothingQuality = quality;
    context.save();
    const [left, top] = this.toDevice(0, 0);
    const [right, bottom] = this.toDevice(this.about.width, this.about.height);
    context.beginPath();
    context.rect(Math.round(left), Math.round(top), Math.round(right) - Math.round(left), Math.round(bottom) - Math.round(top));
    context.clip();
  }

  #layer(context, tiles, alpha) {
    context.globalAlpha = alpha;
    const level = this.level;
    const span = this.about.edge * 2 ** level;
    for (const [x, y] of this.shownTiles()) {
      const [x0, y0] = this.toDevice(x * span, y * span).map(Math.round);
      const [x1, y1] = this.toDevice((x + 1) * span, (y + 1) * span).map(Math.round);
      const canvas = tiles.get(Tiles.key(this.slice, level, x, y));
      if (canvas) {
        context.drawImage(canvas, x0, y0, x1 - x0, y1 - y0);
      } else if (tiles === this.image) {
        this.#coarser(context, tiles, level, x, y, [x0, y0, x1, y1]);
      }
    }

    context.globalAlpha = 1;
  }

  // While a tile of the image is on its way, part of a coarser one stands in.
  #coarser(context, tiles, level, x, y, [x0, y0, x1, y1]) {
    for (let up = 1; level + up <= this.about.topLevel; up++) {
      const entry = tiles.entries.get(Tiles.key(this.slice, level + up, x >> up, y >> up));
      if (entry?.canvas) {
        const part = this.about.edge / 2 ** up;
        context.drawImage(entry.canvas, (x % 2 ** up) * part, (y % 2 ** up) * part, part, part, x0, y0, x1 - x0, y1 - y0);
        return;
      }
    }
  }

  drawOver() {
    if (!this.pendingOver) {
      this.pendingOver = true;
      requestAnimationFrame(() => {
        this.pendingOver = false;
        const context = this.over.getContext('2d');
        context.clearRect(0, 0, this.over.width, this.over.height);
        this.overlays.forEach(overlay => overlay(context, this));
      });
    }
  }

  // Puts a stroke into the tiles at hand, so that it is seen before the server has it.
  applyStroke(shape, number) {
    const level = this.level;
    const { edge } = this.about;
    const touched = new Map();
    for (const [row, column, length] of shape.runs()) {
      const y = row >> level;
      for (let x = column >> level; x <= (column + length - 1) >> level; x++) {
        const key = Tiles.key(this.slice, level, Math.floor(x / edge), Math.floor(y / edge));
        let samples = touched.get(key);
        if (samples === undefined) {
          samples = this.#ownSamples(key, number !== 0 || level === 0);
          touched.set(key, samples);
        }

        if (samples && (number !== 0 || level === 0)) {
          samples[(y % edge) * edge + (x % edge)] = number;
        }
      }
    }

    for (const [key, samples] of touched) {
      if (samples) {
        this.strokes.put(key, samples.buffer);
      }
    }

    return [...touched.keys()];
  }

  #ownSamples(key, change) {
    const entry = this.strokes.entries.get(key);
    if (!entry?.samples || !change) {
      return null;
    }

    const samples = new Uint8Array(entry.samples);
    return samples.length === 1 ? new Uint8Array(this.about.edge ** 2).fill(samples[0]) : samples;
  }

  // Fetches tiles of strokes again; those of other levels show the same strokes and are dropped.
  refreshStrokes(keys) {
    for (const key of [...this.strokes.entries.keys()]) {
      if (Number(key.split('/')[1]) !== this.level) {
        this.strokes.entries.delete(key);
      }
    }

    for (const key of keys) {
      if (this.isShown(key)) {
        this.strokes.ask(key);
      } else {
        this.strokes.entries.delete(key);
      }
    }
  }
}
