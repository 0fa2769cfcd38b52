// check_layout.mjs: does everything fit, and can it be hit? Measured in the page as laid out.

/** Things that stick out of the page, text that is cut off, targets too small for a finger. */
export async function layoutComplaints(page, { target }) {
    return page.evaluate((least) => {
        const complaints = [];
        const root = document.documentElement;
        const name = (element) => {
            const words = (element.innerText ?? '').trim().replace(/\s+/g, ' ').slice(0, 40);
            const kind = element.getAttribute('class');
            return `<${element.localName}${kind ? ` class="${kind}"` : ''}> ${words}`;
        };
        const isShown = (element) => element.checkVisibility({
            opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
        // Hidden for eyes only, for readers that speak.
        const isForEars = (element, style, box) => element.closest('.visually-hidden') !== null ||
            (style.position === 'absolute' && (box.width <= 2 || box.height <= 2));
        const isInScroller = (element) => {
            for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement)
                if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX) && at.tabIndex >= 0)
                    return true;
            return false;
        };
        // Text beyond the edges of its own box, over whatever stands beside it or below. Glyphs may reach a
        // little over a line that is set close.
        const runsOut = (element, style) => {
            if (style.display === 'inline' || style.display === 'contents')
                return false;
            const box = element.getBoundingClientRect();
            const range = document.createRange();
            return [...element.childNodes].some((node) => {
                if (node.nodeType !== Node.TEXT_NODE || node.data.trim() === '')
                    return false;
                range.selectNodeContents(node);
                return [...range.getClientRects()].some((line) =>
                    line.right > box.right + 2 || line.left < box.left - 2 ||
                    line.bottom > box.bottom + line.height / 2 || line.top < box.top - line.height / 2);
            });
        };
        const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
        if (root.scrollWidth > root.clientWidth) {
            complaints.push(`layout: ${root.scrollWidth} px wide on a screen of ${root.clientWidth}`);
            const out = [...document.body.querySelectorAll('*')].filter((element) =>
                element.getBoundingClientRect().right > root.clientWidth + 1 && isShown(element) &&
                !isInScroller(element));
            for (const element of out.slice(-3))
                complaints.push(`layout: sticks out: ${name(element)}`);
        }
        for (const element of document.body.querySelectorAll('*')) {
            const style = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            if (!isShown(element) || isForEars(element, style, box))
                continue;
            const hasText = [...element.childNodes].some((node) =>
                node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
            if (hasText && ((hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) ||
                (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1)))
                complaints.push(`layout: text is cut off: ${name(element)}`);
            else if (hasText && element.closest('svg') === null && runsOut(element, style))
                complaints.push(`layout: text runs out of its box: ${name(element)}`);
        }
        const targets = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
        for (const element of document.querySelectorAll(targets)) {
            const style = getComputedStyle(element);
            // Links inside a sentence are as high as the sentence (WCAG 2.5.8, inline).
            if (!isShown(element) || style.display === 'inline' || element.closest('.hush, .skip') !== null)
                continue;
            // A tick can be hit on its label too.
            const label = element.closest('label') ?? document.querySelector(`label[for="${element.id}"]`);
            const hasLabel = element.matches('[type=radio], [type=checkbox], [type=file]') && label !== null;
            const heightOf = (one) => one.getBoundingClientRect().height;
            const area = hasLabel && heightOf(label) > heightOf(element) ? label : element;
            const box = area.getBoundingClientRect();
            if (isForEars(area, getComputedStyle(area), box))
                continue;
            if (box.height + 0.5 < least || box.width + 0.5 < least)
                complaints.push(`layout: a target of ${Math.round(box.width)} x ${Math.round(box.height)} px, ` +
                    `${least} are needed: ${name(element)}`);
        }
        return complaints;
    }, target);
}

/** What stays on the screen while the page moves leaves room on a low one: at most half of it, and nothing that
 *  takes the focus is hidden behind it (WCAG 2.4.11). */
export async function stuckComplaints(page) {
    return page.evaluate(() => {
        const complaints = [];
        const name = (element) => `<${element.localName} class="${element.className}"> ` +
            (element.innerText ?? '').trim().replace(/\s+/g, ' ').slice(0, 40);
        const stuck = [...document.body.querySelectorAll('*')].filter((element) =>
            ['fixed', 'sticky'].includes(getComputedStyle(element).position) && element.checkVisibility());
        const covered = (element) => {
            const { top, bottom, right } = element.getBoundingClientRect();
            return right > 0 ? Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0)) : 0;
        };
        scrollTo({ top: document.documentElement.scrollHeight / 2, behavior: 'instant' });
        const fixed = stuck.filter((element) => getComputedStyle(element).position === 'fixed' ||
            Math.abs(element.getBoundingClientRect().top - parseFloat(getComputedStyle(element).top)) < 1);
        const all = fixed.reduce((sum, element) => sum + covered(element), 0);
        if (all > innerHeight / 2)
            complaints.push(`layout: ${Math.round(all)} of ${innerHeight} px stay covered by ${fixed.map(name)}`);
        for (const element of document.querySelectorAll('main a[href], main button, main input, main select, main summary')) {
            if (!element.checkVisibility({ visibilityProperty: true }) || element.disabled)
                continue;
            element.focus();
            const box = element.getBoundingClientRect();
            const isBehind = (one) => !one.contains(element) && [box.top + 1, box.bottom - 1].every((y) =>
                y >= one.getBoundingClientRect().top && y <= one.getBoundingClientRect().bottom);
            const behind = fixed.find(isBehind);
            if (document.activeElement === element && behind !== undefined)
                complaints.push(`layout: has the focus behind ${name(behind)}: ${name(element)}`);
        }
        document.activeElement?.blur();
        scrollTo({ top: 0, behavior: 'instant' });
        return complaints;
    });
}

/** On a whole screen nothing with words in it has to be pushed sideways to be read. */
export async function pushedComplaints(page) {
    return page.$$eval('body *', (elements) => elements
        .filter((element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) &&
            element.scrollWidth > element.clientWidth + 1 && element.innerText.trim() !== '')
        .map((element) => `layout: ${element.scrollWidth} px lie in ${element.clientWidth}: ` +
            `<${element.localName} class="${element.className}">`));
}

/** Spacing that a reader may set himself (WCAG 1.4.12). Gives the session that keeps it, to be detached. */
export async function spaceText(page) {
    const session = await page.context().newCDPSession(page);
    const { frameTree } = await session.send('Page.getFrameTree');
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { styleSheetId } = await session.send('CSS.createStyleSheet', { frameId: frameTree.frame.id });
    await session.send('CSS.setStyleSheetText', { styleSheetId, text: `* {
        line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
        p { margin-bottom: 2em !important; }` });
    return session;
}
