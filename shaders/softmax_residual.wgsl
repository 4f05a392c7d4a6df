// lossₙ = ln Σᵤ exp zₙᵤ − zₙ,yₙ, then z ← scale·(softmax(z) − [v = yₙ]) in place.      z: [N,V]   targets, losses: [N]
// A workgroup a row: its 64 invocations share the maximum and the sum.
// CPU twin: crates/compute/src/ops/linear_xent.rs
struct Params { rows: u32, columns: u32, scale: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> targets: array<u32>;
@group(0) @binding(2) var<storage, read_write> z: array<f32>;
@group(0) @binding(3) var<storage, read_write> losses: array<f32>;
const LANES = 64u;
var<workgroup> shared_max: array<f32, LANES>;
var<workgroup> shared_sum: array<f32, LANES>;
var<workgroup> at_target: f32;

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
    if lane == 0u && is_row { at_target = z[start + targets[row]]; }
    workgroupBarrier();
    var row_max = shared_max[0];
    for (var l = 1u; l < LANES; l += 1u) { row_max = max(row_max, shared_max[l]); }

    var lane_sum = 0.0;
    for (var i = start + lane; i < end; i += LANES) {
        let e = exp(z[i] - row_max);
        z[i] = e;
        lane_sum += e;
    }
    shared_sum[lane] = lane_sum;
    workgroupBarrier();
    var row_sum = 0.0;
    for (var l = 0u; l < LANES; l += 1u) { row_sum += shared_sum[l]; }

    if !is_row { return; }
    let target_index = start + targets[row];
    let factor = p.scale / row_sum;
    for (var i = start + lane; i < end; i += LANES) { z[i] = z[i] * factor - select(0.0, p.scale, i == target_index); }
    if lane == 0u { losses[row] = log(row_sum) - (at_target - row_max); }
}
