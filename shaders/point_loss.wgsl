// yᵢ = (xᵢ − tᵢ)², or −tᵢ·ln σ(xᵢ) − (1 − tᵢ)·ln(1 − σ(xᵢ)).      CPU twin: crates/compute/src/ops/point_loss.rs
struct Params { len: u32, kind: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> t: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
const SQUARED_ERROR = 0u;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.len { return; }
    if p.kind == SQUARED_ERROR {
        y[i] = (x[i] - t[i]) * (x[i] - t[i]);
    } else {
        y[i] = max(x[i], 0.0) - x[i] * t[i] + log(1.0 + exp(-abs(x[i])));
    }
}
