// words.mjs: what the program says, by its key, and what its rules call a thing; in each language. Cases look
// words up here, so that they hold in every language and follow a sentence that is written anew.
import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, FOLDER), 'utf8');
const ENTRY = /^msgctxt "([^"]+)"\nmsgid ((?:"(?:[^"\\\n]|\\.)*"\n?)+)msgstr ((?:"(?:[^"\\\n]|\\.)*"\n?)+)/gm;
const unquoted = (lines) => lines.trim().split('\n').map((line) => JSON.parse(line)).join('');

const said = { zh: new Map(), ko: new Map(), en: new Map() };
for (const language of ['ko', 'en'])
    for (const [, key, chinese, translated] of read(`words/${language}.po`).matchAll(ENTRY)) {
        said.zh.set(key, unquoted(chinese));
        said[language].set(key, unquoted(translated));
    }

/** The sentence of a key; places such as {when} stand as they are. */
export function say(language, key) {
    const sentence = said[language].get(key);
    if (sentence === undefined)
        throw new Error(`words/${language}.po has no ${key}`);
    return sentence;
}

const rules = new Map();

/** What a procedure calls one of its states, steps, papers …: ruled('ko', 'states', 'registered'). */
export function ruled(language, section, name, procedure = 'civil_filing') {
    if (!rules.has(procedure))
        rules.set(procedure, readRules(read(`rules/procedure/${procedure}.yaml`)));
    const words = rules.get(procedure).get(`${section}.${name}`);
    if (words === undefined)
        throw new Error(`${procedure}.yaml has no words for ${section}: ${name}`);
    return words[language];
}

/** {section.name: {zh, ko, en}}, from lines as rule files write them. */
function readRules(text) {
    const found = new Map();
    let section, name;
    for (const line of text.split('\n')) {
        section = /^(\w+):$/.exec(line)?.[1] ?? section;
        name = /^ {2}(\w+):$/.exec(line)?.[1] ?? name;
        const words = /^ {4}words: \{zh: (.+), ko: (.+), en: (.+)\}$/.exec(line);
        if (words !== null)
            found.set(`${section}.${name}`, Object.fromEntries(['zh', 'ko', 'en'].map((language, n) =>
                [language, words[n + 1].replace(/^"(.*)"$/, '$1')])));
    }
    return found;
}
