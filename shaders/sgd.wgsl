// v ← μ·v + s·g      w ← w − η·v      clip = (‖g‖, s)      CPU twin: crates/compute/src/ops/sgd.rs
struct Params { len: u32, learning_rate: f32, momentum: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> g: array<f32>;
@group(0) @binding(2) var<storage, read> clip: array<f32>;
@group(0) @binding(3) var<storage, read_write> w: array<f32>;
@group(0) @binding(4) var<storage, read_write> v: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.len { return; }
    v[i] = p.momentum * v[i] + clip[1] * g[i];
    w[i] -= p.learning_rate * v[i];
}
