import { z } from 'zod';

/** One tensor: row-major values of a shape, in a number format that safetensors has. */
export type Tensor =
  | { readonly dtype: 'I32'; readonly shape: readonly number[]; readonly values: Int32Array }
  | { readonly dtype: 'F32'; readonly shape: readonly number[]; readonly values: Float32Array }
  | { readonly dtype: 'U8'; readonly shape: readonly number[]; readonly values: Uint8Array };

export interface SafetensorsFile {
  readonly metadata: Readonly<Record<string, string>>;
  /** Written in this order; put wide formats first, so that every tensor is aligned. */
  readonly tensors: Readonly<Record<string, Tensor>>;
}

const widths = { I32: 4, F32: 4, U8: 1 } as const;

/**
 * A safetensors file (huggingface/safetensors, format description): eight bytes of header length,
 * a JSON header padded to a multiple of eight, then the tensors without gaps, little-endian.
 * Equal arguments give equal bytes.
 */
export function encodeSafetensors({ metadata, tensors }: SafetensorsFile): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    const end = offset + tensor.values.length * widths[tensor.dtype];
    header[name] = { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = asciiJson(header);
  const padded = text.padEnd(Math.ceil(text.length / 8) * 8, ' ');
  const bytes = new Uint8Array(8 + padded.length + offset);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(padded.length), true);
  for (let at = 0; at < padded.length; at++) bytes[8 + at] = padded.charCodeAt(at);
  let position = 8 + padded.length;
  for (const tensor of Object.values(tensors)) {
    writeValues(view, position, tensor);
    position += tensor.values.length * widths[tensor.dtype];
  }
  return bytes;
}

/** Reads a safetensors file of the three formats above. @throws RangeError, SyntaxError or ZodError */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const text = Array.from(bytes.subarray(8, 8 + length), (code) => String.fromCharCode(code));
  const { __metadata__: metadata, ...entries } = Header.parse(JSON.parse(text.join('')));
  const tensors = Object.entries(z.record(z.string(), Entry).parse(entries)).map(
    ([name, entry]) => [name, readTensor(view, 8 + length, entry)] as const,
  );
  return { metadata, tensors: Object.fromEntries(tensors) };
}

const Header = z.looseObject({ __metadata__: z.record(z.string(), z.string()) });
const Entry = z.strictObject({
  dtype: z.enum(['I32', 'F32', 'U8']),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});

function writeValues(view: DataView, position: number, tensor: Tensor): void {
  const { dtype, values } = tensor;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (dtype === 'I32') view.setInt32(position + 4 * at, value, true);
    else if (dtype === 'F32') view.setFloat32(position + 4 * at, value, true);
    else view.setUint8(position + at, value);
  }
}

function readTensor(view: DataView, start: number, entry: z.infer<typeof Entry>): Tensor {
  const { dtype, shape, data_offsets: offsets } = entry;
  const count = (offsets[1] - offsets[0]) / widths[dtype];
  const position = (index: number) => start + offsets[0] + index * widths[dtype];
  const at = Array.from({ length: count }, (_value, index) => position(index));
  if (dtype === 'I32')
    return { dtype, shape, values: Int32Array.from(at, (p) => view.getInt32(p, true)) };
  if (dtype === 'U8') return { dtype, shape, values: Uint8Array.from(at, (p) => view.getUint8(p)) };
  return { dtype, shape, values: Float32Array.from(at, (p) => view.getFloat32(p, true)) };
}

/** JSON in ASCII, so that one character is one byte. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
