// The derivatives of point_loss by x and by t, times dy.      CPU twin: crates/compute/src/ops/point_loss.rs
struct Params { len: u32, kind: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> t: array<f32>;
@group(0) @binding(3) var<storage, read> dy: array<f32>;
@group(0) @binding(4) var<storage, read_write> dx: array<f32>;
const SQUARED_ERROR = 0u;
const LOGISTIC = 1u;
const SQUARED_ERROR_DT = 2u;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.len { return; }
    switch p.kind {
        case SQUARED_ERROR: { dx[i] = 2.0 * (x[i] - t[i]) * dy[i]; }
        case LOGISTIC: { dx[i] = (1.0 / (1.0 + exp(-clamp(x[i], -87.0, 87.0))) - t[i]) * dy[i]; }
        case SQUARED_ERROR_DT: { dx[i] = -2.0 * (x[i] - t[i]) * dy[i]; }
        default: { dx[i] = -x[i] * dy[i]; }
    }
}
