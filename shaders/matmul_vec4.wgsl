// C = op(A)·op(B) where k, n and all starts and rows in memory are multiples of 4.
// CPU twin: crates/compute/src/ops/matmul.rs
// As `matmul.wgsl`, with four numbers a load. Blocks of 4×4 are counted, not numbers; a pipeline is made for each pair
// of orientations.
override A_TRANSPOSED = false;
override B_TRANSPOSED = false;
struct Params {
    m: u32, k: u32, n: u32, part: u32, a_start: u32, a_row: u32, a_column: u32, b_start: u32, b_row: u32, b_column: u32,
    c_start: u32, c_row: u32, adds: u32,
}
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> c: array<vec4<f32>>;

@compute @workgroup_size(8, 4)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    let i = id.y * 2u;
    let j = id.x * 2u;
    if i * 4u >= p.m || j * 4u >= p.n { return; }
    var c00 = mat4x4<f32>();
    var c01 = mat4x4<f32>();
    var c10 = mat4x4<f32>();
    var c11 = mat4x4<f32>();
    let end = min((id.z + 1u) * p.part, p.k) / 4u;
    for (var l = id.z * p.part / 4u; l < end; l += 1u) {
        let a0 = block_of_a(i, l);
        let a1 = block_of_a(i + 1u, l);
        let b0 = block_of_b(l, j);
        let b1 = block_of_b(l, j + 1u);
        // Column r of a WGSL matrix holds row r of ours: (b0·a0)[r] = Σₗ a0[r][l]·b0[l], four elements of a row of C.
        c00 += b0 * a0;
        c01 += b1 * a0;
        c10 += b0 * a1;
        c11 += b1 * a1;
    }
    store(id.z, i, j, c00);
    store(id.z, i, j + 1u, c01);
    store(id.z, i + 1u, j, c10);
    store(id.z, i + 1u, j + 1u, c11);
}

// Past the edge the last rows or columns are read again; the result of that is not written.
fn block_of_a(i: u32, l: u32) -> mat4x4<f32> {
    if A_TRANSPOSED {
        let width = p.a_column / 4u;
        let at = p.a_start / 4u + 4u * l * width + min(i, p.m / 4u - 1u);
        return transpose(mat4x4(a[at], a[at + width], a[at + 2u * width], a[at + 3u * width]));
    }
    let at = p.a_start / 4u + min(4u * i + vec4(0u, 1u, 2u, 3u), vec4(p.m - 1u)) * (p.a_row / 4u) + l;
    return mat4x4(a[at.x], a[at.y], a[at.z], a[at.w]);
}

fn block_of_b(l: u32, j: u32) -> mat4x4<f32> {
    let last = p.n / 4u - 1u;
    if B_TRANSPOSED {
        let width = p.b_column / 4u;
        let at = p.b_start / 4u + 4u * min(j, last) * width + l;
        return transpose(mat4x4(b[at], b[at + width], b[at + 2u * width], b[at + 3u * width]));
    }
    let width = p.b_row / 4u;
    let at = p.b_start / 4u + 4u * l * width + min(j, last);
    return mat4x4(b[at], b[at + width], b[at + 2u * width], b[at + 3u * width]);
}

fn store(z: u32, i: u32, j: u32, rows: mat4x4<f32>) {
    if j * 4u >= p.n { return; }
    for (var r = 0u; r < 4u && 4u * i + r < p.m; r += 1u) {
        let at = p.c_start / 4u + (z * p.m + 4u * i + r) * (p.c_row / 4u) + j;
        var values = rows[r];
        if p.adds == 1u { values += c[at]; }
        c[at] = values;
    }
}
