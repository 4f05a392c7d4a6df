// q ← α·q + (1−α)·g²      v ← μ·v + g / (√q + ε)      w ← w − η·v
// with g the gradient times the clipping factor, clip = (‖g‖, s, unsound).      CPU twin: crates/compute/src/ops/rmsprop.rs
struct Params { len: u32, learning_rate: f32, decay: f32, momentum: f32, epsilon: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> grad: array<f32>;
@group(0) @binding(2) var<storage, read> clip: array<f32>;
@group(0) @binding(3) var<storage, read_write> w: array<f32>;
@group(0) @binding(4) var<storage, read_write> q: array<f32>;
@group(0) @binding(5) var<storage, read_write> v: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.len || clip[2] > 0.0 { return; }
    let g = clip[1] * grad[i];
    let q_now = p.decay * q[i] + (1.0 - p.decay) * g * g;
    let v_now = p.momentum * v[i] + g / (sqrt(q_now) + p.epsilon);
    q[i] = q_now;
    v[i] = v_now;
    w[i] -= p.learning_rate * v_now;
}
