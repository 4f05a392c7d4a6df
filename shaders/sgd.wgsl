// v ← μ·v + s·g      w ← w − η·v, or after Nesterov w − η·(s·g + μ·v)      clip = (‖g‖, s, unsound)
// CPU twin: crates/compute/src/ops/sgd.rs
// Four numbers an invocation; what lies beyond the last is the buffer's own spare room.
struct Params { len: u32, learning_rate: f32, momentum: f32, of_gradient: f32, of_velocity: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> grad: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> clip: array<f32>;
@group(0) @binding(3) var<storage, read_write> w: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> v: array<vec4<f32>>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i * 4u >= p.len || clip[2] > 0.0 { return; }
    let g = clip[1] * grad[i];
    let v_now = p.momentum * v[i] + g;
    v[i] = v_now;
    w[i] -= p.learning_rate * (p.of_gradient * g + p.of_velocity * v_now);
}
