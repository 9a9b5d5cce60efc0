// Everything the mouse can do, by keys.

export function listenToKeys(about, view, pen, side, actions) {
  const stage = view.stage;

  // The image shows that it has the focus once somebody works with keys.
  document.addEventListener('keydown', event => {
    if (event.key === 'Tab' || event.key.startsWith('Arrow')) {
      document.body.classList.add('keys');
    }
  }, true);
  document.addEventListener('pointerdown', () => document.body.classList.remove('keys'), true);
  document.addEventListener('keydown', event => {
    const target = event.target;
    const types = target instanceof HTMLInputElement && (target.type === 'text' || target.type === 'color');
    if (document.querySelector('dialog[open]') || types) {
      return;
    }

    const done = event.ctrlKey || event.metaKey ? withControl(event) : plain(event, target);
    if (done) {
      event.preventDefault();
    }
  });

  function withControl(event) {
    switch (event.key.toLowerCase()) {
      case 'z': (event.shiftKey ? actions.redo : actions.undo)(); return true;
      case 'y': actions.redo(); return true;
      case 's': actions.save(); return true;
      default: return false;
    }
  }

  function plain(event, target) {
    // Arrows, Space and Enter belong to the control that has the focus, unless that is the image.
    if (target === stage && onImage(event)) {
      return true;
    }

    // Caps Lock changes no key.
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const slider = target instanceof HTMLInputElement && target.type === 'range';
    if (/^[1-9]$/.test(event.key)) {
      const item = document.querySelectorAll('#classes li')[Number(event.key) - 1];
      item && side.select(Number(item.dataset.number));
      return Boolean(item);
    }

    switch (key) {
      case 'b': pen.setTool('brush'); return true;
      case 'e': pen.setTool('eraser'); return true;
      case 'p': pen.setTool('polygon'); return true;
      case 'h': pen.setTool('pan'); return true;
      case '[': pen.setSize(Math.min(pen.size - 1, pen.size / 1.2)); return true;
      case ']': pen.setSize(Math.max(pen.size + 1, pen.size * 1.2)); return true;
      case '+': case '=': view.zoomAt(1.25, pen.at); return true;
      case '-': view.zoomAt(0.8, pen.at); return true;
      case 'f': view.fit(); return true;
      case 'l': actions.toggle('labels'); return true;
      case 'k': actions.toggle('strokes'); return true;
      case 'u': actions.toggle('doubt'); return true;
      case 'a': actions.auto(); return true;
      case 'n': actions.next(); return true;
      case '?': actions.keys(); return true;
      case 'Escape': pen.cancel(); return true;
      case 'PageUp': return !slider && about.slices > 1 && (actions.slice(view.slice - 1), true);
      case 'PageDown': return !slider && about.slices > 1 && (actions.slice(view.slice + 1), true);
      default: return false;
    }
  }

  function onImage(event) {
    const step = event.shiftKey ? 40 : Math.max(4, Math.min(20, view.zoom));
    switch (event.key) {
      case 'ArrowLeft': pen.keyMove(-step, 0); return true;
      case 'ArrowRight': pen.keyMove(step, 0); return true;
      case 'ArrowUp': pen.keyMove(0, -step); return true;
      case 'ArrowDown': pen.keyMove(0, step); return true;
      case ' ': pen.keyPress(); return true;
      case 'Enter': pen.corners.length >= 3 ? pen.closePolygon() : pen.keyPress(); return true;
      default: return false;
    }
  }
}
