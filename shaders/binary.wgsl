// cᵢ = aᵢ + bᵢ, aᵢ·bᵢ, or the derivative of tanh, σ or relu from a = dy and b = y.
// CPU twin: crates/compute/src/ops/binary.rs
// Four numbers an invocation; what lies beyond the last is the buffer's own spare room.
struct Params { len: u32, kind: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> c: array<vec4<f32>>;
const ADD = 0u;
const MUL = 1u;
const TANH_DX = 2u;
const SIGMOID_DX = 3u;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i * 4u >= p.len { return; }
    let a_i = a[i];
    let b_i = b[i];
    var c_i = a_i + b_i;
    switch p.kind {
        case ADD: {}
        case MUL: { c_i = a_i * b_i; }
        case TANH_DX: { c_i = a_i * (1.0 - b_i * b_i); }
        case SIGMOID_DX: { c_i = a_i * b_i * (1.0 - b_i); }
        default: { c_i = select(vec4(0.0), a_i, b_i > vec4(0.0)); }
    }
    c[i] = c_i;
}
