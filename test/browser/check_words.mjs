// check_words.mjs: a page in Korean or English says nothing in Chinese, names and marked quotes excepted.
//
// A quote is marked by lang="zh…" on it or around it, as a reader that speaks needs it too. Names of courts,
// places and people are never translated; the patterns below are what may stand without a mark.

const HAN = /\p{Script=Han}/u;
const ALLOWED = [
    /中文/,                          // the language's own name
];

/** Texts with Chinese in them that nothing allows. `names`: further names that are on this page. */
export async function wordsComplaints(page, names = []) {
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
    return texts.filter((text) => HAN.test(leaveOut(text, names)))
        .map((text) => `words: Chinese on a page that is not: ${text.trim().replace(/\s+/g, ' ').slice(0, 120)}`);
}

function leaveOut(text, names) {
    let rest = text;
    for (const allowed of ALLOWED)
        rest = rest.replace(new RegExp(allowed, 'gu'), '');
    for (const name of names)
        rest = rest.replaceAll(name, '');
    return rest;
}
