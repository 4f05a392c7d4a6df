// softmax: dxₙⱼ = yₙⱼ·(dyₙⱼ − Σᵢ dyₙᵢ·yₙᵢ)      log softmax: dxₙⱼ = dyₙⱼ − exp(yₙⱼ)·Σᵢ dyₙᵢ      dy, y, dx: [N,M]
// A workgroup a row: its 64 invocations share the sum.      CPU twin: crates/compute/src/ops/softmax.rs
struct Params { rows: u32, columns: u32, kind: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;
const LANES = 64u;
const PLAIN = 0u;
var<workgroup> shared_sum: array<f32, LANES>;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) lane: u32) {
    let row = group.y * groups.x + group.x;
    let start = min(row, p.rows - 1u) * p.columns; // rows past the end do the last one again, and write nothing
    var lane_sum = 0.0;
    for (var i = start + lane; i < start + p.columns; i += LANES) { lane_sum += dy[i] * select(1.0, y[i], p.kind == PLAIN); }
    shared_sum[lane] = lane_sum;
    workgroupBarrier();
    var row_sum = 0.0;
    for (var l = 0u; l < LANES; l += 1u) { row_sum += shared_sum[l]; }

    if row >= p.rows { return; }
    for (var i = start + lane; i < start + p.columns; i += LANES) {
        if p.kind == PLAIN { dx[i] = y[i] * (dy[i] - row_sum); } else { dx[i] = dy[i] - exp(y[i]) * row_sum; }
    }
}
