// dzₙᵥ = (pₙᵥ − (1−ε)·[v = yₙ] − ε/V)·dL / N.      probabilities, dz: [N,V]   targets: [N]   dloss: [1]
// CPU twin: crates/compute/src/ops/softmax_xent.rs
struct Params { rows: u32, columns: u32, smoothing: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> probabilities: array<f32>;
@group(0) @binding(2) var<storage, read> targets: array<u32>;
@group(0) @binding(3) var<storage, read> dloss: array<f32>;
@group(0) @binding(4) var<storage, read_write> dz: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.rows * p.columns { return; }
    let is_target = i % p.columns == targets[i / p.columns];
    let target_probability = p.smoothing / f32(p.columns) + select(0.0, 1.0 - p.smoothing, is_target);
    dz[i] = (probabilities[i] - target_probability) * dloss[0] / f32(p.rows);
}
