// pₙᵥ = exp zₙᵥ / Σᵤ exp zₙᵤ      lossₙ = ln Σᵤ exp zₙᵤ − (1−ε)·zₙ,yₙ − (ε/V)·Σᵥ zₙᵥ
// z, probabilities: [N,V]   targets, losses: [N]   ε: label smoothing
// A workgroup has eight rows: the eight invocations of a row share its maximum and its sums.
// CPU twin: crates/compute/src/ops/softmax_xent.rs
struct Params { rows: u32, columns: u32, smoothing: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<storage, read> targets: array<u32>;
@group(0) @binding(3) var<storage, read_write> probabilities: array<f32>;
@group(0) @binding(4) var<storage, read_write> losses: array<f32>;
const LANES = 8u;
const ROWS = 8u;
var<workgroup> shared_max: array<f32, LANES * ROWS>;
var<workgroup> shared_sums: array<vec2<f32>, LANES * ROWS>; // of the exponentials, and of the logits

@compute @workgroup_size(LANES, ROWS)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_id) local: vec3<u32>) {
    let lane = local.x;
    let first_lane = local.y * LANES; // of this row
    let row = (group.y * groups.x + group.x) * ROWS + local.y;
    let start = min(row, p.rows - 1u) * p.columns; // rows past the end do the last one again, and write nothing
    var lane_max = -3.4e38;
    for (var v = lane; v < p.columns; v += LANES) { lane_max = max(lane_max, z[start + v]); }
    shared_max[first_lane + lane] = lane_max;
    workgroupBarrier();
    var row_max = shared_max[first_lane];
    for (var l = 1u; l < LANES; l += 1u) { row_max = max(row_max, shared_max[first_lane + l]); }

    var lane_sums = vec2(0.0);
    for (var v = lane; v < p.columns; v += LANES) {
        let shifted = z[start + v] - row_max;
        let e = exp(shifted);
        if row < p.rows { probabilities[start + v] = e; } // not yet divided by the sum
        lane_sums += vec2(e, shifted);
    }
    shared_sums[first_lane + lane] = lane_sums;
    workgroupBarrier();
    var sums = vec2(0.0);
    for (var l = 0u; l < LANES; l += 1u) { sums += shared_sums[first_lane + l]; }

    if row >= p.rows { return; }
    let scale = 1.0 / sums.x;
    for (var v = lane; v < p.columns; v += LANES) { probabilities[start + v] *= scale; }
    if lane == 0u {
        let at_target = z[start + targets[row]] - row_max;
        losses[row] = log(sums.x) - (1.0 - p.smoothing) * at_target - p.smoothing * sums.y / f32(p.columns);
    }
}
