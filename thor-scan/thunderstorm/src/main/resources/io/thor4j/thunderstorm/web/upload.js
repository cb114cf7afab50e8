// The upload form: one file, scanned at once, its verdict announced and shown.
import { RequestError, upload } from './api.js';
import { visible } from './dom.js';
import { entryView, isFinding, level } from './findings.js';

export function uploadForm(whenScanned) {
  const form = document.getElementById('upload-form');
  const sample = document.getElementById('sample');
  const source = document.getElementById('source');
  const check = document.getElementById('check');
  const cancel = document.getElementById('cancel');
  const sent = document.getElementById('sent');
  const verdict = document.getElementById('verdict');
  const found = document.getElementById('verdict-findings');
  let running = null;

  function say(text, className) {
    verdict.className = className;
    verdict.textContent = text;
  }

  function busy(controller) {
    running = controller;
    check.disabled = controller !== null;
    cancel.hidden = controller === null;
    sent.hidden = controller === null;
    sent.value = 0;
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const file = sample.files[0];
    if (running || !file) {
      return;
    }
    const name = visible(file.name);
    busy(new AbortController());
    found.replaceChildren();
    say(`Checking ${name}`, '');
    try {
      const query = source.value.trim() ? `?source=${encodeURIComponent(source.value.trim())}` : '';
      const share = (part) => {
        sent.value = part * 100;
      };
      const findings = await upload(`api/v1/check${query}`, file, share, running.signal);
      if (!Array.isArray(findings)) {
        throw new RequestError(200, 'the answer is not a list of findings');
      }
      show(name, findings);
      whenScanned();
    } catch (error) {
      const later = error.retryAfter ? `; try again in ${visible(error.retryAfter)} seconds` : '';
      say(`${name} was not checked: ${visible(error.message)}${later}`, 'level-error');
    } finally {
      busy(null);
    }
  });

  cancel.addEventListener('click', () => {
    running?.abort();
    check.focus();
  });

  function show(name, entries) {
    const findings = entries.filter(isFinding);
    found.replaceChildren(...entries.map((entry) => entryView(entry, true)));
    if (!entries.length) {
      say(`No findings in ${name}`, 'level-clean');
    } else if (!findings.length) {
      say(`No findings in what was seen of ${name}, which is not all of it`, 'level-warning');
    } else {
      const worst = findings.reduce((one, other) => (other.score > one.score ? other : one));
      say(`${level(worst)}, score ${worst.score}: ${name}`, `level-${level(worst).toLowerCase()}`);
    }
  }
}
