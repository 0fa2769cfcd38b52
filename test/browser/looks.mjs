// looks.mjs: the ways a page can be looked at, and a fair choice of them.
//
// All of width x theme x size x language is 36 looks at each page. Faults come from one of them or from two
// together; so each page gets three looks that show it in each single way, and over all pages every pair of
// ways comes up.

const LANGUAGES = ['zh', 'ko', 'en'];
const SIZES = ['normal', 'large', 'extra'];
const THEMES = ['day', 'night'];
const WIDTHS = [390, 1440];

/** Three looks for the n-th page. */
export function looksFor(n) {
    return LANGUAGES.map((language, k) => ({
        language,
        size: SIZES[(k + n) % 3],
        theme: THEMES[(k + n) % 2],
        width: WIDTHS[(k + (n >> 1)) % 2],
    }));
}

export function nameOfLook({ language, size, theme, width }) {
    return `${language} ${size} ${theme} ${width}`;
}

/** Pairs of ways that no look of `looks` shows; empty when the choice is fair. */
export function pairsLeftOut(looks) {
    const ways = { language: LANGUAGES, size: SIZES, theme: THEMES, width: WIDTHS };
    const names = Object.keys(ways);
    const missing = [];
    for (const [i, one] of names.entries())
        for (const other of names.slice(i + 1))
            for (const a of ways[one])
                for (const b of ways[other])
                    if (!looks.some((look) => look[one] === a && look[other] === b))
                        missing.push(`${one} ${a} with ${other} ${b}`);
    return missing;
}
