// Answers calls of @cedar-policy/cedar-wasm: a line `function<tab>argument` in, a line with the answer out, both JSON.
// Its folder is the first argument.
'use strict';

const cedar = require(process.argv[2]);

// JavaScript's numbers lose integers of 64 bits. The package takes objects through JSON.stringify and gives them through
// JSON.parse, so what passes there is kept as the text that it is.
const { stringify, parse } = JSON;
class Text {
  constructor(text) {
    this.text = text;
  }
}
JSON.stringify = (value, ...more) => (value instanceof Text ? value.text : stringify(value, ...more));
JSON.parse = text => new Text(text);

function answer(line) {
  const tab = line.indexOf('\t');
  const name = line.slice(0, tab);
  const argument = line.slice(tab + 1);
  try {
    const result = cedar[name](name === 'policySetTextToParts' ? parse(argument) : new Text(argument));
    return result instanceof Text ? result.text : stringify(result);
  } catch (error) {
    return stringify({ type: 'thrown', message: String(error) });
  }
}

let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', data => {
  const lines = (rest + data).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    process.stdout.write(answer(line) + '\n');
  }
});
