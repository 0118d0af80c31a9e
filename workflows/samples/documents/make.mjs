// Makes the sample documents: NAME.png, rendered by Chromium, and NAME.txt, the true text beside it.
// Run: node workflows/samples/documents/make.mjs   (Debian: apt-get install chromium fonts-dejavu fonts-liberation)
// The pictures are kept in the repository, so that nobody needs Chromium to use them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const sans = 'Liberation Sans';
const serif = 'Liberation Serif';
const mono = 'DejaVu Sans Mono';

// A line is a text, or a text with its style; `columns` are pieces of one row.
const up = { transform: 'rotate(180deg)' };
const documents = [
  { name: 'receipt', width: 420, height: 400, font: mono, size: 19, lines: [
    'CORNER GROCERY', '14 Mill Lane, Dover', '2026-03-07 18:42', 'Milk 1.5 l 1.79', 'Brown bread 2.45',
    'Apples 0.86 kg 2.58', 'Coffee beans 7.90', 'TOTAL 14.72', 'Paid by card **** 3316'] },
  { name: 'letter', width: 640, height: 400, font: serif, size: 24, lines: [
    'Dear Mr Patterson,', 'thank you for your order of 25 January.', 'The three lamps will leave our workshop',
    'on Monday and reach you by the end of', 'the week. Please keep this letter.', 'Yours sincerely,', 'Helen Brook'] },
  { name: 'label', width: 520, height: 330, font: sans, size: 30, lines: [
    { text: 'PRIORITY', bold: true, size: 44 }, 'Ship to: Anna Keller', '88 Harbour Street',
    'Bristol BS1 5TY', { text: 'Weight 12.40 kg', size: 22 }, { text: 'Parcel 7 of 9', size: 22 }] },
  { name: 'sign', width: 560, height: 300, font: sans, size: 34, ink: '#ffffff', paper: '#12406e', lines: [
    { text: 'Platform 4', size: 54, bold: true }, 'Trains to Oxford', 'and London Paddington', 'Mind the gap'] },
  { name: 'invoice', width: 640, height: 420, font: sans, size: 22, lines: [
    { text: 'Invoice 2026-0418', bold: true, size: 32 },
    { columns: ['Item', 'Pieces', 'Price'], bold: true }, { columns: ['Copper pipe', '24', '93.60'] },
    { columns: ['Elbow joint', '16', '41.28'] }, { columns: ['Solder wire', '3', '17.85'] },
    { columns: ['Pipe cutter', '1', '29.90'] }, { columns: ['Sum', '44', '182.63'], bold: true },
    'Payable within 14 days'] },
  { name: 'tilted', width: 600, height: 400, font: serif, size: 27, turn: -3, lines: [
    'Minutes of the meeting', 'Present: Ford, Lindqvist, Okafor', 'The budget of 48,000 was approved.',
    'The new bridge opens in August.', 'Next meeting: 11 September'] },
  { name: 'ticket', width: 560, height: 320, font: sans, size: 29, lines: [
    { text: 'City Theatre', bold: true, size: 40 }, 'Row 12 Seat 37', { text: 'No refund or exchange', style: up },
    'Thursday 19:30', { text: 'Keep until the end', style: up }] },
  { name: 'memo', width: 560, height: 330, font: 'DejaVu Serif', size: 22, noise: 0.16, lines: [
    'To: all drivers', 'Gate 3 stays closed until Friday.', 'Use the north entrance instead.',
    'Speed limit on the yard: 10 km/h', 'Call 5527 in an emergency.'] },
  { name: 'plate', width: 460, height: 280, font: mono, size: 24, ink: '#e8e8e8', paper: '#2b2b2b', lines: [
    'MODEL EF-2080-B', 'SERIAL 004719385562', '230 V 50 Hz 1.8 A', 'MADE 2024 WEEK 36', 'IP54 CLASS II'] },
  { name: 'timetable', width: 560, height: 380, font: 'DejaVu Sans', size: 21, noise: 0.07, lines: [
    { text: 'Bus 61 weekdays', bold: true, size: 30 }, { columns: ['Station', '06:15', '06:45'] },
    { columns: ['Market', '06:21', '06:51'] }, { columns: ['Hospital', '06:30', '07:00'] },
    { columns: ['Airport', '06:48', '07:18'] }, 'No service on public holidays'] },
  { name: 'menu', width: 520, height: 400, font: serif, size: 27, paper: '#f6efdf', ink: '#5a2313', italic: true, lines: [
    { text: 'Lunch at the Old Mill', bold: true, size: 36 }, 'Tomato soup with basil 5.20',
    'Grilled trout and potatoes 16.80', 'Mushroom risotto 13.50', 'Lemon tart 6.40', 'Open from 11:30 to 14:30'] },
  { name: 'page', width: 760, height: 480, font: serif, size: 19, turn: 1.2, lines: [
    'A network is a set of nodes that are joined by links. Every link has',
    'a capacity, which says how many bits it can carry in a second, and', 'a delay. When two jobs want to use the same link, '
      + 'each of them gets', 'only a share of it. The planner looks for places where the shares', 'are large enough for '
      + 'all jobs, and for routes that avoid the links', 'which are already full. It also proves how far its answer can be',
    'from the best one. In our test with 64 nodes and 120 links it took', 'less than 5 milliseconds for one job.'] },
];

const css = (style) => Object.entries(style).map(([key, value]) => `${key}:${value}`).join(';');
const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

function row(line) {
  const spec = typeof line === 'string' ? { text: line } : line;
  const style = { ...(spec.size && { 'font-size': `${spec.size}px` }), ...(spec.bold && { 'font-weight': 'bold' }) };
  const cells = spec.columns
    ? spec.columns.map((cell, at) => `<span style="flex:${at === 0 ? 2 : 1}">${escape(cell)}</span>`).join('')
    : `<span style="${css({ display: 'inline-block', ...spec.style })}">${escape(spec.text)}</span>`;
  return `<div style="${css({ display: 'flex', ...style })}">${cells}</div>`;
}

function page(doc) {
  const grain = `<svg style="position:fixed;inset:0;opacity:${doc.noise ?? 0}" width="100%" height="100%"><filter id="g">
    <feTurbulence type="fractalNoise" baseFrequency="0.35" numOctaves="2" seed="7"/><feColorMatrix type="saturate" values="0"/>
    </filter><rect width="100%" height="100%" filter="url(#g)"/></svg>`;
  const body = css({ margin: 0, background: doc.paper ?? '#ffffff', color: doc.ink ?? '#1a1a1a', overflow: 'hidden',
    'font-family': `'${doc.font}'`, 'font-size': `${doc.size}px`, 'line-height': 1.55,
    'font-style': doc.italic ? 'italic' : 'normal' });
  return `<meta charset="utf-8"><body style="${body}"><div style="padding:26px 34px;transform:rotate(${doc.turn ?? 0}deg)">
    ${doc.lines.map(row).join('')}</div>${doc.noise ? grain : ''}</body>`;
}

const temporary = mkdtempSync(join(tmpdir(), 'edgeflow-samples-'));
try {
  for (const doc of documents) {
    const html = join(temporary, `${doc.name}.html`);
    writeFileSync(html, page(doc));
    execFileSync('chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars',
      `--user-data-dir=${join(temporary, 'profile')}`, `--window-size=${doc.width},${doc.height}`,
      `--screenshot=${join(here, `${doc.name}.png`)}`, `file://${html}`], { stdio: 'ignore' });
    const text = doc.lines.map((line) => line.columns?.join(' ') ?? line.text ?? line).join('\n');
    writeFileSync(join(here, `${doc.name}.txt`), `${text}\n`);
  }
} finally {
  rmSync(temporary, { recursive: true });
}
