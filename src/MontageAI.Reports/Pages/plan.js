// From shot to shot with the arrow keys; the shot's details come into view.
(() => {
  const cells = [...document.querySelectorAll('a.cell')];
  const show = i => {
    cells.forEach((c, k) => c.classList.toggle('on', k === i));
    cells[i].focus({ preventScroll: true });
    cells[i].scrollIntoView({ block: 'nearest', inline: 'center' });
  };
  cells.forEach((cell, i) => cell.addEventListener('keydown', e => {
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: cells.length - 1 }[e.key];
    if (to !== undefined && cells[to]) { e.preventDefault(); show(to); }
  }));
  document.querySelectorAll('ol.shots > li').forEach((item, i) => {
    item.addEventListener('pointerenter', () => cells[i].classList.add('on'));
    item.addEventListener('pointerleave', () => cells[i].classList.remove('on'));
  });
})();
