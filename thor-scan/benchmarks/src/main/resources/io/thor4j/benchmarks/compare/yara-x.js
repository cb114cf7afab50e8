'use strict';
// Drives YARA-X's native module for Node on behalf of the compare runner.
//
//   node yara-x.js DIR serve                          commands as JSON lines in, answers as JSON lines out (see YaraXProcess)
//   node yara-x.js DIR scan RULES LIST THREADS        scans the files of a list, prints like the yara command
//
// DIR has node_modules in it. RULES is a description of sources (*.json, see YaraXProcess.describe), or what 'save' wrote.

const fs = require('fs');
const path = require('path');
const readline = require('readline');
const { Worker, isMainThread, parentPort, workerData } = require('worker_threads');

const LONGEST_SCAN_MS = 300000;

function findModule(dir) {
  const scope = path.join(path.resolve(dir), 'node_modules', '@litko');
  const found = fs.existsSync(scope) ? fs.readdirSync(scope).filter((name) => name.startsWith('yara-x-')) : [];
  if (found.length === 0) {
    throw new Error('no node_modules/@litko/yara-x-* in ' + dir);
  }
  return path.join(scope, found[0]);
}

// Some rules use what YARA-X by default takes for mistakes; they stay in with the relaxed syntax, the rest is named.
function compile(yarax, description) {
  const { externals, sources } = readSources(description);
  const engine = yarax.compile('', { ...options(externals), ignoreInvalidRules: true });
  engine.addRuleSources(sources);
  engine.setTimeout(LONGEST_SCAN_MS);
  return engine;
}

function options(externals) {
  return { defineVariables: externals, relaxedReSyntax: true, enableAllWarnings: false };
}

function readSources(description) {
  const { text, externals, sources } = JSON.parse(fs.readFileSync(description, 'utf8'));
  const all = fs.readFileSync(text);
  let at = 0;
  return {
    externals,
    sources: sources.map(([namespace, length]) => {
      at += length;
      return { namespace, source: all.toString('utf8', at - length, at) };
    }),
  };
}

// Compiles one rule without the others; null when it does not stand alone. It ends at the first closing brace with which it compiles.
function compileAlone(yarax, description, namespace, rule) {
  const { externals, sources } = readSources(description);
  const { source } = sources.find((each) => each.namespace === namespace);
  const header = source.match(new RegExp('^[ \\t]*((private|global)[ \\t]+)*rule[ \\t]+' + rule + '\\b', 'm'));
  if (header === null) {
    return null;
  }
  const imports = (source.match(/^[ \t]*import[ \t]+"\w+"/gm) || []).join('\n');
  const text = source.slice(header.index);
  for (const brace of text.matchAll(/\}[ \t]*\r?$/gm)) {
    try {
      const engine = yarax.compile(imports + '\n' + text.slice(0, brace.index + 1), { ...options(externals), namespace });
      engine.setTimeout(LONGEST_SCAN_MS);
      return engine;
    } catch (failure) {
      // The brace closes a hex string, or the rule needs another one.
    }
  }
  return null;
}

function leftOut(engine) {
  const ignored = engine.getIgnoredRules().map((rule) => [rule.name, firstLine(rule.detail || rule.reason)]);
  const details = new Set(engine.getIgnoredRules().map((rule) => rule.detail));
  const whole = engine.getCompilationErrors().filter((error) => !details.has(error.message));
  return { rules: ignored, errors: whole.map((error) => firstLine(error.message)) };
}

function firstLine(text) {
  return text.split('\n', 1)[0];
}

// Files in memory, one behind the other, which threads share.
function readCorpus(command) {
  const size = fs.statSync(command.bytes).size;
  const bytes = new SharedArrayBuffer(size);
  const all = Buffer.from(bytes);
  const file = fs.openSync(command.bytes, 'r');
  for (let at = 0; at < size; ) {
    const got = fs.readSync(file, all, at, Math.min(size - at, 1 << 26), at);
    if (got === 0) {
      throw new Error(command.bytes + ' is shorter than it was');
    }
    at += got;
  }
  fs.closeSync(file);
  return { bytes, lengths: command.lengths };
}

function* pieces(corpus) {
  const all = Buffer.from(corpus.bytes);
  let at = 0;
  for (const length of corpus.lengths) {
    yield all.subarray(at, at + length);
    at += length;
  }
}

function names(matches) {
  return matches.map((match) => match.namespace + ':' + match.ruleIdentifier);
}

function answer(engine, data) {
  try {
    return { rules: names(engine.scan(data)) };
  } catch (failure) {
    return { rules: [], stopped: firstLine(failure.message) };
  }
}

let buffer = Buffer.allocUnsafe(1 << 20);

function read(name) {
  const file = fs.openSync(name, 'r');
  try {
    const size = fs.fstatSync(file).size;
    if (size > buffer.length) {
      buffer = Buffer.allocUnsafe(size);
    }
    let at = 0;
    for (let got = 1; at < size && got > 0; at += got) {
      got = fs.readSync(file, buffer, at, size - at, null);
    }
    return buffer.subarray(0, at);
  } finally {
    fs.closeSync(file);
  }
}

function timed(work) {
  const cpu = process.cpuUsage();
  const wall = process.hrtime.bigint();
  work();
  return since(cpu, wall);
}

function since(cpu, wall) {
  const used = process.cpuUsage(cpu);
  return { cpu: (used.user + used.system) / 1e6, wall: Number(process.hrtime.bigint() - wall) / 1e9 };
}

// Each thread has the rules of its own, loaded before the clock starts; they take files from one counter.
async function inThreads(engine, location, threads, job) {
  const saved = engine.serialize();
  const next = new SharedArrayBuffer(4);
  const workers = [];
  for (let i = 0; i < threads; i++) {
    workers.push(new Worker(__filename, { workerData: { location, saved, next, job } }));
  }
  const said = (worker) =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  await Promise.all(workers.map(said));
  const cpu = process.cpuUsage();
  const wall = process.hrtime.bigint();
  const ends = workers.map(said);
  workers.forEach((worker) => worker.postMessage('go'));
  const lines = await Promise.all(ends);
  const time = since(cpu, wall);
  await Promise.all(workers.map((worker) => worker.terminate()));
  return { time, lines: [].concat(...lines) };
}

function workInThread() {
  const engine = require(workerData.location).deserialize(workerData.saved);
  const next = new Int32Array(workerData.next);
  const job = workerData.job;
  const files = job.paths ? job.paths : Array.from(pieces(job.corpus));
  engine.scan(Buffer.alloc(64));
  parentPort.once('message', () => {
    const lines = [];
    for (let i = Atomics.add(next, 0, 1); i < files.length; i = Atomics.add(next, 0, 1)) {
      const matches = engine.scan(job.paths ? read(files[i]) : files[i]);
      if (job.paths) {
        matches.forEach((match) => lines.push(match.ruleIdentifier + ' ' + files[i]));
      }
    }
    parentPort.postMessage(lines);
  });
  parentPort.postMessage('ready');
}

async function serve(location, yarax) {
  let engine = null;
  let corpus = null;
  let description = null;
  const say = (value) => process.stdout.write(JSON.stringify(value) + '\n');
  const commands = {
    compile(command) {
      description = command.description;
      const time = timed(() => (engine = compile(yarax, description)));
      say({ ...time, version: require(path.join(location, 'package.json')).version, ...leftOut(engine) });
    },
    save(command) {
      fs.writeFileSync(command.file, engine.serialize());
      say({});
    },
    corpus(command) {
      corpus = null;
      corpus = readCorpus(command);
      say({});
    },
    answers() {
      for (const data of pieces(corpus)) {
        say(answer(engine, data));
      }
    },
    alone(command) {
      const engine = compileAlone(yarax, description, command.namespace, command.rule);
      say(engine === null ? {} : answer(engine, Array.from(pieces(corpus))[command.file]));
    },
    one(command) {
      const files = Array.from(pieces(corpus));
      const time = timed(() => {
        for (let pass = 0; pass < command.passes; pass++) {
          files.forEach((data) => answer(engine, data));
        }
      });
      say(time);
    },
    reading(command) {
      const paths = fs.readFileSync(command.list, 'utf8').split('\n').filter((name) => name !== '');
      say(timed(() => paths.forEach((name) => engine.scan(read(name)))));
    },
    async many(command) {
      say((await inThreads(engine, location, command.threads, { corpus })).time);
    },
  };
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    await commands[command.do](command);
  }
}

async function scan(location, yarax, rules, list, threads) {
  const engine = rules.endsWith('.json') ? compile(yarax, rules) : yarax.deserialize(fs.readFileSync(rules));
  const paths = fs.readFileSync(list, 'utf8').split('\n').filter((name) => name !== '');
  if (threads > 1) {
    const { lines } = await inThreads(engine, location, threads, { paths });
    process.stdout.write(lines.map((line) => line + '\n').join(''));
    return;
  }
  for (const name of paths) {
    engine.scan(read(name)).forEach((match) => process.stdout.write(match.ruleIdentifier + ' ' + name + '\n'));
  }
}

async function main(dir, what, ...rest) {
  const location = findModule(dir);
  const yarax = require(location);
  await (what === 'serve' ? serve(location, yarax) : scan(location, yarax, rest[0], rest[1], Number(rest[2])));
}

if (isMainThread) {
  main(...process.argv.slice(2)).catch((failure) => {
    process.stderr.write(firstLine(String(failure.message)) + '\n');
    process.exitCode = 2;
  });
} else {
  workInThread();
}
