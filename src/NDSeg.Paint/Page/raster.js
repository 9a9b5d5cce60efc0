// Turns pen movements into pixels of the image: for every row, stretches of columns. The same stretches are drawn and sent,
// so that what is seen is what is kept.

export class Shape {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.rows = new Map();
    this.size = 0;
  }

  // Adds columns from..to (both included) of a row; parts outside the image are left out.
  add(y, from, to) {
    from = Math.max(0, from);
    to = Math.min(this.width - 1, to);
    if (y < 0 || y >= this.height || from > to) {
      return;
    }

    const old = this.rows.get(y);
    if (!old) {
      this.rows.set(y, [[from, to]]);
      return;
    }

    const merged = [];
    for (const part of old) {
      if (part[1] < from - 1 || part[0] > to + 1) {
        merged.push(part);
      } else {
        from = Math.min(from, part[0]);
        to = Math.max(to, part[1]);
      }
    }

    merged.push([from, to]);
    this.rows.set(y, merged);
  }

  get isEmpty() {
    return this.rows.size === 0;
  }

  // Every stretch once: [row, first column, length].
  *runs() {
    for (const y of [...this.rows.keys()].sort((a, b) => a - b)) {
      for (const [from, to] of this.rows.get(y).sort((a, b) => a[0] - b[0])) {
        yield [y, from, to - from + 1];
      }
    }
  }

  // Three little-endian 32-bit numbers per stretch.
  toBytes() {
    const numbers = [];
    for (const run of this.runs()) {
      numbers.push(...run);
    }

    const view = new DataView(new ArrayBuffer(4 * numbers.length));
    numbers.forEach((n, i) => view.setInt32(4 * i, n, true));
    return view.buffer;
  }
}

// A round brush of a diameter in pixels, drawn from a to b in image coordinates (pixel x spans x to x + 1).
export function brush(shape, a, b, diameter) {
  if (diameter <= 1) {
    line(shape, Math.floor(a.x), Math.floor(a.y), Math.floor(b.x), Math.floor(b.y));
    return;
  }

  // Pixels whose centre is within the radius of the path; the row's columns are one stretch, as the swept disc is convex.
  const r = diameter / 2;
  const top = Math.ceil(Math.min(a.y, b.y) - r - 0.5);
  const bottom = Math.floor(Math.max(a.y, b.y) + r - 0.5);
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = Math.hypot(dx, dy);
  const nx = length > 0 ? (-dy / length) * r : 0;
  const ny = length > 0 ? (dx / length) * r : 0;
  const corners = [[a.x + nx, a.y + ny], [b.x + nx, b.y + ny], [b.x - nx, b.y - ny], [a.x - nx, a.y - ny]];
  for (let row = top; row <= bottom; row++) {
    const y = row + 0.5;
    let from = Infinity;
    let to = -Infinity;
    for (const end of [a, b]) {
      const h = r * r - (y - end.y) * (y - end.y);
      if (h >= 0) {
        from = Math.min(from, end.x - Math.sqrt(h));
        to = Math.max(to, end.x + Math.sqrt(h));
      }
    }

    for (let i = 0; i < 4 && length > 0; i++) {
      const [px, py] = corners[i];
      const [qx, qy] = corners[(i + 1) % 4];
      if (py !== qy && y >= Math.min(py, qy) && y <= Math.max(py, qy)) {
        const x = px + ((y - py) / (qy - py)) * (qx - px);
        from = Math.min(from, x);
        to = Math.max(to, x);
      }
    }

    if (to >= from) {
      shape.add(row, Math.ceil(from - 0.5), Math.floor(to - 0.5));
    }
  }
}

// The pixels inside a polygon, by the even-odd rule at pixel centres, and those its outline runs through.
export function polygon(shape, points) {
  const ys = points.map(p => p.y);
  const top = Math.max(0, Math.floor(Math.min(...ys)));
  const bottom = Math.min(shape.height - 1, Math.floor(Math.max(...ys)));
  for (let row = top; row <= bottom; row++) {
    const y = row + 0.5;
    const crossings = [];
    for (let i = 0; i < points.length; i++) {
      const p = points[i];
      const q = points[(i + 1) % points.length];
      if ((p.y <= y) !== (q.y <= y)) {
        crossings.push(p.x + ((y - p.y) / (q.y - p.y)) * (q.x - p.x));
      }
    }

    crossings.sort((u, v) => u - v);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      shape.add(row, Math.ceil(crossings[i] - 0.5), Math.floor(crossings[i + 1] - 0.5));
    }
  }

  points.forEach((p, i) => {
    const q = points[(i + 1) % points.length];
    line(shape, Math.floor(p.x), Math.floor(p.y), Math.floor(q.x), Math.floor(q.y));
  });
}

// Bresenham's line.
function line(shape, x0, y0, x1, y1) {
  const dx = Math.abs(x1 - x0);
  const dy = -Math.abs(y1 - y0);
  const sx = x0 < x1 ? 1 : -1;
  const sy = y0 < y1 ? 1 : -1;
  let error = dx + dy;
  for (;;) {
    shape.add(y0, x0, x0);
    if (x0 === x1 && y0 === y1) {
      return;
    }

    const twice = 2 * error;
    if (twice >= dy) {
      error += dy;
      x0 += sx;
    }

    if (twice <= dx) {
      error += dx;
      y0 += sy;
    }
  }
}
