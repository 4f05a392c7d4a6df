// C = op(A)·op(B).      op(A): [m,k]   op(B): [k,n]   C: [m,n]      CPU twin: crates/compute/src/ops/matmul.rs
// A workgroup of 8×8 invocations computes 32×32 of C, each invocation a block of 4×4 in registers: 8 loads for every
// 16 multiplications. Row and column strides make the transposed forms the same loop.
struct Params { m: u32, k: u32, n: u32, a_row: u32, a_column: u32, b_row: u32, b_column: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.y * 4u;
    let j = id.x * 4u;
    if i >= p.m || j >= p.n { return; }
    // Past the edge the last row or column is read again; the result of that is not written.
    let rows = min(vec4(i) + vec4(0u, 1u, 2u, 3u), vec4(p.m - 1u)) * p.a_row;
    let columns = min(vec4(j) + vec4(0u, 1u, 2u, 3u), vec4(p.n - 1u)) * p.b_column;
    var c0 = vec4(0.0);
    var c1 = vec4(0.0);
    var c2 = vec4(0.0);
    var c3 = vec4(0.0);
    for (var l = 0u; l < p.k; l += 1u) {
        let at = rows + l * p.a_column;
        let bt = columns + l * p.b_row;
        let b_l = vec4(b[bt.x], b[bt.y], b[bt.z], b[bt.w]);
        c0 += a[at.x] * b_l;
        c1 += a[at.y] * b_l;
        c2 += a[at.z] * b_l;
        c3 += a[at.w] * b_l;
    }
    store(i, j, c0);
    store(i + 1u, j, c1);
    store(i + 2u, j, c2);
    store(i + 3u, j, c3);
}

fn store(i: u32, j: u32, values: vec4<f32>) {
    if i >= p.m { return; }
    let start = i * p.n + j;
    c[start] = values.x;
    if j + 1u < p.n { c[start + 1u] = values.y; }
    if j + 2u < p.n { c[start + 2u] = values.z; }
    if j + 3u < p.n { c[start + 3u] = values.w; }
}
