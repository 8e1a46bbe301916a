// Writes src/core/contract.ts from openapi.json, which is what the server says of itself (a test of the server compares them).
// Usage: node tools/types.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';

const place = new URL('..', import.meta.url);
const { components } = JSON.parse(readFileSync(new URL('openapi.json', place), 'utf8'));
const target = new URL('src/core/contract.ts', place);

/** A schema as a type of TypeScript. What may be null is left out by the server instead, so it is optional, never null. */
function typeOf(schema) {
  if (schema.$ref) return schema.$ref.split('/').pop();
  const any = schema.oneOf ?? schema.anyOf;
  if (any) return [...new Set(any.filter((s) => s.type !== 'null').map(typeOf))].join(' | ');
  if (schema.enum) return schema.enum.filter((v) => v !== null).map((v) => `'${v}'`).join(' | ');
  const types = [schema.type ?? []].flat().filter((t) => t !== 'null');
  // Numbers are written as numbers, whatever else would be read.
  if (types.includes('integer') || types.includes('number')) return 'number';
  switch (types[0]) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'array': {
      const of = typeOf(schema.items ?? {});
      return of.includes('|') ? `(${of})[]` : `${of}[]`;
    }
    case 'object':
      return schema.additionalProperties ? `Record<string, ${typeOf(schema.additionalProperties)}>` : 'object';
    default:
      return 'unknown';
  }
}

const mayBeNull = (schema) => [schema.type ?? []].flat().includes('null') || (schema.oneOf ?? schema.anyOf ?? []).some((s) => s.type === 'null');
const said = (text, indent) => (text ? `${indent}/** ${text.replaceAll('*/', '* /').replace(/\s+/g, ' ').trim()} */\n` : '');

let text = '// Made by tools/types.mjs from openapi.json; not to be edited.\n';
for (const [name, schema] of Object.entries(components.schemas).sort(([a], [b]) => (a < b ? -1 : 1))) {
  text += '\n' + said(schema.description, '');
  if (!schema.properties) {
    text += `export type ${name} = ${typeOf(schema)};\n`;
    continue;
  }
  text += `export interface ${name} {\n`;
  const required = new Set(schema.required ?? []);
  for (const [member, of] of Object.entries(schema.properties)) {
    const isOptional = mayBeNull(of) || (!required.has(member) && name.endsWith('Ask'));
    text += said(of.description, '  ') + `  ${/^[A-Za-z_]\w*$/.test(member) ? member : `'${member}'`}${isOptional ? '?' : ''}: ${typeOf(of)};\n`;
  }
  text += '}\n';
}

if (process.argv.includes('--check')) {
  let now = '';
  try {
    now = readFileSync(target, 'utf8');
  } catch {
    // It is missing, so it differs.
  }
  if (now !== text) {
    console.error("web/src/core/contract.ts is not what web/openapi.json gives. Run 'npm run types' in web/.");
    process.exit(1);
  }
} else writeFileSync(target, text);
