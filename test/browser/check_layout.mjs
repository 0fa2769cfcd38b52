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
            const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
            const hasText = [...element.childNodes].some((node) =>
                node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
            if (hasText && ((hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) ||
                (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1)))
                complaints.push(`layout: text is cut off: ${name(element)}`);
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
