// cᵢ = aᵢ + bᵢ, aᵢ·bᵢ, or the derivative of tanh, σ or relu from a = dy and b = y.
// CPU twin: crates/compute/src/ops/binary.rs
struct Params { len: u32, kind: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;
const ADD = 0u;
const MUL = 1u;
const TANH_DX = 2u;
const SIGMOID_DX = 3u;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.len { return; }
    switch p.kind {
        case ADD: { c[i] = a[i] + b[i]; }
        case MUL: { c[i] = a[i] * b[i]; }
        case TANH_DX: { c[i] = a[i] * (1.0 - b[i] * b[i]); }
        case SIGMOID_DX: { c[i] = a[i] * b[i] * (1.0 - b[i]); }
        default: { c[i] = select(0.0, a[i], b[i] > 0.0); }
    }
}
