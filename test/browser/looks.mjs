// looks.mjs: the ways a page can be looked at and a journey walked, and a fair choice of them.
//
// All of width x theme x size x language is 36 looks at each page. Faults come from one of them or from two
// together; so each page gets three looks that show it in each single way, and over all pages every pair of
// ways comes up. A journey is walked in six looks, which hold every pair of its ways.

const LANGUAGES = ['zh', 'ko', 'en'];
const WIDTHS = [390, 1440];

export const PAGE_WAYS = {
    language: LANGUAGES, size: ['normal', 'large', 'extra'], theme: ['day', 'night'], width: WIDTHS };
export const WALK_WAYS = { language: LANGUAGES, scripts: [true, false], width: WIDTHS };

/** Three looks for the n-th page. */
export function looksFor(n) {
    const { size, theme } = PAGE_WAYS;
    return LANGUAGES.map((language, k) => ({
        language,
        size: size[(k + n) % 3],
        theme: theme[(k + n) % 2],
        // Two of a width: what is displayed, and so what axe finds in elements, is mostly the same in both.
        width: WIDTHS[((k > 0 ? 1 : 0) + (n >> 1)) % 2],
    }));
}

/** The looks of a journey. */
export const walks = LANGUAGES.flatMap((language, k) => [
    { language, scripts: true, width: WIDTHS[k % 2] },
    { language, scripts: false, width: WIDTHS[(k + 1) % 2] },
]);

/** The look of the n-th walk that is walked in one look only. */
export const walkFor = (n) => walks[n % walks.length];

export function nameOfLook({ language, size, theme, width }) {
    return `${language} ${size} ${theme} ${width}`;
}

export function nameOfWalk({ language, scripts, width }) {
    return `${language}, ${width} px${scripts ? '' : ', scripts off'}`;
}

/** Pairs of ways that no look of `looks` shows; empty when the choice is fair. */
export function pairsLeftOut(looks, ways = PAGE_WAYS) {
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
