// C = op(A)·op(B).      op(A): [m,k]   op(B): [k,n]   C: [m,n]      CPU twin: crates/compute/src/ops/matmul.rs
// Any sizes: row and column strides make the transposed forms the same loop. An invocation computes 8×8 of C in
// registers, as four 4×4 matrices, and takes four l of Σₗ at a time. Workgroups of one z take the l from z·part on and
// write a C of their own; the sum of these is C.
struct Params {
    m: u32, k: u32, n: u32, part: u32, a_start: u32, a_row: u32, a_column: u32, b_start: u32, b_row: u32, b_column: u32,
    c_start: u32, c_row: u32, adds: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;
const LANES = vec4(0u, 1u, 2u, 3u);

@compute @workgroup_size(8, 4)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.y * 8u;
    let j = id.x * 8u;
    if i >= p.m || j >= p.n { return; }
    // Past the edge the last row or column is read again; the result of that is not written.
    let i0 = p.a_start + min(i + LANES, vec4(p.m - 1u)) * p.a_row;
    let i1 = p.a_start + min(i + 4u + LANES, vec4(p.m - 1u)) * p.a_row;
    let j0 = p.b_start + min(j + LANES, vec4(p.n - 1u)) * p.b_column;
    let j1 = p.b_start + min(j + 4u + LANES, vec4(p.n - 1u)) * p.b_column;
    var c00 = mat4x4<f32>();
    var c01 = mat4x4<f32>();
    var c10 = mat4x4<f32>();
    var c11 = mat4x4<f32>();
    let end = min((id.z + 1u) * p.part, p.k);
    for (var l = id.z * p.part; l < end; l += 4u) {
        let l4 = min(l + LANES, vec4(p.k - 1u)); // past the end the factor of A is 0
        let inside = vec4<f32>(l + LANES < vec4(end));
        let a0 = rows_of_a(i0, l4 * p.a_column, inside);
        let a1 = rows_of_a(i1, l4 * p.a_column, inside);
        let b0 = rows_of_b(l4 * p.b_row, j0);
        let b1 = rows_of_b(l4 * p.b_row, j1);
        // Column r of a WGSL matrix holds row r of ours: (b0·a0)[r] = Σₗ a0[r][l]·b0[l], four elements of a row of C.
        c00 += b0 * a0;
        c01 += b1 * a0;
        c10 += b0 * a1;
        c11 += b1 * a1;
    }
    store(id.z, i, j, c00);
    store(id.z, i, j + 4u, c01);
    store(id.z, i + 4u, j, c10);
    store(id.z, i + 4u, j + 4u, c11);
}

fn rows_of_a(row: vec4<u32>, column: vec4<u32>, inside: vec4<f32>) -> mat4x4<f32> {
    return mat4x4(inside * four_of_a(row.x + column), inside * four_of_a(row.y + column),
                  inside * four_of_a(row.z + column), inside * four_of_a(row.w + column));
}

fn rows_of_b(row: vec4<u32>, column: vec4<u32>) -> mat4x4<f32> {
    return mat4x4(four_of_b(row.x + column), four_of_b(row.y + column),
                  four_of_b(row.z + column), four_of_b(row.w + column));
}

fn four_of_a(at: vec4<u32>) -> vec4<f32> { return vec4(a[at.x], a[at.y], a[at.z], a[at.w]); }

fn four_of_b(at: vec4<u32>) -> vec4<f32> { return vec4(b[at.x], b[at.y], b[at.z], b[at.w]); }

fn store(z: u32, i: u32, j: u32, rows: mat4x4<f32>) {
    for (var r = 0u; r < 4u && i + r < p.m; r += 1u) {
        for (var s = 0u; s < 4u && j + s < p.n; s += 1u) {
            let at = p.c_start + (z * p.m + i + r) * p.c_row + j + s;
            var value = rows[r][s];
            if p.adds == 1u { value += c[at]; }
            c[at] = value;
        }
    }
}
