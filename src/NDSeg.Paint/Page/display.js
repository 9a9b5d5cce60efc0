// How the picture looks: opacity of the labels and contrast of the image.

const $ = id => document.getElementById(id);

export class Display {
  constructor(view) {
    this.view = view;
    $('opacity').addEventListener('input', () => {
      view.opacity = $('opacity').value / 100;
      view.draw();
      this.texts();
    });
    $('low').addEventListener('input', () => this.#contrast('low'));
    $('high').addEventListener('input', () => this.#contrast('high'));
  }

  // The range that leaves half a percent of the pixels out on either side.
  auto() {
    if (!this.view.sliceInfo) {
      return;
    }

    const { low, high, dark, bright } = this.view.sliceInfo;
    const place = value => (1000 * (value - low)) / (high - low);
    $('low').value = Math.floor(place(dark));
    $('high').value = Math.max(Math.ceil(place(bright)), Number($('low').value) + 1);
    this.#contrast();
  }

  texts() {
    $('opacity-text').textContent = `${$('opacity').value} %`;
    const info = this.view.sliceInfo;
    for (const id of ['low', 'high']) {
      $(`${id}-text`).textContent = info ? String(Number((info.low + ($(id).value / 1000) * (info.high - info.low)).toPrecision(4))) : '';
    }
  }

  #contrast(moved) {
    // The ends never cross: the one that is moved pushes the other.
    const low = Number($('low').value);
    const high = Number($('high').value);
    if (low >= high) {
      moved === 'low' ? ($('high').value = low + 1) : ($('low').value = high - 1);
    }

    this.view.setContrast($('low').value / 1000, $('high').value / 1000);
    this.texts();
  }
}
