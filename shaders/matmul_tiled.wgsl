// C = op(A)·op(B), any sizes, for hardware.      CPU twin: crates/compute/src/ops/matmul.rs
// A workgroup computes 64×64 of C. For 16 l of Σₗ at a time its 64 invocations bring 64 rows of op(A) and 64 columns of
// op(B) into workgroup memory, where each reads 8 rows and 8 columns: 8 multiplications for every number read there, 64
// for every one from a buffer. Workgroups of one z take the l from z·part on and write a C of their own.
struct Params {
    m: u32, k: u32, n: u32, part: u32, a_start: u32, a_row: u32, a_column: u32, b_start: u32, b_row: u32, b_column: u32,
    c_start: u32, c_row: u32, adds: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;
const DEPTH = 16u;
const QUADS = 16u; // rows or columns of a tile, by fours
var<workgroup> a_tile: array<vec4<f32>, DEPTH * QUADS>;
var<workgroup> b_tile: array<vec4<f32>, DEPTH * QUADS>;

@compute @workgroup_size(8, 8)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>,
        @builtin(local_invocation_index) lane: u32) {
    var c00 = mat4x4<f32>();
    var c01 = mat4x4<f32>();
    var c10 = mat4x4<f32>();
    var c11 = mat4x4<f32>();
    let end = min((group.z + 1u) * p.part, p.k);
    for (var l = group.z * p.part; l < end; l += DEPTH) {
        load_tiles(group.y * 64u, group.x * 64u, l, end, lane);
        workgroupBarrier(); // the tiles are complete
        for (var d = 0u; d < DEPTH; d += 1u) {
            let a0 = a_tile[d * QUADS + 2u * local.y];
            let a1 = a_tile[d * QUADS + 2u * local.y + 1u];
            let b0 = b_tile[d * QUADS + 2u * local.x];
            let b1 = b_tile[d * QUADS + 2u * local.x + 1u];
            c00 += outer(a0, b0);
            c01 += outer(a0, b1);
            c10 += outer(a1, b0);
            c11 += outer(a1, b1);
        }
        workgroupBarrier(); // every invocation is done with them
    }
    let i = group.y * 64u + 8u * local.y;
    let j = group.x * 64u + 8u * local.x;
    store(group.z, i, j, c00);
    store(group.z, i, j + 4u, c01);
    store(group.z, i + 4u, j, c10);
    store(group.z, i + 4u, j + 4u, c11);
}

// Neighbours read neighbours: along the l where those lie side by side in memory, else along rows or columns.
fn load_tiles(i: u32, j: u32, l: u32, end: u32, lane: u32) {
    for (var t = lane; t < DEPTH * QUADS; t += 64u) {
        let a_at = select(vec2(t / QUADS, t % QUADS), vec2(t % DEPTH, t / DEPTH), p.a_column == 1u);
        let rows = i + 4u * a_at.y + vec4(0u, 1u, 2u, 3u);
        let a_index = p.a_start + min(rows, vec4(p.m - 1u)) * p.a_row + min(l + a_at.x, p.k - 1u) * p.a_column;
        let a_four = vec4(a[a_index.x], a[a_index.y], a[a_index.z], a[a_index.w]);
        a_tile[a_at.x * QUADS + a_at.y] = select(vec4(0.0), a_four, l + a_at.x < end);
        let b_at = select(vec2(t % DEPTH, t / DEPTH), vec2(t / QUADS, t % QUADS), p.b_column == 1u);
        let columns = j + 4u * b_at.y + vec4(0u, 1u, 2u, 3u);
        let b_index = p.b_start + min(columns, vec4(p.n - 1u)) * p.b_column + min(l + b_at.x, p.k - 1u) * p.b_row;
        let b_four = vec4(b[b_index.x], b[b_index.y], b[b_index.z], b[b_index.w]);
        b_tile[b_at.x * QUADS + b_at.y] = select(vec4(0.0), b_four, l + b_at.x < end);
    }
}

// Four rows of C: row r is rows[r]·columns.
fn outer(rows: vec4<f32>, columns: vec4<f32>) -> mat4x4<f32> {
    return mat4x4(rows.x * columns, rows.y * columns, rows.z * columns, rows.w * columns);
}

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
