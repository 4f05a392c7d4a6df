// m ← β₁·m + (1−β₁)·g      v ← β₂·v + (1−β₂)·g²      w ← kept·w − step·m / (√v·root_correction + ε)
// with g the gradient times the clipping factor, clip = (‖g‖, s, unsound).      CPU twin: crates/compute/src/ops/adam.rs
// Four numbers an invocation; what lies beyond the last is the buffer's own spare room.
struct Params { len: u32, step_size: f32, beta1: f32, beta2: f32, epsilon: f32, root_correction: f32, kept: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> grad: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> clip: array<f32>;
@group(0) @binding(3) var<storage, read_write> w: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> m: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> v: array<vec4<f32>>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i * 4u >= p.len || clip[2] > 0.0 { return; }
    let g = clip[1] * grad[i];
    let m_now = p.beta1 * m[i] + (1.0 - p.beta1) * g;
    let v_now = p.beta2 * v[i] + (1.0 - p.beta2) * g * g;
    m[i] = m_now;
    v[i] = v_now;
    w[i] = p.kept * w[i] - p.step_size * m_now / (sqrt(v_now) * p.root_correction + p.epsilon);
}
