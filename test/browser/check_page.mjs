// check_page.mjs: everything that is held against a page as it stands on the screen.
import { axeComplaints } from './check_axe.mjs';
import { htmlComplaints } from './check_html.mjs';
import { layoutComplaints, spaceText } from './check_layout.mjs';
import { wordsComplaints } from './check_words.mjs';

/** axe, valid HTML, the language and the head, in the look the page was asked for. look.typed: what somebody
 *  wrote there himself, in whatever language; look.skeletons: see axeComplaints. */
export async function pageComplaints(page, html, look) {
    return [
        ...await axeComplaints(page, look.skeletons),
        ...await htmlComplaints(html),
        ...(look.language === 'zh' ? [] : await wordsComplaints(page, look.typed)),
        ...await headComplaints(page, look)];
}

/** The page is in the look it was asked for, and says once what it is. */
async function headComplaints(page, look) {
    const is = await page.evaluate(() => ({
        language: document.documentElement.lang, size: document.documentElement.dataset.size,
        theme: document.documentElement.dataset.theme, words: document.body.innerText,
        headings: document.querySelectorAll('h1').length, title: document.title }));
    const complaints = [];
    if (!is.language.startsWith(look.language))
        complaints.push(`head: in ${is.language}`);
    if (is.headings !== 1)
        complaints.push(`head: ${is.headings} headings of the first level`);
    const unfilled = /\{[a-z_.-]+\}/.exec(is.words);
    if (unfilled !== null)
        complaints.push(`head: a place of a sentence is not filled: ${unfilled[0]}`);
    if (is.title.trim() === '')
        complaints.push('head: no title');
    if (is.size !== (look.size ?? 'normal'))
        complaints.push(`head: size ${is.size}`);
    if (is.theme !== (look.theme ?? 'day'))
        complaints.push(`head: theme ${is.theme}`);
    return complaints;
}

// The narrowest screen with the largest type and the longest words, which is also 1280 px enlarged to 400 %;
// and text that the reader spaced himself.
const NARROW = {
    ko: { size: 'extra', width: 320 },
    zh: { size: 'normal', width: 320 },
    en: { size: 'large', width: 390, isSpaced: true },
};

/** Does the page on the screen fit where it is narrowest? The size of type is an attribute of the page and the
 * width one of the screen, so nothing is asked for anew. */
export async function squeezedComplaints(page, language) {
    const { size, width, isSpaced } = NARROW[language];
    await page.setViewportSize({ width, height: 600 });
    await page.evaluate(async (type) => {
        document.documentElement.dataset.size = type;
        await new Promise(requestAnimationFrame);
    }, size);
    const spacing = isSpaced ? await spaceText(page) : undefined;
    const found = await layoutComplaints(page, { target: 24 });
    await spacing?.detach();
    return found.map((what) => `[${language} ${size} ${width}${isSpaced ? ' spaced' : ''}] ${what}`);
}
