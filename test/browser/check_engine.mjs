// check_engine.mjs: does a script or a style sheet use what an engine of the class of Chromium 88 lacks? Such
// run in the browsers that are built into the phones and terminals of old people. By patterns, as no such
// engine is at hand.
import { readFileSync, readdirSync } from 'node:fs';

// What is later than 88, and since when. Ornaments that are left out without harm (text-wrap, accent-color)
// may stand; so may anything inside @supports.
const LATER = {
    css: [
        [/:has\(/, ':has(), 105'], [/@container|container-type/, 'container queries, 105'],
        [/@layer/, '@layer, 99'], [/\d[sld]v[hwib]\b/, 'dvh and its kin, 108'],
        [/color-mix\(|\b(?:ok)?l(?:ab|ch)\(/, 'new colours, 101 to 111'], [/subgrid/, 'subgrid, 117'],
        [/light-dark\(/, 'light-dark(), 123'], [/@scope/, '@scope, 118'], [/:user-(?:in)?valid/, ':user-valid, 119'],
        [/(?:^|[{;\s])(?:translate|rotate|scale)\s*:/m, 'a transform of its own, 104'],
    ],
    js: [
        [/\.at\(/, '.at(), 92'], [/structuredClone/, 'structuredClone, 98'],
        [/Object\.hasOwn\b/, 'Object.hasOwn, 93'],
        [/\bstatic\s*\{/, 'a static block, 94'], [/#\w+ in /, 'a private name asked for, 91'],
        [/\.findLast|\.toSorted|\.toReversed|\.toSpliced/, 'new methods of arrays, 97 to 110'],
        [/randomUUID/, 'randomUUID, 92'], [/AbortSignal\.(?:timeout|any)/, 'AbortSignal.timeout, 103'],
        [/checkVisibility/, 'checkVisibility, 105'], [/showPopover|popover/, 'popover, 114'],
        [/Promise\.withResolvers/, 'Promise.withResolvers, 119'], [/^await\b/m, 'await outside of a function, 89'],
        [/\.replaceAll\(.*\/v/, 'the flag v, 112'], [/startViewTransition/, 'view transitions, 111'],
    ],
};

/** The text of one file; `kind` is css or js. */
export function engineComplaints(text, kind, name) {
    const bare = leaveOut(text.replace(/\/\*[\s\S]*?\*\//g, '').replace(kind === 'js' ? /^\s*\/\/.*$/gm : /$^/, ''));
    const found = LATER[kind].filter(([pattern]) => pattern.test(bare)).map(([, what]) => what);
    if (kind === 'css' && isNested(bare))
        found.push('nesting, 112');
    return found.map((what) => `engine: ${name}: ${what}`);
}

/** A rule inside a rule; one inside @media and the like is none. */
function isNested(text) {
    const open = [];
    for (const [, before, brace] of text.matchAll(/([^{};]*)([{};])/g)) {
        if (brace === '{') {
            if (open.at(-1) === 'rule')
                return true;
            open.push(before.trim().startsWith('@') ? 'group' : 'rule');
        } else if (brace === '}') {
            open.pop();
        }
    }
    return false;
}

/** What is inside @supports is asked for first. */
function leaveOut(text) {
    const from = text.indexOf('@supports');
    if (from < 0)
        return text;
    let to = text.indexOf('{', from) + 1;
    for (let depth = 1; depth > 0 && to < text.length; to++)
        depth += { '{': 1, '}': -1 }[text[to]] ?? 0;
    return text.slice(0, from) + leaveOut(text.slice(to));
}

/** All scripts and style sheets of the pages. */
export function readAssets() {
    const folder = new URL('../../pages/', import.meta.url);
    return [['script/', 'js'], ['style/', 'css']].flatMap(([under, kind]) =>
        readdirSync(new URL(under, folder)).filter((name) => name.endsWith(`.${kind}`))
            .map((name) => ({ kind, name, text: readFileSync(new URL(under + name, folder), 'utf8') })));
}
