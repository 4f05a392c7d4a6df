// yᵢ = tanh xᵢ, σ(xᵢ) or max(xᵢ, 0).      CPU twin: crates/compute/src/ops/unary.rs
// Four numbers an invocation; what lies beyond the last is the buffer's own spare room.
struct Params { len: u32, kind: u32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4<f32>>;
const TANH = 0u;
const SIGMOID = 1u;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i * 4u >= p.len { return; }
    let x_i = x[i];
    var y_i = max(x_i, vec4(0.0));
    switch p.kind {
        // Some drivers overflow inside tanh beyond 15.
        case TANH: { y_i = tanh(clamp(x_i, vec4(-15.0), vec4(15.0))); }
        case SIGMOID: { y_i = 1.0 / (1.0 + exp(-clamp(x_i, vec4(-87.0), vec4(87.0)))); }
        default: {}
    }
    y[i] = y_i;
}
