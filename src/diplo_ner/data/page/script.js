const rows = [...document.querySelectorAll('tr[data-type]')];
const pieces = [...document.querySelectorAll('.text span')].map(p => [p, +p.dataset.s, +p.dataset.e]);
const [type, actor, count] = ['type', 'actor', 'count'].map(id => document.getElementById(id));
const filter = () => {
  const wanted = actor.value.trim().toLowerCase();
  let shown = 0;
  for (const row of rows) {
    row.hidden = (type.value && row.dataset.type !== type.value) || !row.dataset.actors.includes(wanted);
    shown += row.hidden ? 0 : 1;
  }
  count.textContent = `${shown} / ${rows.length}`;
};
const reveal = row => {
  const start = +row.dataset.start, end = +row.dataset.end;
  let first = null;
  for (const [piece, s, e] of pieces) {
    const on = s < end && e > start;
    piece.classList.toggle('on', on);
    first ??= on ? piece : null;
  }
  first?.scrollIntoView({block: 'center'});
};
type.onchange = actor.oninput = filter;
for (const row of rows) {
  row.onclick = () => reveal(row);
  row.onkeydown = event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    reveal(row);
  };
}
filter();
