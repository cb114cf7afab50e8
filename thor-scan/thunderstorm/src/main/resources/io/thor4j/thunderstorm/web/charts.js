// Charts of the histories: SVG of rectangles and one line, stretched to the width there is; words and figures are HTML beside it.
import { element, visible } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const HEIGHT = 100;
const STEP = 10;

/** A chart that update(history) fills from a map of "YYYY-MM-DD HH:MM" to a whole number. */
export class Chart {
  /** kind is "bars" for what is counted in each bucket, "line" for what was measured at its time. */
  constructor(title, unit, kind) {
    this.title = title;
    this.unit = unit;
    this.kind = kind;
    this.drawing = shape('svg', { class: 'chart', preserveAspectRatio: 'none', role: 'img' });
    this.first = element('span', '');
    this.scale = element('span', '');
    this.last = element('span', '');
    this.rows = element('tbody', '');
    const table = element(
      'table',
      '',
      element('caption', '', title),
      element('thead', '', element('tr', '', header('Time', 'col'), header(unit, 'col'))),
      this.rows,
    );
    // Reached with the keyboard, because it scrolls.
    const scrolled = element('div', '', table);
    scrolled.tabIndex = 0;
    scrolled.setAttribute('role', 'region');
    scrolled.setAttribute('aria-label', `${title}: figures`);
    this.view = element(
      'figure',
      '',
      element('figcaption', '', title),
      this.drawing,
      element('p', 'axis', this.first, this.scale, this.last),
      element('details', 'figures', element('summary', '', 'Figures'), scrolled),
    );
  }

  update(history) {
    const points = Object.entries(history ?? {})
      .map(([time, value]) => ({ time: visible(time), value: Math.max(0, Number(value) || 0) }))
      .sort((one, other) => (one.time < other.time ? -1 : 1));
    const highest = Math.max(1, ...points.map((point) => point.value));
    const width = Math.max(1, points.length) * STEP;
    this.drawing.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    this.drawing.setAttribute('aria-label', this.summary(points));
    this.drawing.replaceChildren(...(this.kind === 'bars' ? bars(points, highest) : line(points, highest, width)));
    this.first.textContent = points.length ? points[0].time : '';
    this.last.textContent = points.length > 1 ? points[points.length - 1].time : '';
    this.scale.textContent = points.length ? `highest ${Math.max(...points.map((point) => point.value))}` : 'nothing yet';
    this.rows.replaceChildren(
      ...points.reverse().map((point) => element('tr', '', header(point.time, 'row'), element('td', 'number', point.value))),
    );
  }

  summary(points) {
    if (!points.length) {
      return `${this.title}: nothing yet`;
    }
    const values = points.map((point) => point.value);
    const last = points[points.length - 1];
    return `${this.title}: ${last.value} at ${last.time}, highest ${Math.max(...values)} since ${points[0].time}`;
  }
}

function bars(points, highest) {
  return points.map((point, index) => {
    const height = (point.value / highest) * (HEIGHT - 5);
    const bar = shape('rect', {
      class: 'bar',
      x: index * STEP + STEP * 0.1,
      y: HEIGHT - height,
      width: STEP * 0.8,
      height,
    });
    bar.append(hint(point));
    return bar;
  });
}

function line(points, highest, width) {
  if (!points.length) {
    return [];
  }
  const at = (point, index) => `${(index + 0.5) * STEP},${HEIGHT - (point.value / highest) * (HEIGHT - 5)}`;
  // From edge to edge, so that a single point shows too.
  const top = [
    `0,${at(points[0], 0).split(',')[1]}`,
    ...points.map(at),
    `${width},${at(points[points.length - 1], 0).split(',')[1]}`,
  ].join(' ');
  return [
    shape('polygon', { class: 'area', points: `0,${HEIGHT} ${top} ${width},${HEIGHT}` }),
    shape('polyline', { class: 'edge', points: top }),
    // Invisible columns that carry each point's hint.
    ...points.map((point, index) => {
      const column = shape('rect', { x: index * STEP, y: 0, width: STEP, height: HEIGHT, 'fill-opacity': 0 });
      column.append(hint(point));
      return column;
    }),
  ];
}

function hint(point) {
  const title = shape('title', {});
  title.textContent = `${point.time}: ${point.value}`;
  return title;
}

function header(text, scope) {
  const cell = element('th', '', text);
  cell.scope = scope;
  return cell;
}

function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  return made;
}
