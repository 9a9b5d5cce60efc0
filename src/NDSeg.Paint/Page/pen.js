// The tools: brush, eraser, polygon, moving; with mouse, touch, pen and keyboard.

import { Shape, brush, polygon } from './raster.js';

const SLOWEST = 1;

export class Pen {
  constructor(view, server, state) {
    this.view = view;
    this.server = server;
    this.state = state;
    this.tool = 'brush';
    this.size = 8;
    this.shape = null;
    this.corners = [];
    this.at = null;

    // The mouse, finger or pen that draws or drags; others do nothing meanwhile.
    this.pointer = null;
    view.overlays.push((context, v) => this.#drawOver(context, v));
    const stage = view.stage;
    stage.addEventListener('pointerdown', e => this.#down(e));
    stage.addEventListener('pointermove', e => this.#move(e));
    stage.addEventListener('pointerup', e => this.#up(e));
    for (const end of ['pointercancel', 'lostpointercapture']) {
      stage.addEventListener(end, e => e.pointerId === this.pointer && this.cancel());
    }

    stage.addEventListener('pointerleave', () => this.#hover(null));
    stage.addEventListener('dblclick', e => e.preventDefault());
    stage.addEventListener('contextmenu', e => e.preventDefault());
    stage.addEventListener('wheel', e => this.#wheel(e), { passive: false });
  }

  setTool(tool) {
    if (tool !== this.tool) {
      this.cancel();
      this.tool = tool;
    }

    this.view.stage.style.cursor = tool === 'pan' ? 'grab' : 'crosshair';
    this.view.drawOver();
    this.onchange?.();
  }

  setSize(size) {
    this.size = Math.max(1, Math.min(500, Math.round(size)));
    this.view.drawOver();
    this.onchange?.();
  }

  cancel() {
    this.shape = null;
    this.corners = [];
    this.last = null;
    this.keyDown = false;
    this.erasing = false;
    this.#release();
    this.view.drawOver();
  }

  #release() {
    this.dragging = null;
    this.pointer = null;
    this.view.stage.style.cursor = this.tool === 'pan' ? 'grab' : 'crosshair';
  }

  // The pen moved by keys: a place of the image, shown as a cross.
  keyMove(dx, dy) {
    if (this.pointer !== null) {
      return;
    }

    const v = this.view;
    const at = this.keyAt ?? { x: v.x, y: v.y };
    const to = {
      x: Math.max(0, Math.min(v.about.width - 0.01, at.x + dx / v.zoom)),
      y: Math.max(0, Math.min(v.about.height - 0.01, at.y + dy / v.zoom)),
    };
    this.keyAt = to;
    this.at = to;
    if (this.keyDown && this.shape) {
      brush(this.shape, at, to, this.size);
    }

    const { left, top, right, bottom } = v.visible();
    if (to.x < left || to.x > right || to.y < top || to.y > bottom) {
      v.goTo(to.x, to.y);
    }

    this.onhover?.(to);
    v.drawOver();
  }

  // Space or Enter: pen down, pen up; a corner of a polygon, the first one again closes it.
  keyPress() {
    if (this.pointer !== null) {
      return;
    }

    const at = this.keyAt ?? { x: this.view.x, y: this.view.y };
    this.keyAt = at;
    if (this.tool === 'polygon') {
      this.erasing &&= this.corners.length > 0;
      this.#corner(at);
    } else if (this.tool !== 'pan') {
      if (this.keyDown) {
        this.keyDown = false;
        this.#finish();
      } else if (this.#begin(this.tool === 'eraser')) {
        this.keyDown = true;
        brush(this.shape, at, at, this.size);
      }
    }

    this.view.drawOver();
  }

  // Enter closes a polygon of three corners or more.
  closePolygon() {
    if (this.pointer === null && this.corners.length >= 3 && this.#begin(this.erasing)) {
      polygon(this.shape, this.corners);
      this.corners = [];
      this.erasing = false;
      this.#finish();
    }
  }

  #begin(erase) {
    const one = erase ? 0 : this.state.current;
    if (one === null || one === undefined) {
      this.onhint?.('Add a class first.');
      return false;
    }

    this.number = one;
    this.shape = new Shape(this.view.about.width, this.view.about.height);
    return true;
  }

  #finish() {
    const shape = this.shape;
    this.shape = null;
    if (shape && !shape.isEmpty) {
      const { view, number } = this;
      const slice = view.slice;
      const keys = view.applyStroke(shape, number);
      this.server.send(`/stroke?slice=${slice}&class=${number}`, shape.toBytes(), () => view.refreshStrokes(keys));
      this.onstroke?.();
    }

    this.view.drawOver();
  }

  #down(event) {
    const { view } = this;
    view.stage.focus({ preventScroll: true });
    if (!event.isPrimary) {
      // A second finger: the first one was not meant to paint.
      this.pointer !== null && this.cancel();
      return;
    }

    if (event.button > 2 || this.shape || this.pointer !== null) {
      return;
    }

    this.keyAt = null;
    const pans = this.tool === 'pan' || event.button === 1;
    view.stage.setPointerCapture(event.pointerId);
    const at = view.toImage(event);
    if (pans) {
      this.pointer = event.pointerId;
      this.dragging = { x: event.clientX, y: event.clientY };
      view.stage.style.cursor = 'grabbing';
    } else if (this.tool === 'polygon') {
      this.erasing = event.button === 2 || event.altKey;
      this.#corner(at);
    } else if (this.#begin(this.tool === 'eraser' || event.button === 2 || event.altKey)) {
      this.pointer = event.pointerId;
      this.last = at;
      brush(this.shape, at, at, this.size);
      view.drawOver();
    }
  }

  #move(event) {
    const { view } = this;
    if (this.pointer === null ? !event.isPrimary : event.pointerId !== this.pointer) {
      return;
    }

    if (this.dragging) {
      view.panBy(event.clientX - this.dragging.x, event.clientY - this.dragging.y);
      this.dragging = { x: event.clientX, y: event.clientY };
      return;
    }

    const at = view.toImage(event);
    if (this.shape && this.last) {
      // All the places in between, not only the last one per picture.
      for (const one of event.getCoalescedEvents?.() ?? []) {
        this.#stretch(view.toImage(one));
      }

      this.#stretch(at);
    }

    this.#hover(at);
  }

  #stretch(at) {
    if (Math.hypot(at.x - this.last.x, at.y - this.last.y) * this.view.zoom >= SLOWEST || this.view.zoom > 1) {
      brush(this.shape, this.last, at, this.size);
      this.last = at;
    }
  }

  #up(event) {
    if (event.pointerId !== this.pointer) {
      return;
    }

    this.#release();
    if (this.shape && this.last) {
      brush(this.shape, this.last, this.view.toImage(event), this.size);
      this.last = null;
      this.#finish();
    }
  }

  #corner(at) {
    const first = this.corners[0];
    const near = first && Math.hypot(at.x - first.x, at.y - first.y) * this.view.zoom < 10;
    if (near && this.corners.length >= 3) {
      this.closePolygon();
    } else {
      this.corners.push(at);
      this.onhint?.(this.corners.length < 3 ? 'Set corners.' : 'Close with the first corner or Enter. Esc gives up.');
    }

    this.view.drawOver();
  }

  #hover(at) {
    this.at = at;
    this.onhover?.(at);
    this.view.drawOver();
  }

  #wheel(event) {
    event.preventDefault();
    if (event.ctrlKey || !event.shiftKey) {
      this.view.zoomAt(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), this.view.toImage(event));
    } else {
      this.setSize(this.size * (event.deltaY > 0 ? 0.85 : 1.18) + (event.deltaY > 0 ? 0 : 0.5));
    }
  }

  #drawOver(context, v) {
    const color = this.state.colorOf(this.number);
    if (this.shape) {
      context.fillStyle = this.number === 0 ? 'rgb(255 255 255 / .6)' : color;
      for (const [y, x, length] of this.shape.runs()) {
        const [x0, y0] = v.toDevice(x, y);
        context.fillRect(x0, y0, Math.max(1, length * v.scale), Math.max(1, v.scale));
      }
    }

    if (this.corners.length > 0) {
      const points = [...this.corners, ...(this.at ? [this.at] : [])].map(p => v.toDevice(p.x, p.y));
      this.#outline(context, () => {
        context.beginPath();
        points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
      });
      const [x, y] = points[0];
      this.#outline(context, () => {
        context.beginPath();
        context.arc(x, y, 5 * v.ratio, 0, 7);
      });
    }

    if (this.at && this.tool !== 'pan') {
      const [x, y] = v.toDevice(this.at.x, this.at.y);
      const radius = this.tool === 'polygon' ? 0 : Math.max(1.5 * v.ratio, (this.size / 2) * v.scale);
      this.#outline(context, () => {
        context.beginPath();
        if (radius > 0) {
          context.arc(x, y, radius, 0, 7);
        }

        if (this.keyAt || radius === 0) {
          const arm = 8 * v.ratio;
          context.moveTo(x - arm, y);
          context.lineTo(x + arm, y);
          context.moveTo(x, y - arm);
          context.lineTo(x, y + arm);
        }
      });
    }
  }

  // White on black, so that it is seen on any image.
  #outline(context, path) {
    path();
    context.lineWidth = 3 * this.view.ratio;
    context.strokeStyle = 'rgb(0 0 0 / .6)';
    context.stroke();
    context.lineWidth = 1.2 * this.view.ratio;
    context.strokeStyle = '#fff';
    context.stroke();
  }
}
