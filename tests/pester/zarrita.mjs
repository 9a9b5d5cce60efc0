// Reads arrays with zarrita, which knows nothing of NDSeg: a line for each with its shape, its type and the SHA-256 of its elements,
// row-major and little-endian; then, of every group, its attributes.
import { createHash } from "node:crypto";
import * as zarr from "zarrita";
import { FileSystemStore } from "@zarrita/storage";

function rowMajor({ data, shape, stride }) {
  const values = "get" in data ? Uint8Array.from({ length: data.length }, (_, i) => data.get(i)) : data;
  const result = new values.constructor(shape.reduce((a, b) => a * b, 1));
  const place = shape.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    result[i] = values[place.reduce((at, p, axis) => at + p * stride[axis], 0)];
    for (let a = shape.length - 1; a >= 0 && ++place[a] === shape[a]; a--) place[a] = 0;
  }
  return result;
}

for (const path of process.argv.slice(2)) {
  try {
    const node = await zarr.open(new FileSystemStore(path));
    if (node.kind === "group") {
      console.log(JSON.stringify({ path, attributes: node.attrs }));
      continue;
    }
    const chunk = await zarr.get(node);
    const values = rowMajor(chunk);
    const hash = createHash("sha256").update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)).digest("hex");
    console.log(JSON.stringify({ path, shape: chunk.shape, type: node.dtype, hash }));
  } catch (error) {
    console.log(JSON.stringify({ path, error: `${error.message} ${error.cause?.message ?? ""}` }));
  }
}
