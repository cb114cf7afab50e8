// The landing page: asks the server every few seconds while it is looked at, and shows what it answers.
import { get, onRefused, useToken } from './api.js';
import { Chart } from './charts.js';
import { element, titleCase, untrusted } from './dom.js';
import { entryView } from './findings.js';
import { uploadForm } from './upload.js';

const EVERY_MILLISECONDS = 3000;
const SHOWN_FINDINGS = 20;
// Minutes a bucket, and minutes back from now.
const RANGES = { hour: [1, 60], day: [15, 1440], week: [60, 10080] };

const connection = document.getElementById('connection');
const range = document.getElementById('range');
const access = document.getElementById('access');
const token = document.getElementById('token');

const charts = [
  ['sampleHistory', new Chart('Samples scanned', 'Samples', 'bars')],
  ['queueHistory', new Chart('Queue length', 'Queued samples', 'line')],
  ['deniedHistory', new Chart('Requests denied', 'Requests', 'bars')],
];
document.getElementById('charts').append(...charts.map(([, chart]) => chart.view));

/** Says how the connection is, once for each change: it is read out. */
function say(text) {
  if (connection.textContent !== text) {
    connection.textContent = text;
  }
}

/** Sets the rows of a table, of which those that are there stay in place. */
function rows(body, entries) {
  const known = new Map([...body.rows].map((row) => [row.dataset.key, row]));
  for (const [key, value] of entries) {
    let row = known.get(key);
    known.delete(key);
    if (!row) {
      const name = element('th', '', titleCase(key));
      name.scope = 'row';
      row = element('tr', '', name, untrusted('td', ''));
      row.dataset.key = key;
      body.append(row);
    }
    const cell = untrusted('td', value);
    if (typeof value === 'number') {
      cell.classList.add('number');
    }
    if (row.cells[1].textContent !== cell.textContent) {
      row.cells[1].replaceWith(cell);
    }
  }
  known.forEach((row) => row.remove());
}

/** An object's values under their keys, those of inner objects under both. */
function flat(object, prefix = '') {
  return Object.entries(object ?? {}).flatMap(([key, value]) => {
    if (Array.isArray(value)) {
      return value.length ? [[prefix + key, value.join(' ')]] : [];
    }
    return value !== null && typeof value === 'object' ? flat(value, `${prefix}${key}_`) : [[prefix + key, value]];
  });
}

let shown = '';

function findings(list) {
  // Rebuilt only when they changed: a reader may have opened one.
  const text = JSON.stringify(list);
  if (text === shown) {
    return;
  }
  shown = text;
  document.getElementById('findings-note').textContent = list.length ? `The last ${list.length}, newest first.` : 'None yet.';
  document.getElementById('findings').replaceChildren(...list.map((entry) => entryView(entry, false)));
}

let refreshing = false;
let again = false;
// Until a token is given, nothing is asked: each try would count as one more refused request.
let refused = false;

async function refresh() {
  if (refused) {
    return;
  }
  if (refreshing) {
    again = true;
    return;
  }
  refreshing = true;
  try {
    rows(document.getElementById('status-rows'), flat(await get('api/status')));
    rows(document.getElementById('info-rows'), flat(await get('api/info')));
    const [aggregate, limit] = RANGES[range.value];
    for (const [name, chart] of charts) {
      chart.update(await get(`api/${name}?aggregate=${aggregate}&limit=${limit}`));
    }
    findings(await get(`api/v1/recentFindings?limit=${SHOWN_FINDINGS}`));
    access.hidden = true;
    say('Connected');
  } catch (error) {
    say(error.status === 401 ? 'Access token needed' : `Not up to date: ${error.message}`);
  } finally {
    refreshing = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

onRefused(() => {
  refused = true;
  access.hidden = false;
  token.focus();
});

document.getElementById('access-form').addEventListener('submit', (event) => {
  event.preventDefault();
  useToken(token.value.trim());
  token.value = '';
  refused = false;
  refresh();
});

range.addEventListener('change', refresh);
document.addEventListener('visibilitychange', () => document.hidden || refresh());
setInterval(() => document.hidden || refresh(), EVERY_MILLISECONDS);
uploadForm(refresh);
refresh();
