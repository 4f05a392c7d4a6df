// yᵢ = tanh xᵢ, σ(xᵢ) or max(xᵢ, 0).      CPU twin: crates/compute/src/ops/unary.rs
struct Params { len: u32, kind: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
const TANH = 0u;
const SIGMOID = 1u;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.len { return; }
    switch p.kind {
        case TANH: { y[i] = tanh(clamp(x[i], -15.0, 15.0)); } // some drivers overflow inside tanh beyond that
        case SIGMOID: { y[i] = 1.0 / (1.0 + exp(-clamp(x[i], -87.0, 87.0))); }
        default: { y[i] = max(x[i], 0.0); }
    }
}
