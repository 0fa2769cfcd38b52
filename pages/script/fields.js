// fields.js: hints at a field when it is left, never while somebody types. The server checks everything again.
//
// What is asked only after a certain answer shows with that answer; what does not show is not sent either:
// <fieldset data-when="name of the other control" data-is="answer answer">
//
// <input data-check="resident-id|credit-code|amount|number" data-live="ID of the line below"
//        data-good="sentence" data-wrong="sentence">

// Full-width letters and figures become plain, blanks go: the same as the server does.
const fold = (value) =>
  value.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[\s\u3000]/g, '');

// GB 11643: seventeen figures with a real day, and ISO 7064 MOD 11-2.
function isResidentId(value) {
  if (!/^[1-9]\d{16}[\dX]$/.test(value)) return false;
  const [, year, month, day] = value.match(/^.{6}(\d{4})(\d{2})(\d{2})/).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1800) return false;
  let sum = 0;
  for (const c of value.slice(0, 17)) sum = ((sum + Number(c)) * 2) % 11;
  return '0123456789X'[(12 - sum) % 11] === value[17];
}

// GB 32100: eighteen signs without I, O, Z, S and V, powers of three modulo 31.
function isCreditCode(value) {
  const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  if (value.length !== 18 || [...value].some((c) => !signs.includes(c))) return false;
  let sum = 0;
  let weight = 1;
  for (const c of value.slice(0, 17)) {
    sum += signs.indexOf(c) * weight;
    weight = (weight * 3) % 31;
  }
  return signs[(31 - (sum % 31)) % 31] === value[17];
}

// 25.00 is 人民币贰拾伍元整; so is ￥25.00元, as the server reads it.
export function inCapitals(value) {
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(value.replace(/^人民币|[,，元圆￥¥]/g, ''));
  if (!match) return '';
  const figures = '零壹贰叁肆伍陆柒捌玖';
  const whole = match[1].replace(/^0+/, '');
  const cents = (match[2] || '').padEnd(2, '0');
  let words = '';
  let zero = false;
  let group = false;
  [...whole].forEach((c, i) => {
    const place = whole.length - 1 - i;
    if (c === '0') zero = true;
    else {
      words += (zero && words ? '零' : '') + figures[c] + ['', '拾', '佰', '仟'][place % 4];
      zero = false;
      group = true;
    }
    if (place % 4 === 0) {
      if (group && place) words += ['', '万', '亿'][place / 4];
      group = false;
    }
  });
  if (words) words += '元';
  const [jiao, fen] = cents;
  if (cents === '00') return '人民币' + (words || '零元') + '整';
  if (jiao !== '0') words += figures[jiao] + '角';
  else if (words) words += '零';
  return '人民币' + words + (fen === '0' ? '整' : figures[fen] + '分');
}

const checks = { 'resident-id': isResidentId, 'credit-code': isCreditCode, amount: (value) => inCapitals(value) !== '' };

function hint(field) {
  const kind = field.dataset.check;
  const value = kind === 'amount' || kind === 'number' ? fold(field.value) : fold(field.value).toUpperCase();
  if (value !== field.value) field.value = value;
  const line = document.getElementById(field.dataset.live);
  if (!line) return;
  const check = checks[kind];
  const isGood = !check || check(value);
  line.classList.toggle('field__live--wrong', value !== '' && !isGood);
  line.classList.toggle('field__live--good', value !== '' && isGood);
  line.lang = kind === 'amount' && isGood ? 'zh-CN' : document.documentElement.lang;
  if (value === '') line.textContent = '';
  else if (!isGood) line.textContent = field.dataset.wrong || '';
  else line.textContent = kind === 'amount' ? inCapitals(value) : field.dataset.good || '';
}

function answerOf(name) {
  const controls = [...document.getElementsByName(name)].filter((control) => !control.disabled);
  const control = controls.find((one) => one.type !== 'radio' || one.checked);
  return control ? control.value : '';
}

// In the order of the page, so that what hangs on a hidden field is hidden with it.
function showAsked() {
  for (const field of document.querySelectorAll('[data-when]')) {
    field.classList.add('is-asked');
    if (!document.getElementsByName(field.dataset.when).length) continue;
    field.hidden = !field.dataset.is.split(' ').includes(answerOf(field.dataset.when));
    for (const control of field.querySelectorAll('input, select, textarea, button')) control.disabled = field.hidden;
  }
}

let composing = false;
document.addEventListener('compositionstart', () => (composing = true));
document.addEventListener('compositionend', () => (composing = false));
// A line that grows while a button is being pressed moves the button away from under the finger.
let pressed = false;
document.addEventListener('pointerdown', () => (pressed = true), true);
for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, () => (pressed = false), true);
document.addEventListener('change', (event) => {
  const field = event.target;
  if (composing || !field.matches?.('[data-check]')) return;
  if (!pressed) hint(field);
  else document.addEventListener('pointerup', () => setTimeout(() => hint(field)), { once: true });
});
document.addEventListener('change', showAsked);
addEventListener('pageshow', showAsked); // a browser puts answers back when one goes back
showAsked();
// What the server has found wrong stands there already.
for (const field of document.querySelectorAll('[data-check]:not([aria-invalid])')) if (field.value) hint(field);
