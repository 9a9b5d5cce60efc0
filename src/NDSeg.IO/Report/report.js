'use strict';
for (const viewer of document.querySelectorAll('.viewer')) {
  const box = viewer.parentElement;
  const layers = [...viewer.querySelectorAll('.layer')];
  const edge = viewer.querySelector('.edge');
  const place = box.querySelector('.place');
  const opacity = box.querySelector('.opacity');
  const choices = [...box.querySelectorAll('input[type=radio]')];
  const show = () => {
    const chosen = choices.findIndex(c => c.checked);
    layers.forEach((layer, i) => {
      layer.hidden = i !== Math.max(chosen, 0);
      layer.style.clipPath = `inset(0 0 0 ${place.value}%)`;
      layer.style.opacity = opacity.value / 100;
    });
    edge.style.left = `${place.value}%`;
    edge.hidden = place.value <= 0 || place.value >= 100;
  };
  const drag = event => {
    const area = viewer.getBoundingClientRect();
    place.value = Math.round(100 * Math.min(1, Math.max(0, (event.clientX - area.left) / area.width)));
    show();
  };
  viewer.addEventListener('pointerdown', event => { event.preventDefault(); viewer.setPointerCapture(event.pointerId); drag(event); });
  viewer.addEventListener('pointermove', event => { if (viewer.hasPointerCapture(event.pointerId)) drag(event); });
  for (const control of [place, opacity, ...choices]) control.addEventListener('input', show);
  show();
}
