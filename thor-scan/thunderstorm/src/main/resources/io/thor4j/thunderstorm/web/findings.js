// Shows findings in the form of THOR's JSON log version 3, as /api/v1/check answers.
import { element, untrusted, visible } from './dom.js';

const LEVELS = ['Alert', 'Warning', 'Notice', 'Info', 'Error', 'Debug'];

export function level(finding) {
  const word = finding?.meta?.level;
  return LEVELS.includes(word) ? word : 'Info';
}

/** Whether an entry is a finding; the others are messages, such as that a limit kept the scan from seeing all of the sample. */
export function isFinding(entry) {
  return typeof entry?.score === 'number';
}

/** One entry: a message as a line, a finding as a disclosure. */
export function entryView(entry, open) {
  if (isFinding(entry)) {
    return findingView(entry, open);
  }
  const word = level(entry);
  return element('p', 'finding', element('span', `level level-${word.toLowerCase()}`, word), ' ', untrusted('span', message(entry)));
}

function message(entry) {
  const fields = entry?.fields && typeof entry.fields === 'object' ? Object.entries(entry.fields) : [];
  return [entry?.message ?? '', ...fields.map(([key, value]) => `${key}: ${value}`)].join('; ');
}

/** One finding as a disclosure: its level, score and file, and inside everything that led to it. */
function findingView(finding, open) {
  const subject = finding.subject ?? {};
  const view = element('details', 'finding');
  view.open = open;
  view.append(
    element(
      'summary',
      '',
      element('span', `level level-${level(finding).toLowerCase()}`, level(finding)),
      element('span', 'score', `score ${Number(finding.score)}`),
      untrusted('span', subject.path ?? subject.name ?? finding.message ?? ''),
    ),
    facts(finding, subject),
    reasons(finding),
  );
  return view;
}

function facts(finding, subject) {
  const list = element('dl', '');
  const add = (name, value) => {
    if (value !== undefined && value !== null && value !== '') {
      list.append(element('dt', '', name), untrusted('dd', value));
    }
  };
  add('Message', finding.message);
  add('Time', finding.meta?.time);
  add('Source', finding.meta?.hostname);
  add('Module', finding.meta?.module);
  add('Type', subject.magic_header);
  add('Size', typeof subject.size === 'number' ? `${subject.size} bytes` : undefined);
  add('MD5', subject.hashes?.md5);
  add('SHA-1', subject.hashes?.sha1);
  add('SHA-256', subject.hashes?.sha256);
  add('First bytes', subject.first_bytes?.ascii);
  return list;
}

function reasons(finding) {
  const given = Array.isArray(finding.reasons) ? finding.reasons : [];
  const list = element('ol', 'reasons');
  for (const reason of given) {
    const signature = reason.signature ?? {};
    const item = element('li', '', untrusted('strong', reason.summary ?? 'no summary'));
    if (signature.score !== undefined) {
      item.append(` (score ${Number(signature.score)})`);
    }
    // The summary of most kinds has the rule's name in it.
    if (signature.rule_name && !String(reason.summary).includes(signature.rule_name)) {
      item.append(' ', untrusted('code', signature.rule_name));
    }
    const matched = Array.isArray(reason.matched) ? reason.matched : [];
    if (matched.length) {
      item.append(element('ul', 'matched', ...matched.map(matchView)));
    }
    // As text, not as links: a rule's reference is a third party's, and may be the attacker's own site.
    for (const reference of Array.isArray(signature.reference) ? signature.reference : []) {
      item.append(element('div', '', 'Reference: ', untrusted('span', reference)));
    }
    list.append(item);
  }
  const left = Number(finding.reason_count ?? given.length) - given.length;
  const view = element('div', '', list);
  if (left > 0) {
    view.append(element('p', '', `and ${left} further reasons`));
  }
  return view;
}

function matchView(match) {
  const data = typeof match.data === 'object' && match.data !== null ? match.data.data : match.data;
  const item = element('li', '', untrusted('code', data ?? ''));
  if (typeof match.offset === 'number') {
    item.append(` at 0x${match.offset.toString(16)}`);
  }
  if (match.field) {
    item.append(` in ${visible(match.field)}`);
  }
  return item;
}
