// Starts the emulator with the seed given on stdin, prints its address, and ends when stdin closes.
import { createInterface } from 'node:readline';
import { createEmulator } from 'emulate';

const lines = createInterface({ input: process.stdin });
const seed = await new Promise((resolve) => lines.once('line', (line) => resolve(JSON.parse(line))));
const emulator = await createEmulator({ service: 'slack', port: seed.port, seed });
console.log(emulator.url);
lines.on('close', () => emulator.close().then(() => process.exit(0)));
