// The time under the pointer, beside it.
(() => {
  const label = document.getElementById('cursor');
  document.querySelectorAll('svg[data-scale]').forEach(svg => {
    svg.addEventListener('pointermove', e => {
      const t = Math.max(0, (e.clientX - svg.getBoundingClientRect().left) / svg.dataset.scale);
      const minutes = Math.floor(t / 60);
      label.textContent = minutes + ':' + (t - 60 * minutes).toFixed(2).padStart(5, '0');
      label.style.left = e.clientX + 12 + 'px';
      label.style.top = e.clientY + 14 + 'px';
      label.style.display = 'block';
    });
    svg.addEventListener('pointerleave', () => { label.style.display = 'none'; });
  });
})();
