// check_words.mjs: a page in Korean or English says nothing in Chinese, names and marked quotes excepted.
//
// A quote is marked by lang="zh…" on it or around it, as a reader that speaks needs it too. What the people of
// the demo wrote and are called stands in src/cli/demo_play.c and is left out; so are the patterns below.
import { readFileSync } from 'node:fs';

const HAN = /\p{Script=Han}/u;
const ALLOWED = [
    /中文/gu, // the language's own name
];
const SAID = readSaid();

/** Every piece of Chinese that the demo says in somebody's name, the longest first. */
function readSaid() {
    const source = readFileSync(new URL('../../src/cli/demo_play.c', import.meta.url), 'utf8');
    const literals = [...source.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([, literal]) => literal);
    const pieces = literals.flatMap((literal) =>
        literal.split(/%(?:\.\*)?[a-zA-Z0-9]+|\\n|\\"|["{}[\]:,]/)).filter((piece) => HAN.test(piece));
    return [...new Set(pieces)].sort((one, other) => other.length - one.length);
}

/** Texts with Chinese in them that nothing allows. `typed`: what a case wrote there itself. */
export async function wordsComplaints(page, typed = []) {
    const texts = await page.evaluate(() => {
        const found = [];
        const isChinese = (element) => /^zh\b/.test(element.closest('[lang]')?.getAttribute('lang') ?? '');
        const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
            if (!['SCRIPT', 'STYLE'].includes(node.parentElement.tagName) && !isChinese(node.parentElement))
                found.push(node.data);
        const attributes = ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'];
        for (const name of attributes)
            for (const element of document.querySelectorAll(`[${name}]`))
                if (!isChinese(element))
                    found.push(element.getAttribute(name));
        return found;
    });
    return texts.filter((text) => HAN.test(leaveOut(text, typed)))
        .map((text) => `words: Chinese on a page that is not: ${text.trim().replace(/\s+/g, ' ').slice(0, 120)}`);
}

function leaveOut(text, typed) {
    let rest = text;
    for (const said of [...typed, ...SAID])
        rest = rest.replaceAll(said, '');
    return ALLOWED.reduce((left, pattern) => left.replace(pattern, ''), rest);
}
