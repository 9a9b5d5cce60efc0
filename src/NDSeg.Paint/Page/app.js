// Puts the painter together: picture, pen, side panel, keys, and the news of the server.

import { Server } from './server.js';
import { View } from './view.js';
import { Pen } from './pen.js';
import { Side } from './side.js';
import { Display } from './display.js';
import { listenToKeys } from './keys.js';
import { Tiles } from './tiles.js';

const $ = id => document.getElementById(id);
const server = new Server();
const state = { current: null, news: null, colorOf: number => state.news?.classes.find(c => c.number === number)?.color ?? '#ffffff' };

try {
  await start();
} catch (error) {
  hint(`The painter cannot be reached: ${error.message}`, true);
}

async function start() {
  const about = await server.json('/about');
  document.title = `${about.name} – NDSeg painter`;
  $('name').textContent = about.name;
  $('name').title = `${about.name}, ${about.width} × ${about.height}${about.slices > 1 ? ` × ${about.slices}` : ''}, ${about.maps} maps, ${about.algorithm}`;
  $('save').title = `Save ${about.outFile}${about.modelFile ? ` and ${about.modelFile}` : ''} (Ctrl+S)`;

  const view = new View($('stage'), about, server);
  const pen = new Pen(view, server, state);
  const side = new Side(server, state);
  const display = new Display(view);
  const actions = makeActions(about, view, pen, side, display);
  window.painter = { view, pen, server, state };

  bindTools(pen, actions);
  bindSlices(about, actions);
  listenToKeys(about, view, pen, side, actions);
  pen.onhint = side.onhint = text => hint(text);
  pen.onhover = at => where(view, at);
  side.onselect = () => view.drawOver();
  view.onmove = () => ($('zoom').textContent = `${view.zoom >= 0.1 ? Math.round(100 * view.zoom) : (100 * view.zoom).toFixed(1)} %`);
  view.onmove();
  view.overlays.push(drawSuggestions);
  listen(view, side);
  await actions.slice(0);
  display.auto();
  server.listen();
  $('stage').focus();
}

function listen(view, side) {
  let classVersion = -1;
  let model = -1;
  server.addEventListener('state', ({ detail }) => {
    const done = state.news?.busy && !detail.busy;
    state.news = detail;
    side.show(detail);
    if (detail.classVersion !== classVersion) {
      classVersion = detail.classVersion;
      view.setColors(detail.classes);
    }

    if ((detail.model?.number ?? 0) !== model) {
      model = detail.model?.number ?? 0;
      for (const tiles of [view.labels, view.doubt]) {
        detail.model ? tiles.forget(key => view.isShown(key)) : tiles.clear();
      }

      view.draw();
    }

    for (const tiles of [view.labels, view.doubt]) {
      tiles.unsettled = detail.busy;
      done && tiles.outdate(false);
    }

    $('undo').disabled = detail.undo === 0;
    $('redo').disabled = detail.redo === 0;
    $('saved').textContent = detail.saved ? 'Saved' : detail.labelsSaved ? 'Labels saved, model not saved' : detail.changed || detail.painted > 0 ? 'Not saved' : '';
    offer(detail.offer);
  });
  server.addEventListener('tile', ({ detail }) => {
    const head = new DataView(detail);
    const key = Tiles.key(head.getInt32(4, true), head.getUint8(1), head.getInt32(8, true), head.getInt32(12, true));
    const tiles = head.getUint8(0) === 1 ? view.labels : view.doubt;
    tiles.put(key, detail.slice(16));
  });
  server.addEventListener('strokes', ({ detail }) => {
    if (detail.window === server.window) {
      return;
    }

    const level = view.level;
    const keys = new Set(detail.tiles.map(([x, y]) => Tiles.key(detail.slice, level, x >> level, y >> level)));
    view.refreshStrokes(keys);
  });
  server.addEventListener('reload', () => {
    view.strokes.clear();
    view.draw();
  });
  server.addEventListener('refused', ({ detail }) => {
    hint(detail);
    view.strokes.refresh(key => view.isShown(key));
    offer(state.news?.offer);
  });
  server.addEventListener('lost', ({ detail }) => {
    $('connection').hidden = false;
    $('connection').textContent = detail.ended
      ? 'The painter does not answer any more; it has probably ended. Start it again: what it had got is offered there.'
      : 'Connection lost. Your strokes are kept and sent when it is back.';
  });
  server.addEventListener('back', () => {
    $('connection').hidden = true;

    // What happened meanwhile is not known: look again.
    view.strokes.refresh(key => view.isShown(key));
    view.labels.refresh(key => view.isShown(key));
    if (!view.sliceInfo) {
      view.setSlice(view.slice).catch(error => hint(error.message));
    }
  });
  server.addEventListener('end', ({ detail }) => ended(detail));
  window.addEventListener('beforeunload', event => {
    if (server.waiting > 0 && !server.ended) {
      event.preventDefault();
    }
  });
}

function makeActions(about, view, pen, side, display) {
  const attempt = async (work, button) => {
    button && (button.disabled = true);
    try {
      return await work();
    } catch (error) {
      hint(error.message);
      return undefined;
    } finally {
      button && (button.disabled = false);
    }
  };

  // What the server refuses unless it is told to go on: the user decides.
  const QUESTIONS = {
    TargetChanged: ['replace', 'Replace it?'],
    ModelNotSaved: ['withoutModel', 'Finish without a model?'],
  };
  const insist = async (path, allowed = []) => {
    try {
      return await server.post(path + (allowed.length > 0 ? `?${allowed.map(a => `${a}=1`).join('&')}` : ''));
    } catch (error) {
      const [answer, question] = QUESTIONS[error.id] ?? [];
      if (!answer || allowed.includes(answer) || (answer === 'withoutModel' && path !== '/finish') || !confirm(`${error.message}\n\n${question}`)) {
        throw error;
      }

      return insist(path, [...allowed, answer]);
    }
  };
  const actions = {
    undo: () => server.send('/undo'),
    redo: () => server.send('/redo'),
    async save() {
      return attempt(async () => {
        await server.idle();
        await insist('/save');
        hint(`Saved ${about.outFile}${about.modelFile ? ` and ${about.modelFile}` : ''}.`);
      }, $('save'));
    },
    async finish() {
      await attempt(async () => {
        await server.idle();
        await insist('/finish');
      }, $('finish'));
    },
    async slice(index) {
      const slice = Math.max(0, Math.min(about.slices - 1, index));
      pen.cancel();
      suggestions([]);
      $('slice').value = slice;
      $('slice-text').textContent = `${slice + 1} / ${about.slices}`;
      await attempt(() => view.setSlice(slice));
      display.texts();
    },
    async next() {
      if (state.places?.length > 1 && state.placesVersion === state.news?.model?.number && state.placesSlice === view.slice) {
        jump((state.place + 1) % state.places.length);
        return;
      }

      const found = await attempt(() => server.post(`/suggest?slice=${view.slice}&x=${clamp(view.x, about.width)}&y=${clamp(view.y, about.height)}`), $('next'));
      if (found) {
        state.placesVersion = state.news?.model?.number;
        state.placesSlice = view.slice;
        suggestions(found);
        found.length > 0 ? jump(0) : hint('The model is sure of everything here.');
      }
    },
    toggle(what) {
      view.show[what] = !view.show[what];
      $(what).setAttribute('aria-pressed', String(view.show[what]));
      if (what === 'doubt') {
        $('scale').hidden = !view.show.doubt;
        view.doubt.refresh(() => false);
      }

      view.tell();
      view.draw();
    },
    auto: () => display.auto(),
    answer: restore => attempt(() => server.post('/answer', { restore })),
    keys: () => $('keys').showModal(),
  };
  const clamp = (value, length) => Math.max(0, Math.min(length - 1, Math.floor(value)));
  const jump = place => {
    state.place = place;
    const spot = state.places[place];
    const zoom = Math.min(view.stage.clientWidth / spot.width, view.stage.clientHeight / spot.height) / 5;
    view.goTo(spot.column + 0.5, spot.row + 0.5, Math.max(view.zoom, Math.min(8, zoom)));
    [...$('suggestions').querySelectorAll('button')].forEach((b, i) => b.setAttribute('aria-pressed', String(i === place)));
    hint(`Place ${spot.rank}: ${spot.classes.slice(0, 2).join(' or ')}?`);
  };
  const suggestions = places => {
    state.places = places;
    $('suggestions').replaceChildren(...places.map((spot, i) => {
      const item = document.createElement('li');
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: String(spot.rank) });
      button.setAttribute('aria-label', `Place ${spot.rank}, row ${spot.row}, column ${spot.column}`);
      button.addEventListener('click', () => jump(i));
      item.append(button);
      return item;
    }));
    view.drawOver();
  };
  return actions;
}

function bindTools(pen, actions) {
  const buttons = [...document.querySelectorAll('[data-tool]')];
  buttons.forEach(b => b.addEventListener('click', () => pen.setTool(b.dataset.tool)));
  pen.onchange = () => {
    buttons.forEach(b => b.setAttribute('aria-pressed', String(b.dataset.tool === pen.tool)));
    $('size').value = Math.round(100 * Math.log(pen.size) / Math.log(500));
    $('size-text').textContent = `${pen.size} px`;
  };
  $('size').addEventListener('input', () => pen.setSize(500 ** ($('size').value / 100)));
  pen.setSize(pen.size);
  pen.setTool('brush');
  for (const name of ['undo', 'redo', 'save', 'finish', 'next', 'auto']) {
    $(name).addEventListener('click', () => actions[name]());
  }

  for (const name of ['labels', 'strokes', 'doubt']) {
    $(name).addEventListener('click', () => actions.toggle(name));
  }

  $('help').addEventListener('click', () => actions.keys());
  $('keys-close').addEventListener('click', () => $('keys').close());
  $('zoom-in').addEventListener('click', () => pen.view.zoomAt(1.5));
  $('zoom-out').addEventListener('click', () => pen.view.zoomAt(1 / 1.5));
  $('fit').addEventListener('click', () => pen.view.fit());
  $('offer').addEventListener('cancel', e => e.preventDefault());

  // A browser lets the second Esc in a row through: the question stands until it is answered.
  $('offer').addEventListener('close', () => offer(state.news?.offer));
  $('restore').addEventListener('click', () => actions.answer(true));
  $('discard').addEventListener('click', () => actions.answer(false));
}

function bindSlices(about, actions) {
  $('slices').hidden = about.slices < 2;
  $('slice').max = about.slices - 1;
  $('slice').addEventListener('input', () => actions.slice(Number($('slice').value)));
  $('slice-back').addEventListener('click', () => actions.slice(Number($('slice').value) - 1));
  $('slice-on').addEventListener('click', () => actions.slice(Number($('slice').value) + 1));
}

function offer(found) {
  const dialog = $('offer');
  if (found && !dialog.open && !server.ended) {
    $('offer-text').textContent = `${found.pixels.toLocaleString()} painted pixels of ${found.when} were not saved. Restoring them replaces what is painted now.`;
    dialog.showModal();
  } else if (!found && dialog.open) {
    dialog.close();
  }
}

function drawSuggestions(context, view) {
  (state.placesSlice === view.slice ? state.places ?? [] : []).forEach((spot, i) => {
    const pad = 6 / view.zoom;
    const [x0, y0] = view.toDevice(spot.left - pad, spot.top - pad);
    const [x1, y1] = view.toDevice(spot.left + spot.width + pad, spot.top + spot.height + pad);
    for (const [width, style] of [[4, 'rgb(0 0 0 / .65)'], [2, '#fff']]) {
      context.lineWidth = width * view.ratio;
      context.strokeStyle = style;
      context.setLineDash(i === state.place ? [] : [6 * view.ratio, 4 * view.ratio]);
      context.strokeRect(x0, y0, x1 - x0, y1 - y0);
    }

    context.setLineDash([]);
    context.font = `600 ${13 * view.ratio}px system-ui, sans-serif`;
    context.fillStyle = 'rgb(0 0 0 / .75)';
    context.fillRect(x0, y0 - 18 * view.ratio, 20 * view.ratio, 18 * view.ratio);
    context.fillStyle = '#fff';
    context.fillText(String(spot.rank), x0 + 6 * view.ratio, y0 - 5 * view.ratio);
  });
}

// Where the pen is, and what is there.
function where(view, at) {
  const x = at && Math.floor(at.x);
  const y = at && Math.floor(at.y);
  if (!at || x < 0 || y < 0 || x >= view.about.width || y >= view.about.height) {
    $('where').textContent = '';
    return;
  }

  const level = view.level;
  const { edge } = view.about;
  const u = x >> level;
  const v = y >> level;
  const key = Tiles.key(view.slice, level, Math.floor(u / edge), Math.floor(v / edge));
  const place = (v % edge) * edge + (u % edge);
  const parts = [`x ${x}, y ${y}`];
  const samples = view.image.entries.get(key)?.samples;
  if (samples && view.sliceInfo) {
    const { low, high } = view.sliceInfo;
    const value = low + (new Uint16Array(samples)[place] / 65535) * (high - low);
    parts.push(`value ${Number(value.toPrecision(5))}${level > 0 ? ' (mean)' : ''}`);
  }

  const name = tiles => {
    const numbers = tiles.entries.get(key)?.samples && new Uint8Array(tiles.entries.get(key).samples);
    const number = numbers && (numbers.length === 1 ? numbers[0] : numbers.length === edge * edge ? numbers[place] : 0);
    return number ? state.news?.classes.find(c => c.number === number)?.name : undefined;
  };
  const label = name(view.labels);
  const stroke = name(view.strokes);
  label && parts.push(`label ${label}`);
  stroke && parts.push(`painted ${stroke}`);
  $('where').textContent = parts.join('   ');
}

function ended({ kept, lost }) {
  const unsent = server.waiting;
  server.end();
  $('connection').hidden = true;
  $('ended-text').textContent = ['The painter has ended. You can close this page.',
    kept ? 'Strokes that were not saved are kept; paint the same image with the same -OutFile again to restore them.' : '',
    lost ? 'Strokes were not saved, and could not be kept.' : '',
    unsent > 0 ? 'The last strokes came too late.' : ''].filter(Boolean).join(' ');
  $('offer').open && $('offer').close();
  $('ended').open || $('ended').showModal();
}

let hintTimer = 0;
function hint(text, stays = false) {
  $('hint').textContent = text;
  $('hint').hidden = !text;
  clearTimeout(hintTimer);
  if (!stays) {
    hintTimer = setTimeout(() => ($('hint').hidden = true), 5000);
  }
}
