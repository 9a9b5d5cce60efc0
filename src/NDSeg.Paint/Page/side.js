// The side panel: classes, model, warnings, as the server tells them.

const number = new Intl.NumberFormat();
const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;

export class Side {
  constructor(server, state) {
    this.server = server;
    this.state = state;
    this.list = document.querySelector('#classes');
    this.rows = new Map();
    document.querySelector('#add-class').addEventListener('click', () => this.#change({}, true));
  }

  show(news) {
    this.#classes(news);
    this.#model(news);
    const warnings = document.querySelector('#warnings');
    warnings.replaceChildren(...news.warnings.map(text => Object.assign(document.createElement('li'), { textContent: text })));
    document.querySelector('#warnings-part').hidden = news.warnings.length === 0;
  }

  select(one) {
    this.state.current = one;
    for (const [key, row] of this.rows) {
      row.item.setAttribute('aria-checked', String(key === one));
      row.item.tabIndex = key === one ? 0 : -1;
    }

    this.onselect?.();
  }

  #classes(news) {
    const total = news.classes.reduce((sum, c) => sum + c.labelled, 0);
    const seen = new Set();
    news.classes.forEach((one, place) => {
      seen.add(one.number);
      const row = this.rows.get(one.number) ?? this.#row(one);
      row.item.setAttribute('aria-label', `${one.name}, ${number.format(one.pixels)} pixels painted${total > 0 ? `, ${percent(one.labelled / total)} of the labels` : ''}`);
      row.key.textContent = place < 9 ? String(place + 1) : '';
      row.key.hidden = place >= 9;
      if (document.activeElement !== row.name) {
        row.name.value = one.name;
      }

      if (document.activeElement !== row.color) {
        row.color.value = one.color;
      }

      row.color.setAttribute('aria-label', `Colour of ${one.name}`);
      row.name.setAttribute('aria-label', `Name of ${one.name}`);
      row.remove.setAttribute('aria-label', `Remove ${one.name}`);
      row.remove.hidden = one.pixels > 0;
      row.painted.textContent = total > 0 ? percent(one.labelled / total) : '';
      row.pixels.textContent = `${number.format(one.pixels)} px`;
      row.fill.style.width = total > 0 ? percent(one.labelled / total, 2).replace(' ', '') : '0';
      row.fill.style.background = one.color;
      if (this.list.children[place] !== row.item) {
        this.list.insertBefore(row.item, this.list.children[place] ?? null);
      }
    });
    for (const [key, row] of this.rows) {
      if (!seen.has(key)) {
        row.item.remove();
        this.rows.delete(key);
      }
    }

    if (this.addedLast && news.classes.length > this.count) {
      this.addedLast = false;
      this.select(news.classes.at(-1).number);
    } else if (!seen.has(this.state.current)) {
      this.select(news.classes[0]?.number ?? null);
    }

    this.count = news.classes.length;
  }

  #row(one) {
    const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);
    const row = {
      item: make('li', { tabIndex: -1 }),
      key: make('kbd'),
      color: make('input', { type: 'color' }),
      name: make('input', { type: 'text', maxLength: 60, spellcheck: false }),
      painted: make('b'),
      pixels: make('span'),
      remove: make('button', { type: 'button', className: 'remove', textContent: '×', title: 'Remove this class' }),
      fill: make('i'),
    };
    row.item.setAttribute('role', 'radio');
    row.item.dataset.number = one.number;
    const counts = make('span', { className: 'counts' });
    counts.append(row.painted, row.pixels);
    const bar = make('span', { className: 'bar' });
    bar.append(row.fill);
    row.item.append(row.key, row.color, row.name, counts, row.remove, bar);
    row.item.addEventListener('click', () => this.select(one.number));
    row.item.addEventListener('keydown', e => this.#rowKey(e, one.number));
    row.color.addEventListener('change', () => this.#change({ number: one.number, color: row.color.value }));
    row.name.addEventListener('change', () => this.#change({ number: one.number, name: row.name.value }));
    row.name.addEventListener('keydown', e => e.key === 'Enter' && row.name.blur());
    row.remove.addEventListener('click', e => {
      e.stopPropagation();
      this.#change({ number: one.number, remove: true });
    });
    this.rows.set(one.number, row);
    row.item.setAttribute('aria-checked', String(one.number === this.state.current));
    row.item.tabIndex = one.number === this.state.current ? 0 : -1;
    return row;
  }

  #rowKey(event, one) {
    if (event.target !== event.currentTarget) {
      return;
    }

    const keys = [...this.list.children].map(c => Number(c.dataset.number));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      event.stopPropagation();
      const next = keys[(keys.indexOf(one) + step + keys.length) % keys.length];
      this.select(next);
      this.rows.get(next).item.focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      event.stopPropagation();
      this.select(one);
    }
  }

  async #change(body, added = false) {
    this.addedLast = added;
    try {
      await this.server.change('/class', body);
    } catch (error) {
      this.addedLast = false;
      this.#writeBack(body.number);
      this.onhint?.(error.message);
    }
  }

  // What was refused does not stay in the field.
  #writeBack(one) {
    const known = this.state.news?.classes.find(c => c.number === one);
    const row = this.rows.get(one);
    if (known && row) {
      row.name.value = known.name;
      row.color.value = known.color;
    }
  }

  #model(news) {
    const model = document.querySelector('#model');
    const figures = document.querySelector('#figures');
    const lines = [];
    if (news.model) {
      const { outOfBag, accuracy } = news.model;
      if (outOfBag !== null) {
        lines.push(['Out-of-bag accuracy', percent(outOfBag)]);
      } else {
        lines.push(['Accuracy on the strokes', percent(accuracy)]);
      }

      lines.push(['Learned from', news.model.complete ? `${number.format(news.model.pixels)} px` : `${number.format(news.model.pixels)} of ${number.format(news.painted)} px`]);
      lines.push(['Labelled', percent(news.labelledShare, 0)]);
      if (news.latency.view !== null) {
        lines.push(['Stroke to labels', `${Math.round(news.latency.view)} ms`]);
      }
    }

    model.textContent = news.message ?? (news.model ? (news.busy ? 'Labelling …' : 'Up to date.') : news.busy && news.painted > 0 ? 'Learning …' : 'Paint a few strokes of each class.');
    figures.replaceChildren(...lines.flatMap(([name, value]) => [
      Object.assign(document.createElement('dt'), { textContent: name }),
      Object.assign(document.createElement('dd'), { textContent: value }),
    ]));
    document.querySelector('#next').disabled = !news.model;
    document.querySelector('#doubt').disabled = !news.model;
  }
}
