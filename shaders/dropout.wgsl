// yᵢ = scale·xᵢ, or 0 where a hash of the seed and i is below the threshold.
// CPU twin: crates/compute/src/ops/dropout.rs
struct Params { len: u32, seed_low: u32, seed_high: u32, threshold: u32, scale: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

fn pcg(x: u32) -> u32 {
    let state = x * 747796405u + 2891336453u;
    let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
    return (word >> 22u) ^ word;
}

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i >= p.len { return; }
    let hash = pcg(pcg(pcg(i) + p.seed_low) + p.seed_high);
    y[i] = select(p.scale * x[i], 0.0, hash < p.threshold);
}
