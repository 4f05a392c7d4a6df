// lossₙ = Σᵥ tₙᵥ·(ln Σᵤ exp zₙᵤ − zₙᵥ), then z ← scale·(sₙ·softmax(z) − t) in place, sₙ = Σᵥ tₙᵥ.
// z, t: [N,V]   losses: [N].      A workgroup a row: its 64 invocations share the maximum and the sums.
// CPU twin: crates/compute/src/ops/linear_xent.rs
struct Params { rows: u32, columns: u32, scale: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> t: array<f32>;
@group(0) @binding(2) var<storage, read_write> z: array<f32>;
@group(0) @binding(3) var<storage, read_write> losses: array<f32>;
const LANES = 64u;
var<workgroup> shared_max: array<f32, LANES>;
var<workgroup> shared_sums: array<vec3<f32>, LANES>; // of the exponentials, of t and of t·z

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) lane: u32) {
    let row = group.y * groups.x + group.x;
    let is_row = row < p.rows; // groups past the end go along, because all must meet at the barriers
    let start = select(0u, row * p.columns, is_row);
    let end = select(0u, start + p.columns, is_row);
    var lane_max = -3.4e38;
    for (var i = start + lane; i < end; i += LANES) { lane_max = max(lane_max, z[i]); }
    shared_max[lane] = lane_max;
    workgroupBarrier();
    var row_max = shared_max[0];
    for (var l = 1u; l < LANES; l += 1u) { row_max = max(row_max, shared_max[l]); }

    var lane_sums = vec3(0.0);
    for (var i = start + lane; i < end; i += LANES) {
        let shifted = z[i] - row_max;
        let e = exp(shifted);
        z[i] = e;
        lane_sums += vec3(e, t[i], t[i] * shifted);
    }
    shared_sums[lane] = lane_sums;
    workgroupBarrier();
    var sums = vec3(0.0);
    for (var l = 0u; l < LANES; l += 1u) { sums += shared_sums[l]; }

    if !is_row { return; }
    let factor = p.scale * sums.y / sums.x;
    for (var i = start + lane; i < end; i += LANES) { z[i] = z[i] * factor - p.scale * t[i]; }
    if lane == 0u { losses[row] = sums.y * log(sums.x) - sums.z; }
}
