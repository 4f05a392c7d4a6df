// gᵢ ← min(max(gᵢ, −max), max)      CPU twin: crates/compute/src/ops/clip.rs
struct Params { len: u32, max: f32 }
@group(0) @binding(0) var<uniform> p: Params;
@group(0) @binding(1) var<storage, read_write> g: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
        @builtin(local_invocation_index) local: u32) {
    let i = (group.y * groups.x + group.x) * 256u + local;
    if i < p.len { g[i] = clamp(g[i], -p.max, p.max); }
}
