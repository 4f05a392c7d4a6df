// yⱼ = Σᵢ xᵢⱼ.      x: [N,M]   y: [M]      CPU twin: crates/compute/src/ops/sum.rs
// A workgroup adds 32 columns: 8 lanes a column share its rows, neighbours read neighbouring columns.
struct Params { rows: u32, columns: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
const COLUMNS = 32u;
const LANES = 8u;
var<workgroup> partial: array<f32, COLUMNS * LANES>;

@compute @workgroup_size(COLUMNS, LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
    let j = group.x * COLUMNS + local.x;
    var sum = 0.0;
    if j < p.columns {
        for (var i = local.y; i < p.rows; i += LANES) { sum += x[i * p.columns + j]; }
    }
    partial[local.y * COLUMNS + local.x] = sum;
    workgroupBarrier();
    if local.y == 0u && j < p.columns {
        for (var l = 1u; l < LANES; l += 1u) { sum += partial[l * COLUMNS + local.x]; }
        y[j] = sum;
    }
}
