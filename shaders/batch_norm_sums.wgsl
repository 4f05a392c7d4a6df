// Of each slice of rows and each column: Σ dy, and Σ dy·(x − mean)/√(variance + epsilon).
// dy, x: [N,C]   moments: [2,C]   sums: [slices,2,C]      CPU twin: crates/compute/src/ops/batch_norm.rs
// A workgroup adds 32 columns of a slice: 8 lanes a column share its rows, neighbours read neighbouring columns.
struct Params { rows: u32, columns: u32, slices: u32, rows_in_slice: u32, epsilon: f32, of_batch: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> moments: array<f32>;
@group(0) @binding(4) var<storage, read_write> sums: array<f32>;
const COLUMNS = 32u;
const LANES = 8u;
var<workgroup> partial: array<vec2<f32>, COLUMNS * LANES>;

@compute @workgroup_size(COLUMNS, LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
    let c = group.x * COLUMNS + local.x;
    let start = group.y * p.rows_in_slice;
    let end = min(start + p.rows_in_slice, p.rows);
    var sum = vec2(0.0);
    if c < p.columns {
        let r = 1.0 / sqrt(moments[p.columns + c] + p.epsilon);
        for (var i = start + local.y; i < end; i += LANES) {
            let at = i * p.columns + c;
            sum += dy[at] * vec2(1.0, (x[at] - moments[c]) * r);
        }
    }
    partial[local.y * COLUMNS + local.x] = sum;
    workgroupBarrier();
    if local.y == 0u && c < p.columns {
        for (var l = 1u; l < LANES; l += 1u) { sum += partial[l * COLUMNS + local.x]; }
        sums[group.y * 2u * p.columns + c] = sum.x;
        sums[(group.y * 2u + 1u) * p.columns + c] = sum.y;
    }
}
