'use strict';
// The interface of YARA-X's native module with a simple engine: a rule matches what contains its name.

class Engine {
  constructor(rules) {
    this.rules = rules;
  }
  addRuleSources(sources) {
    for (const { namespace, source } of sources) {
      for (const [, name] of source.matchAll(/rule (\w+)/g)) {
        this.rules.push({ namespace, name });
      }
    }
  }
  setTimeout() {}
  getIgnoredRules() {
    return this.rules.filter((rule) => rule.name === 'broken').map((rule) => ({ name: rule.name, detail: 'it says so\nat length' }));
  }
  getCompilationErrors() {
    return this.getIgnoredRules().map((rule) => ({ message: rule.detail }));
  }
  serialize() {
    return Buffer.from(JSON.stringify(this.rules));
  }
  scan(data) {
    if (data.includes('crash')) {
      throw new Error('scan timed out');
    }
    return this.rules
      .filter((rule) => data.includes(rule.name))
      .map((rule) => ({ namespace: rule.namespace, ruleIdentifier: rule.name }));
  }
}

// Braces have to be closed, as in a real rule.
exports.compile = (source, options) => {
  if (source.split('{').length !== source.split('}').length) {
    throw new Error('unclosed');
  }
  const engine = new Engine([]);
  engine.addRuleSources([{ namespace: options.namespace || 'default', source }]);
  return engine;
};
exports.deserialize = (saved) => new Engine(JSON.parse(Buffer.from(saved).toString()));
