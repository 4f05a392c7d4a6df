// y = softmax of each row of x, or its logarithm.      x, y: [N,M]
// A workgroup a row: its 64 invocations share the maximum and the sum.      CPU twin: crates/compute/src/ops/softmax.rs
struct Params { rows: u32, columns: u32, kind: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
const LANES = 64u;
const PLAIN = 0u;
var<workgroup> shared_max: array<f32, LANES>;
var<workgroup> shared_sum: array<f32, LANES>;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) lane: u32) {
    let row = group.y * groups.x + group.x;
    let start = min(row, p.rows - 1u) * p.columns; // rows past the end do the last one again, and write nothing
    var lane_max = -3.4e38;
    for (var j = lane; j < p.columns; j += LANES) { lane_max = max(lane_max, x[start + j]); }
    shared_max[lane] = lane_max;
    workgroupBarrier();
    var row_max = shared_max[0];
    for (var l = 1u; l < LANES; l += 1u) { row_max = max(row_max, shared_max[l]); }

    var lane_sum = 0.0;
    for (var j = lane; j < p.columns; j += LANES) { lane_sum += exp(x[start + j] - row_max); }
    shared_sum[lane] = lane_sum;
    workgroupBarrier();
    var row_sum = 0.0;
    for (var l = 0u; l < LANES; l += 1u) { row_sum += shared_sum[l]; }

    if row >= p.rows { return; }
    let log_sum = log(row_sum);
    for (var j = lane; j < p.columns; j += LANES) {
        let z = x[start + j] - row_max;
        if p.kind == PLAIN { y[start + j] = exp(z) / row_sum; } else { y[start + j] = z - log_sum; }
    }
}
