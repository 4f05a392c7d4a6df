// pₙᵥ = exp zₙᵥ / Σᵤ exp zₙᵤ      lossₙ = ln Σᵤ exp zₙᵤ − zₙ,yₙ      z, probabilities: [N,V]   targets, losses: [N]
// A workgroup a row: its 64 invocations share the maximum and the sum.
// CPU twin: crates/compute/src/ops/softmax_xent.rs
struct Params { rows: u32, columns: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<storage, read> targets: array<u32>;
@group(0) @binding(3) var<storage, read_write> probabilities: array<f32>;
@group(0) @binding(4) var<storage, read_write> losses: array<f32>;
const LANES = 64u;
var<workgroup> shared_max: array<f32, LANES>;
var<workgroup> shared_sum: array<f32, LANES>;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) lane: u32) {
    let row = group.y * groups.x + group.x;
    let start = min(row, p.rows - 1u) * p.columns; // rows past the end do the last one again, and write nothing
    var lane_max = -3.4e38;
    for (var v = lane; v < p.columns; v += LANES) { lane_max = max(lane_max, z[start + v]); }
    shared_max[lane] = lane_max;
    workgroupBarrier();
    var row_max = shared_max[0];
    for (var l = 1u; l < LANES; l += 1u) { row_max = max(row_max, shared_max[l]); }

    var lane_sum = 0.0;
    for (var v = lane; v < p.columns; v += LANES) { lane_sum += exp(z[start + v] - row_max); }
    shared_sum[lane] = lane_sum;
    workgroupBarrier();
    var row_sum = 0.0;
    for (var l = 0u; l < LANES; l += 1u) { row_sum += shared_sum[l]; }

    if row >= p.rows { return; }
    for (var v = lane; v < p.columns; v += LANES) { probabilities[start + v] = exp(z[start + v] - row_max) / row_sum; }
    if lane == 0u { losses[row] = log(row_sum) + row_max - z[start + targets[row]]; }
}
