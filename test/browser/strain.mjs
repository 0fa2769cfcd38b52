// strain.mjs: what a page is put under: sentences longer than any translation, names as long as may be.
import { readFileSync } from 'node:fs';

const NETWORK = readFileSync(new URL('../../rules/network/yanbian.yaml', import.meta.url), 'utf8');
const LONGEST = 100; // characters a name of a person or a place may have

/** What the network calls its courts and places, in every language, the longest first. */
export const namesOfPlaces = [...new Set([...NETWORK.matchAll(/ name: \{zh: (.+), ko: (.+), en: (.+)\}/g)]
    .flatMap(([, ...names]) => names))].sort((one, other) => other.length - one.length);
export const namesOfPeople = ['当事人甲', '当事人乙', '当事人丁', '代理人丙'];

/** A name of 100 characters that begins as the name does; in words where the script has words. */
function longName(name) {
    const piece = /\p{Script=Han}/u.test(name) ? name : `${name} `;
    return piece.repeat(LONGEST).slice(0, LONGEST - 1) + name[0];
}

/** The visible words of the page, each piece of them 40 % longer, with accents, as a pseudo-language; names of
 *  people and places of 100 characters. Gives how many pieces were lengthened and names put in. */
export async function strainWords(page, { share = 0.4, names = [...namesOfPlaces, ...namesOfPeople] } = {}) {
    return page.evaluate(({ more, long }) => {
        const accents = { a: 'å', e: 'é', i: 'î', o: 'ö', u: 'ü', A: 'Å', E: 'É', I: 'Î', O: 'Ö', U: 'Ü' };
        const stretched = (text) => {
            const words = text.trim();
            const rest = words.replace(/[^\p{L}\s]/gu, '').trim();
            const count = Math.ceil([...words].length * more);
            const tail = rest.repeat(Math.ceil(count / Math.max(1, rest.length))).slice(0, count);
            const gap = /[\p{Script=Han}]/u.test(words) ? '' : ' ';
            return text.replace(words, () => (words + gap + tail).replace(/[aeiouAEIOU]/g, (one) => accents[one]));
        };
        const named = { words: 0, names: 0 };
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            if (!/\p{L}/u.test(node.data) || node.parentElement.closest('svg, script, textarea, .code') !== null)
                continue;
            const name = long.find(([is]) => node.data.includes(is));
            if (name !== undefined) {
                node.data = node.data.replaceAll(name[0], name[1]);
                named.names++;
            } else if (more > 0) {
                node.data = stretched(node.data);
                named.words++;
            }
        }
        return named;
    }, { more: share, long: names.map((name) => [name, longName(name)]) });
}
